package dev.millrace.child.protocol;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;

/**
 * One line after the other of a stream, each as a stream of its own, so that no line is ever in memory as a whole. A line
 * ends with a line feed, a carriage return, or the stream.
 */
final class LineInput extends InputStream {

    private static final int BUFFER_BYTES = 32 * 1024;

    private final InputStream source;
    private final int maxLineBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] beginning = new byte[MessageReader.BEGINNING_BYTES];
    private int position;
    private int limit;
    private long lineBytes;
    private boolean lineEnded = true;

    LineInput(InputStream source, int maxLineBytes) {
        this.source = source;
        this.maxLineBytes = maxLineBytes;
    }

    /** Goes on behind the end of the line before. False if nothing is there. */
    boolean nextLine() throws IOException {
        skipRest();
        lineBytes = 0;
        lineEnded = !filled();
        return !lineEnded;
    }

    /** The first byte behind the line, which stays where it is; -1 at the end of the stream. */
    int next() throws IOException {
        skipRest();
        return filled() ? buffer[position] & 0xff : -1;
    }

    /** Everything behind the line. */
    InputStream rest() {
        return new SequenceInputStream(new ByteArrayInputStream(buffer, position, limit - position), source);
    }

    /** Whether the line begins with its end. Only at its beginning. */
    boolean isEmpty() {
        return isEnd(buffer[position]);
    }

    /** Reads to the end of the line, however far that is. */
    void skipRest() throws IOException {
        while (!lineEnded) {
            if (filled()) {
                take(limit);
            } else {
                lineEnded = true;
            }
        }
    }

    /** Bytes of the line, as far as it was read. */
    long lineBytes() {
        return lineBytes;
    }

    /** The beginning of the line, as far as it was read. */
    String beginning() {
        return new String(beginning, 0, (int) Math.min(lineBytes, beginning.length), StandardCharsets.UTF_8);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (lineEnded || !filled()) {
            lineEnded = true;
            return -1;
        }
        int from = position;
        int count = take((int) Math.min(limit, (long) from + length));
        if (lineBytes > maxLineBytes) {
            throw new LineTooLongException();
        }
        System.arraycopy(buffer, from, target, offset, count);
        return count == 0 ? -1 : count;
    }

    /** Takes bytes up to a place in the buffer, or to the line's end before it, and says how many. */
    private int take(int to) {
        int from = position;
        int end = from;
        while (end < to && !isEnd(buffer[end])) {
            end++;
        }
        lineEnded = end < to;
        position = lineEnded ? end + 1 : end;
        int count = end - from;
        if (lineBytes < beginning.length) {
            int kept = (int) Math.min(count, beginning.length - lineBytes);
            System.arraycopy(buffer, from, beginning, (int) lineBytes, kept);
        }
        lineBytes += count;
        return count;
    }

    private boolean filled() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = Math.max(0, source.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    private static boolean isEnd(byte one) {
        return one == '\n' || one == '\r';
    }

    /** The line has more bytes than are allowed. */
    static final class LineTooLongException extends IOException {

        private static final long serialVersionUID = 1;
    }
}
