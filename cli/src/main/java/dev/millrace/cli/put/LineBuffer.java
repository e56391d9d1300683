package dev.millrace.cli.put;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts bytes into lines that end with LF or CR LF; whatever else the bytes are does not matter. Of a line that is too
 * long only its length is kept, so memory is bounded.
 */
final class LineBuffer {

    private static final byte LF = '\n';
    private static final byte CR = '\r';
    private static final int FIRST_SIZE = 1024;

    private final int maxBytes;
    private byte[] bytes = new byte[FIRST_SIZE];
    private int kept;
    private long length;
    private boolean endsWithCr;
    private long lines;
    private long position;

    /**
     * Begins at a place of a file.
     *
     * @param maxBytes longest line that is kept
     * @param lines before that place
     * @param position of that place in bytes
     */
    LineBuffer(int maxBytes, long lines, long position) {
        this.maxBytes = maxBytes;
        this.lines = lines;
        this.position = position;
    }

    /** Takes further bytes and hands out the lines that end in them. */
    void add(byte[] chunk, int count, Consumer<Line> target) {
        int from = 0;
        for (int i = 0; i < count; i++) {
            if (chunk[i] == LF) {
                append(chunk, from, i);
                position += i + 1 - from;
                from = i + 1;
                emit(target);
            }
        }
        append(chunk, from, count);
        position += count - from;
    }

    /** Hands out what is there behind the last line's end, if anything is, as a line. */
    void end(Consumer<Line> target) {
        if (length > 0) {
            endsWithCr = false;
            emit(target);
        }
    }

    /** Lines that have ended. */
    long lines() {
        return lines;
    }

    private void append(byte[] chunk, int from, int to) {
        if (from == to) {
            return;
        }
        int take = (int) Math.min(to - from, Math.max(0L, maxBytes + 1L - kept));
        if (kept + take > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(maxBytes + 1, Math.max(2 * bytes.length, kept + take)));
        }
        System.arraycopy(chunk, from, bytes, kept, take);
        kept += take;
        length += to - from;
        endsWithCr = chunk[to - 1] == CR;
    }

    private void emit(Consumer<Line> target) {
        long net = endsWithCr ? length - 1 : length;
        byte[] data = net <= maxBytes ? Arrays.copyOf(bytes, (int) net) : null;
        lines++;
        kept = 0;
        length = 0;
        endsWithCr = false;
        target.accept(new Line(lines, data, net, position));
    }
}
