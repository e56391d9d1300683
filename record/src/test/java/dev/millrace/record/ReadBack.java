package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;

/** Takes finished records apart again. */
final class ReadBack {

    private ReadBack() {}

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    static Deaggregation.Aggregated aggregated(AggregatedRecord record) {
        return aggregated(record.data());
    }

    static Deaggregation.Aggregated aggregated(ByteBuffer data) {
        Deaggregation result = RecordDeaggregator.create().deaggregate(data);
        assertThat(result).isInstanceOf(Deaggregation.Aggregated.class);
        return (Deaggregation.Aggregated) result;
    }

    static boolean isPlain(AggregatedRecord record) {
        return RecordDeaggregator.create().deaggregate(record.data()) instanceof Deaggregation.Plain;
    }

    /** What a consumer of the record gets. */
    static List<UserRecord> userRecords(AggregatedRecord record) {
        if (isPlain(record)) {
            return List.of(UserRecord.of(record.partitionKey(), record.explicitHashKey(), record.data()));
        }
        return aggregated(record).userRecords().stream()
                .map(ReadBack::userRecord)
                .toList();
    }

    private static UserRecord userRecord(StoredUserRecord record) {
        return UserRecord.of(record.partitionKey(), record.explicitHashKey(), record.data())
                .withTags(record.tags());
    }
}
