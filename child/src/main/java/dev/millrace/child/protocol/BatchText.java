package dev.millrace.child.protocol;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code processRecords}, the one message that there is much of: into one buffer, and data as base64 only once. What
 * the user records of an aggregated record have in common is kept as bytes from one to the next.
 *
 * <p>Not safe for use by several threads at a time. What is left in the buffer goes out with {@link #drain}.
 */
final class BatchText {

    private static final int BUFFER_BYTES = 32 * 1024;

    /** Encoded at a time: no padding inside, and room for its text in the buffer. */
    private static final int PIECE_BYTES = 12 * 1024;

    private static final int LONGEST_NUMBER = 20;

    private static final byte[] NULL = ascii("null");
    private static final byte[] BEGIN =
            ascii("{" + quoted(Member.ACTION) + ":\"processRecords\"," + quoted(Member.RECORDS) + ":[");
    private static final byte[] END = ascii("]," + quoted(Member.MILLIS_BEHIND_LATEST) + ":");
    private static final byte[] RECORD_BEGIN = ascii("{" + quoted(Member.DATA) + ":\"");
    private static final byte[] PARTITION_KEY = ascii("\"," + quoted(Member.PARTITION_KEY) + ":\"");
    private static final byte[] SEQUENCE_NUMBER = ascii("\"," + quoted(Member.SEQUENCE_NUMBER) + ":\"");
    private static final byte[] ARRIVAL = ascii("\"," + quoted(Member.APPROXIMATE_ARRIVAL_TIMESTAMP) + ":");
    private static final byte[] SUB_SEQUENCE_NUMBER = ascii("," + quoted(Member.SUB_SEQUENCE_NUMBER) + ":");
    private static final byte[] RECORD_END = ascii("," + quoted(Member.ACTION) + ":\"record\"}");

    private final OutputStream target;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] piece = new byte[PIECE_BYTES / 3 * 4];
    private int used;

    private String sequenceNumber = "";
    private byte[] sequenceNumberText = {};

    @Nullable
    private Instant arrival;

    private byte[] arrivalText = NULL;

    BatchText(OutputStream target) {
        this.target = target;
    }

    void write(Message.ProcessRecords batch) throws IOException {
        put(BEGIN);
        boolean first = true;
        for (ProtocolRecord record : batch.records()) {
            if (!first) {
                put((byte) ',');
            }
            first = false;
            write(record);
        }
        put(END);
        Long behind = batch.millisBehindLatest();
        put(behind == null ? NULL : ascii(behind.toString()));
        put((byte) '}');
    }

    /** Gives the target what it has not got yet. */
    void drain() throws IOException {
        int count = used;
        used = 0;
        target.write(buffer, 0, count);
    }

    private void write(ProtocolRecord record) throws IOException {
        put(RECORD_BEGIN);
        base64(record.data());
        put(PARTITION_KEY);
        text(record.partitionKey());
        put(SEQUENCE_NUMBER);
        put(sequenceNumber(record.sequenceNumber()));
        put(ARRIVAL);
        put(arrival(record.approximateArrival()));
        put(SUB_SEQUENCE_NUMBER);
        number(record.subSequenceNumber());
        put(RECORD_END);
    }

    private byte[] sequenceNumber(String next) {
        if (!next.equals(sequenceNumber)) {
            sequenceNumber = next;
            sequenceNumberText = escaped(next);
        }
        return sequenceNumberText;
    }

    private byte[] arrival(@Nullable Instant next) {
        if (next == null) {
            return NULL;
        }
        if (!next.equals(arrival)) {
            arrival = next;
            arrivalText = ascii(Long.toString(next.toEpochMilli()));
        }
        return arrivalText;
    }

    private void base64(ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            // The encoder, which processors have instructions for, takes whole arrays only.
            byte[] next = new byte[Math.min(data.remaining(), PIECE_BYTES)];
            data.get(next);
            put(piece, Base64.getEncoder().encode(next, piece));
        }
    }

    private void text(String text) throws IOException {
        if (!plain(text)) {
            put(escaped(text));
        }
    }

    /** Writes the text if it has a byte for each character and needs no escapes. */
    private boolean plain(String text) throws IOException {
        int length = text.length();
        if (length > BUFFER_BYTES) {
            return false;
        }
        room(length);
        for (int i = 0; i < length; i++) {
            char one = text.charAt(i);
            if (one < ' ' || one >= 0x80 || one == '"' || one == '\\') {
                return false;
            }
            buffer[used + i] = (byte) one;
        }
        used += length;
        return true;
    }

    private static byte[] escaped(String text) {
        return JsonStringEncoder.getInstance().quoteAsUTF8(Utf16.wellFormed(text));
    }

    private void number(long number) throws IOException {
        if (number < 0) {
            put(ascii(Long.toString(number)));
            return;
        }
        room(LONGEST_NUMBER);
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = used + digits - 1; i >= used; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        used += digits;
    }

    private void put(byte one) throws IOException {
        room(1);
        buffer[used++] = one;
    }

    private void put(byte[] bytes) throws IOException {
        put(bytes, bytes.length);
    }

    private void put(byte[] bytes, int length) throws IOException {
        if (length > BUFFER_BYTES) {
            drain();
            target.write(bytes, 0, length);
            return;
        }
        room(length);
        System.arraycopy(bytes, 0, buffer, used, length);
        used += length;
    }

    private void room(int bytes) throws IOException {
        if (BUFFER_BYTES - used < bytes) {
            drain();
        }
    }

    private static String quoted(String member) {
        return '"' + member + '"';
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
