package dev.millrace.system.differential;

import com.google.protobuf.ByteString;
import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordTag;
import dev.millrace.record.StoredUserRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * A user record as some reader gave it out.
 *
 * @param explicitHashKey the text that its index points at, a pin too but without leading zeros; null without index
 * @param pinned whether that is a pin, which our reader alone tells
 * @param data the payload
 * @param tags but for the mark of a pinned aggregate; our reader alone shows them
 */
record ReadRecord(
        String partitionKey, @Nullable String explicitHashKey, boolean pinned, ByteString data, List<RecordTag> tags) {

    static List<ReadRecord> of(Deaggregation.Aggregated aggregated) {
        return aggregated.userRecords().stream().map(ReadRecord::of).toList();
    }

    private static ReadRecord of(StoredUserRecord record) {
        String hashKey = record.pinned() ? record.hashKey().toString() : record.explicitHashKeyText();
        return new ReadRecord(
                record.partitionKey(), hashKey, record.pinned(), ByteString.copyFrom(record.data()), record.tags());
    }

    static ReadRecord of(KinesisClientRecord record) {
        return new ReadRecord(
                record.partitionKey(), record.explicitHashKey(), false, ByteString.copyFrom(record.data()), List.of());
    }

    /** The same as readers give it out that know no pins and show no tags. */
    ReadRecord elsewhere() {
        return new ReadRecord(partitionKey, explicitHashKey, false, data, List.of());
    }
}
