package dev.millrace.child.protocol;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines from a pipe and says what each one is. Whatever a line holds, nothing is thrown, and the next line is read
 * as if it had not been there.
 *
 * <p>Messages are taken in every form that the reference daemon takes: members in any order, numbers as text and text as
 * numbers, something behind the object, {@code ["status",{...}]}. Members that are not known are passed over. Input is
 * UTF-8.
 *
 * <p>Not safe for use by several threads at a time.
 */
public final class MessageReader {

    /** Bytes of a line above which it is no message, unless told otherwise: 64 MiB. */
    public static final int DEFAULT_MAX_LINE_BYTES = 64 * 1024 * 1024;

    /** Bytes of a line that is no message which {@link Line.Stray} has. */
    public static final int BEGINNING_BYTES = 4096;

    private static final int REASON_LENGTH = 200;
    private static final Line BLANK = new Line.Blank();

    private final LineInput input;
    private final int maxLineBytes;

    /** A reader of lines of up to {@link #DEFAULT_MAX_LINE_BYTES}. It reads ahead of the lines that are asked for. */
    public MessageReader(InputStream source) {
        this(source, DEFAULT_MAX_LINE_BYTES);
    }

    /**
     * As {@link #MessageReader(InputStream)}, with a limit.
     *
     * @param maxLineBytes bytes of a line above which it is no message; at least 1
     */
    public MessageReader(InputStream source, int maxLineBytes) {
        if (maxLineBytes < 1) {
            throw new IllegalArgumentException("line limit too small: bytes=" + maxLineBytes + " (at least 1)");
        }
        this.input = new LineInput(source, maxLineBytes);
        this.maxLineBytes = maxLineBytes;
    }

    /**
     * Waits for the next line. What stands before the end of the stream is a line too.
     *
     * @return null at the end of the stream
     * @throws IOException if the stream fails
     */
    public @Nullable Line read() throws IOException {
        if (!input.nextLine()) {
            return null;
        }
        if (input.isEmpty()) {
            input.skipRest();
            return BLANK;
        }
        try (JsonParser parser = JsonCodec.parser(input)) {
            if (parser.nextToken() == null) {
                return BLANK;
            }
            Line message = MessageParser.message(parser);
            input.skipRest();
            return message;
        } catch (NoMessageException e) {
            return stray(String.valueOf(e.getMessage()));
        } catch (LineInput.LineTooLongException e) {
            return stray("line too long: maxBytes=" + maxLineBytes);
        } catch (JacksonException e) {
            return stray("no JSON: " + e.getOriginalMessage());
        }
    }

    /** Whether a frame comes next, and not a line. Waits for its first byte. */
    public boolean isAtFrame() throws IOException {
        return input.next() == FrameReader.MARK;
    }

    /** All that comes behind the lines that were read, as it is. No line can be read any more. */
    public InputStream rest() {
        return input.rest();
    }

    private Line stray(String reason) throws IOException {
        input.skipRest();
        return new Line.Stray(
                input.beginning(),
                input.lineBytes(),
                reason.length() <= REASON_LENGTH ? reason : reason.substring(0, REASON_LENGTH));
    }
}
