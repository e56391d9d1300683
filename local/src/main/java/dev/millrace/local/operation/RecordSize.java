package dev.millrace.local.operation;

import dev.millrace.local.wire.ServiceException;
import dev.millrace.record.HashKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The limits on a record, and the hash key that it lands on. */
final class RecordSize {

    /** Largest record of a stream, in KiB: payload and UTF-8 bytes of the partition key. */
    static final int MAX_KIBIBYTES = 1024;

    private static final int MAX_BYTES = MAX_KIBIBYTES * 1024;

    private RecordSize() {}

    static int check(String partitionKey, byte[] payload, String path) {
        int bytes = payload.length + partitionKey.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw ServiceException.validation("1 validation error detected: Value '" + ByteBuffer.wrap(payload)
                    + "' at '" + path + "' failed to satisfy constraint: Member must have length less than or equal to "
                    + MAX_BYTES);
        }
        return bytes;
    }

    static HashKey hashKey(String partitionKey, @Nullable String explicitHashKey) {
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
