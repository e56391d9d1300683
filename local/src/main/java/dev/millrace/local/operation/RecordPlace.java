package dev.millrace.local.operation;

import dev.millrace.local.stream.Stream;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import dev.millrace.record.HashKey;

/** Where a record goes: by its keys, or wherever the stream likes if it spreads its records. */
final class RecordPlace {

    private RecordPlace() {}

    /** The caller's partition key, which a stream that spreads its records does not ask for; then perhaps empty. */
    static String partitionKey(Request record, Stream stream, String path) {
        String partitionKey = record.text("PartitionKey");
        if (partitionKey == null && !stream.settings().spreadingRecords()) {
            throw ServiceException.validation("1 validation error detected: Value null at '" + path
                    + "partitionKey' failed to satisfy constraint: Member must not be null");
        }
        return partitionKey == null ? "" : partitionKey;
    }

    static HashKey hashKey(Request record, Stream stream, String partitionKey) {
        // Without a key the stream spread its records when the key was asked for, a moment ago.
        if (stream.settings().spreadingRecords() || partitionKey.isEmpty()) {
            return stream.nextHashKey();
        }
        String explicitHashKey = record.text("ExplicitHashKey");
        if (explicitHashKey == null) {
            return HashKey.ofPartitionKey(partitionKey);
        }
        try {
            return HashKey.parse(explicitHashKey);
        } catch (IllegalArgumentException e) {
            throw ServiceException.invalidArgument(
                    "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was "
                            + explicitHashKey);
        }
    }
}
