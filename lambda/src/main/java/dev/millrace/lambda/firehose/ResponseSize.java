package dev.millrace.lambda.firehose;

import java.util.Map;

/**
 * What answers take in a response, in bytes: never less than what Lambda's runtime writes, and with ordinary texts
 * exactly that but for some bytes for each answer.
 */
final class ResponseSize {

    /** The response without answers, and some room for what the runtime may write one day. */
    static final int ENVELOPE = "{\"records\":[]}".length() + 50;

    /** Members of an answer that are left out where they are empty are counted as {@code null}. */
    private static final int ANSWER = "{\"recordId\":,\"result\":\"\",\"data\":null,\"metadata\":null},".length();

    /** What the other name of a payload has more, that of a topic's record. */
    private static final int LONGER_NAME = "kafkaRecordValue".length() - "data".length();

    private static final int METADATA = "{\"partitionKeys\":{},\"otfMetadata\":null}".length();
    private static final int TABLE =
            "{\"destinationTableName\":,\"destinationDatabaseName\":,\"operation\":\"update\"}".length();
    private static final int LARGEST_ESCAPE = 6;

    private ResponseSize() {}

    static long of(String recordId, Transformed.Result result) {
        return ANSWER + quoted(recordId) + result.text().length();
    }

    static long of(FirehoseRecord record, Transformed transformed) {
        long bytes = of(record.recordId(), transformed.result())
                + base64(transformed.data().remaining())
                + 2;
        if (record.source().getKafkaRecordValue() != null) {
            bytes += LONGER_NAME;
        }
        if (!transformed.partitionKeys().isEmpty() || transformed.table() != null) {
            bytes += METADATA;
        }
        for (Map.Entry<String, String> key : transformed.partitionKeys().entrySet()) {
            bytes += quoted(key.getKey()) + quoted(key.getValue()) + 2;
        }
        Transformed.Table table = transformed.table();
        if (table != null) {
            bytes += TABLE + quoted(table.database()) + quoted(table.name());
        }
        return bytes;
    }

    /** The most bytes whose base64 form fits. */
    static int bytesWithin(long room) {
        return (int) (Math.max(0, room) / 4 * 3);
    }

    private static long base64(int bytes) {
        return (bytes + 2L) / 3 * 4;
    }

    /** A text with its quotes; whatever is no plain ASCII counts as an escape. */
    private static long quoted(String text) {
        long bytes = 2;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c >= ' ' && c < 0x7f && c != '"' && c != '\\' ? 1 : LARGEST_ESCAPE;
        }
        return bytes;
    }
}
