package dev.millrace.lambda.local.mapping;

import dev.millrace.processor.KinesisRecord;
import dev.millrace.processor.ReceivedRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Records that nobody has read. */
final class MappedRecords {

    private MappedRecords() {}

    static List<MappedRecord> of(int count) {
        return of(count, 10);
    }

    static List<MappedRecord> of(int count, int bytes) {
        List<ReceivedRecord> received = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            new KinesisRecord(Integer.toString(100 + i), "key", Instant.EPOCH, ByteBuffer.allocate(bytes))
                    .openInto(received);
        }
        return MappedRecord.enclosing(received, 0);
    }
}
