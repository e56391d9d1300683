package dev.millrace.child.protocol;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames, which {@code docs/multilang.md} specifies:
 *
 * <pre>
 *   0      1      2             4                          8          8+n                  8+n+length
 *  +------+------+-------------+--------------------------+----------+--------------------+
 *  |  F5  | type | n, unsigned | length, signed           | shard id | body               |
 *  +------+------+-------------+--------------------------+----------+--------------------+
 * </pre>
 *
 * <p>The data of records are views of the frame that they came in. Not safe for use by several threads at a time.
 */
public final class FrameReader {

    /** The version of frames that this is. */
    public static final long VERSION = 1;

    /** The first byte of each frame, and of no line. */
    public static final int MARK = 0xf5;

    /** Bytes of a body at most: 64 MiB. */
    public static final int MAX_BODY_BYTES = 64 * 1024 * 1024;

    static final int MESSAGE = 'J';
    static final int RECORDS = 'R';

    /** In place of a length: as in the record before. */
    static final int SAME = -1;

    /** In place of a time: not known. */
    static final long UNKNOWN = -1;

    private static final int BUFFER_BYTES = 8 * 1024;

    /** Bytes of a record beside what has a length. */
    static final int RECORD_HEAD_BYTES = 28;

    private final DataInputStream input;

    /** A reader of a stream that begins with a frame. It reads ahead of the frames that are asked for. */
    public FrameReader(InputStream source) {
        this.input = new DataInputStream(new BufferedInputStream(source, BUFFER_BYTES));
    }

    /**
     * Waits for the next frame.
     *
     * @return null at the end of the stream
     * @throws NoFrameException if something else comes; nothing behind it can be read
     * @throws IOException if the stream fails, or ends inside a frame
     */
    public @Nullable ShardMessage read() throws IOException, NoFrameException {
        int mark = input.read();
        if (mark < 0) {
            return null;
        }
        if (mark != MARK) {
            throw new NoFrameException("no frame: firstByte=" + mark + " (wanted " + MARK + ")");
        }
        int type = input.readUnsignedByte();
        int shardIdBytes = input.readUnsignedShort();
        int length = input.readInt();
        if (length < 0 || length > MAX_BODY_BYTES) {
            throw new NoFrameException("frame too long: bytes=" + length + " (0 to " + MAX_BODY_BYTES + ")");
        }
        String shardId = new String(bytes(shardIdBytes), StandardCharsets.UTF_8);
        byte[] body = bytes(length);
        return new ShardMessage(
                shardId,
                switch (type) {
                    case MESSAGE -> message(body);
                    case RECORDS -> records(ByteBuffer.wrap(body));
                    default -> throw new NoFrameException("unknown type of frame: " + type);
                });
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        input.readFully(bytes);
        return bytes;
    }

    private static Message message(byte[] body) throws IOException, NoFrameException {
        Line line = new MessageReader(new ByteArrayInputStream(body)).read();
        if (line instanceof Line.OfMessage read) {
            return read.message();
        }
        throw new NoFrameException(
                "frame without a message" + (line instanceof Line.Stray stray ? ": " + stray.reason() : ""));
    }

    private static Message records(ByteBuffer body) throws NoFrameException {
        try {
            long behind = body.getLong();
            int count = body.getInt();
            if (count < 0 || (long) count * RECORD_HEAD_BYTES > body.remaining()) {
                throw new NoFrameException("batch without its records: records=" + count + " bytes=" + body.limit());
            }
            List<ProtocolRecord> records = new ArrayList<>(count);
            ProtocolRecord before = null;
            for (int i = 0; i < count; i++) {
                before = record(body, before);
                records.add(before);
            }
            if (body.hasRemaining()) {
                throw new NoFrameException("something behind the last record: bytes=" + body.remaining());
            }
            return new Message.ProcessRecords(records, behind == UNKNOWN ? null : behind);
        } catch (BufferUnderflowException e) {
            throw new NoFrameException("record that goes on behind its frame: bytes=" + body.limit());
        }
    }

    private static ProtocolRecord record(ByteBuffer body, @Nullable ProtocolRecord before) throws NoFrameException {
        long subSequenceNumber = body.getLong();
        long arrival = body.getLong();
        int sequenceNumberBytes = body.getInt();
        int partitionKeyBytes = body.getInt();
        int dataBytes = body.getInt();
        String sequenceNumber = text(body, sequenceNumberBytes, before == null ? null : before.sequenceNumber());
        String partitionKey = text(body, partitionKeyBytes, before == null ? null : before.partitionKey());
        return new ProtocolRecord(
                slice(body, dataBytes),
                partitionKey,
                sequenceNumber,
                arrival == UNKNOWN ? null : Instant.ofEpochMilli(arrival),
                subSequenceNumber);
    }

    private static String text(ByteBuffer body, int length, @Nullable String before) throws NoFrameException {
        if (length != SAME) {
            return StandardCharsets.UTF_8.decode(slice(body, length)).toString();
        }
        if (before == null) {
            throw new NoFrameException("first record refers to one before it");
        }
        return before;
    }

    private static ByteBuffer slice(ByteBuffer body, int length) throws NoFrameException {
        if (length < 0 || length > body.remaining()) {
            throw new NoFrameException(
                    "length that does not fit: bytes=" + length + " (0 to " + body.remaining() + ")");
        }
        ByteBuffer slice = body.slice().limit(length);
        body.position(body.position() + length);
        return slice;
    }
}
