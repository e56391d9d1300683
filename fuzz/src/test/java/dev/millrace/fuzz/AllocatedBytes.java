package dev.millrace.fuzz;

import com.sun.management.ThreadMXBean;
import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordDeaggregator;
import dev.millrace.record.StoredUserRecord;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;

/** What the JVM says that a piece of work took from the heap, garbage included. */
final class AllocatedBytes {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocatedBytes() {}

    /** What taking these bytes apart took, down to every key and hash key of every user record. */
    static long ofReading(ByteBuffer bytes) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        if (RecordDeaggregator.create().deaggregate(bytes) instanceof Deaggregation.Aggregated aggregated) {
            for (StoredUserRecord record : aggregated.userRecords()) {
                touch(record);
            }
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static void touch(StoredUserRecord record) {
        record.partitionKey();
        record.explicitHashKey();
        record.data();
    }
}
