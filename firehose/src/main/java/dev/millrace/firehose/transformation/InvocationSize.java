package dev.millrace.firehose.transformation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Puts records together that are one invocation. */
final class InvocationSize {

    /** Of a request in JSON; Lambda takes 6,291,456. */
    static final int MOST_REQUEST_BYTES = 6_000_000;

    /** What an event takes beside its records, and a record beside its data and its key, in JSON. */
    private static final int EVENT_BYTES = 2_000;

    private static final int RECORD_BYTES = 500;

    /** The most that a character of a key becomes. */
    private static final int ESCAPED_BYTES = 6;

    private InvocationSize() {}

    /** What a record takes in the request, at most. */
    static long bytesInJson(SourceRecord record) {
        SourcePlace place = record.place();
        long key =
                place == null ? 0 : (long) ESCAPED_BYTES * place.partitionKey().getBytes(StandardCharsets.UTF_8).length;
        return RECORD_BYTES + key + (record.data().remaining() + 2L) / 3 * 4;
    }

    static boolean fits(SourceRecord record) {
        return EVENT_BYTES + bytesInJson(record) <= MOST_REQUEST_BYTES;
    }

    /**
     * In their order. One that does not fit is alone.
     *
     * @param bufferBytes of data in one, unless a record alone has more
     */
    static List<List<SourceRecord>> split(List<SourceRecord> records, int bufferBytes) {
        List<List<SourceRecord>> invocations = new ArrayList<>();
        List<SourceRecord> next = new ArrayList<>();
        long data = 0;
        long json = EVENT_BYTES;
        for (SourceRecord record : records) {
            long moreData = record.data().remaining();
            long moreJson = bytesInJson(record);
            if (!next.isEmpty() && (data + moreData > bufferBytes || json + moreJson > MOST_REQUEST_BYTES)) {
                invocations.add(next);
                next = new ArrayList<>();
                data = 0;
                json = EVENT_BYTES;
            }
            next.add(record);
            data += moreData;
            json += moreJson;
        }
        if (!next.isEmpty()) {
            invocations.add(next);
        }
        return invocations;
    }
}
