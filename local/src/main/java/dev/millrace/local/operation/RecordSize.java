package dev.millrace.local.operation;

import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.StreamSettings;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** How large the records of a stream may be: as requests say it, and the check. */
final class RecordSize {

    private static final String KIBIBYTES = "MaxRecordSizeInKiB";
    private static final int MAX_KIBIBYTES = 10_240;

    private RecordSize() {}

    static Member member() {
        return Member.integer(KIBIBYTES, StreamSettings.DEFAULT_RECORD_KIBIBYTES, MAX_KIBIBYTES);
    }

    /** Does what a request asks for, if it asks for any size. */
    static void apply(Request request, Stream stream) {
        if (request.has(KIBIBYTES)) {
            stream.settings().setMaxRecordKibibytes(request.integer(KIBIBYTES, 0));
        }
    }

    /** Payload and UTF-8 bytes of the partition key, if they are not too many for the stream. */
    static int check(String partitionKey, byte[] payload, String path, Stream stream) {
        int bytes = payload.length + partitionKey.getBytes(StandardCharsets.UTF_8).length;
        int maxBytes = stream.settings().maxRecordKibibytes() * 1024;
        if (bytes > maxBytes) {
            throw ServiceException.validation("1 validation error detected: Value '" + ByteBuffer.wrap(payload)
                    + "' at '" + path + "' failed to satisfy constraint: Member must have length less than or equal to "
                    + maxBytes);
        }
        return bytes;
    }
}
