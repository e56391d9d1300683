package dev.millrace.consumer.source;

import java.util.List;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Records of a shard as they came.
 *
 * @param records in order
 * @param bytes of their data
 * @param millisBehindLatest how far behind the tip the last one was read, in milliseconds
 * @param last whether the shard ends behind them
 */
public record Fetched(List<Record> records, long bytes, long millisBehindLatest, boolean last) {

    static Fetched of(List<Record> records, long millisBehindLatest, boolean last) {
        long bytes = 0;
        for (Record record : records) {
            bytes += record.data().asByteArrayUnsafe().length;
        }
        return new Fetched(records, bytes, millisBehindLatest, last);
    }

    /** Whether there is anything to do with it. */
    boolean isWorthTelling() {
        return last || !records.isEmpty();
    }
}
