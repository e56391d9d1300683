package dev.millrace.system.differential;

import com.google.protobuf.ByteString;
import dev.millrace.record.Deaggregation;
import dev.millrace.record.StoredUserRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * A user record as some reader gave it out.
 *
 * @param explicitHashKey the text that its index points at, a pin too; null without index
 * @param data the payload
 */
record ReadRecord(String partitionKey, @Nullable String explicitHashKey, ByteString data) {

    static List<ReadRecord> of(Deaggregation.Aggregated aggregated) {
        return aggregated.userRecords().stream().map(ReadRecord::of).toList();
    }

    /** A pin is given out as a number, so leading zeros of it are lost. */
    private static ReadRecord of(StoredUserRecord record) {
        String hashKey = record.pinned() ? record.hashKey().toString() : record.explicitHashKeyText();
        return new ReadRecord(record.partitionKey(), hashKey, ByteString.copyFrom(record.data()));
    }

    static ReadRecord of(KinesisClientRecord record) {
        return new ReadRecord(record.partitionKey(), record.explicitHashKey(), ByteString.copyFrom(record.data()));
    }
}
