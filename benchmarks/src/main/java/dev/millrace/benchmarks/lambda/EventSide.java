package dev.millrace.benchmarks.lambda;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import java.util.List;

/** One way of taking events apart. */
interface EventSide {

    /** Takes the records of an event apart and looks at key and data of each user record. Returns how many there are. */
    long userRecords(List<KinesisEventRecord> records);
}
