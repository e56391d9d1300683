package dev.millrace.system.differential;

import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordDeaggregator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our reader, asked as the others are. */
final class MillraceReader {

    private MillraceReader() {}

    /** The user records of a message that is not empty, or null if it is corrupt. */
    static @Nullable List<ReadRecord> userRecords(byte[] message) {
        Deaggregation result = RecordDeaggregator.create().deaggregate(Frame.around(message));
        if (result instanceof Deaggregation.Plain) {
            throw new AssertionError("a good frame read as plain: " + result);
        }
        return result instanceof Deaggregation.Aggregated aggregated ? ReadRecord.of(aggregated) : null;
    }

    static boolean isPlain(byte[] record) {
        return RecordDeaggregator.create().deaggregate(record) instanceof Deaggregation.Plain;
    }
}
