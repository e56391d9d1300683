package dev.millrace.benchmarks.lambda;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import dev.millrace.lambda.LambdaUserRecord;
import dev.millrace.lambda.UserRecords;
import java.util.List;

/** All at once, as a bulk handler gets them. */
final class MillraceSide implements EventSide {

    @Override
    public long userRecords(List<KinesisEventRecord> records) {
        long count = 0;
        for (LambdaUserRecord record : UserRecords.of(records).toList()) {
            count += record.partitionKey().isEmpty() || !record.data().hasRemaining() ? 0 : 1;
        }
        return count;
    }
}
