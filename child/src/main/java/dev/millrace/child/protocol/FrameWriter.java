package dev.millrace.child.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages of a daemon's as frames, see {@link FrameReader}. The data of records are copied once, through a small
 * buffer, and are left as they are.
 *
 * <p>Safe for use by many threads: a frame is written whole, and flushed. After an {@link IOException} a part of a frame
 * may be in the pipe, and there is nothing more to be said through it.
 */
public final class FrameWriter {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int BATCH_HEAD_BYTES = 12;

    private final OutputStream target;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final MessageWriter lines = MessageWriter.ofDaemon(line);

    public FrameWriter(OutputStream target) {
        this.target = target;
    }

    /**
     * Cuts a batch into such as fit into a frame each; mostly there is one, the batch itself.
     *
     * @param maxBytes of a body, at least that of a record
     */
    public static List<List<ProtocolRecord>> parts(List<ProtocolRecord> records, int maxBytes) {
        List<List<ProtocolRecord>> parts = new ArrayList<>(1);
        int from = 0;
        long bytes = BATCH_HEAD_BYTES;
        for (int i = 0; i < records.size(); i++) {
            ProtocolRecord record = records.get(i);
            long more = bytes(record, i == from ? null : records.get(i - 1));
            if (i > from && bytes + more > maxBytes) {
                parts.add(records.subList(from, i));
                from = i;
                bytes = BATCH_HEAD_BYTES;
                more = bytes(record, null);
            }
            bytes += more;
        }
        parts.add(records.subList(from, records.size()));
        return parts;
    }

    /**
     * Writes a message and waits until the pipe has all of it.
     *
     * @throws IllegalArgumentException if it is larger than a frame can be; nothing is written
     */
    public synchronized void write(String shardId, Message message) throws IOException {
        if (message instanceof Message.ProcessRecords batch) {
            write(shardId, batch);
        } else {
            byte[] json = json(message);
            begin(FrameReader.MESSAGE, shardId, json.length);
            put(ByteBuffer.wrap(json));
        }
        drain();
        target.flush();
    }

    private void write(String shardId, Message.ProcessRecords batch) throws IOException {
        long length = BATCH_HEAD_BYTES;
        ProtocolRecord before = null;
        for (ProtocolRecord record : batch.records()) {
            length += bytes(record, before);
            before = record;
        }
        begin(FrameReader.RECORDS, shardId, length);
        Long behind = batch.millisBehindLatest();
        room(BATCH_HEAD_BYTES)
                .putLong(behind == null ? FrameReader.UNKNOWN : behind)
                .putInt(batch.records().size());
        before = null;
        for (ProtocolRecord record : batch.records()) {
            put(record, before);
            before = record;
        }
    }

    private byte[] json(Message message) throws IOException {
        line.reset();
        lines.write(message);
        // Without the line feed.
        return Arrays.copyOf(line.toByteArray(), line.size() - 1);
    }

    private void begin(int type, String shardId, long length) throws IOException {
        if (length > FrameReader.MAX_BODY_BYTES) {
            throw new IllegalArgumentException(
                    "message too long for a frame: bytes=" + length + " (max " + FrameReader.MAX_BODY_BYTES + ")");
        }
        byte[] shard = shardId.getBytes(StandardCharsets.UTF_8);
        room(8).put((byte) FrameReader.MARK)
                .put((byte) type)
                .putShort((short) shard.length)
                .putInt((int) length);
        put(ByteBuffer.wrap(shard));
    }

    private void put(ProtocolRecord record, @Nullable ProtocolRecord before) throws IOException {
        boolean sameNumber = before != null && before.sequenceNumber().equals(record.sequenceNumber());
        boolean sameKey = before != null && before.partitionKey().equals(record.partitionKey());
        ByteBuffer data = record.data();
        room(FrameReader.RECORD_HEAD_BYTES)
                .putLong(record.subSequenceNumber())
                .putLong(
                        record.approximateArrival() == null
                                ? FrameReader.UNKNOWN
                                : record.approximateArrival().toEpochMilli())
                .putInt(sameNumber ? FrameReader.SAME : utf8Length(record.sequenceNumber()))
                .putInt(sameKey ? FrameReader.SAME : utf8Length(record.partitionKey()))
                .putInt(data.remaining());
        if (!sameNumber) {
            put(StandardCharsets.UTF_8.encode(record.sequenceNumber()));
        }
        if (!sameKey) {
            put(StandardCharsets.UTF_8.encode(record.partitionKey()));
        }
        put(data);
    }

    private static long bytes(ProtocolRecord record, @Nullable ProtocolRecord before) {
        long bytes = (long) FrameReader.RECORD_HEAD_BYTES + record.dataLength();
        if (before == null || !before.sequenceNumber().equals(record.sequenceNumber())) {
            bytes += utf8Length(record.sequenceNumber());
        }
        if (before == null || !before.partitionKey().equals(record.partitionKey())) {
            bytes += utf8Length(record.partitionKey());
        }
        return bytes;
    }

    /** Bytes of a text; one for each half of a surrogate pair that stands alone, which is encoded as a question mark. */
    private static int utf8Length(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (one < 0x80) {
                continue;
            }
            if (Character.isHighSurrogate(one)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 2;
                i++;
            } else if (!Character.isSurrogate(one)) {
                bytes += one < 0x800 ? 1 : 2;
            }
        }
        return bytes;
    }

    private ByteBuffer room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            drain();
        }
        return buffer;
    }

    private void put(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            int count = Math.min(source.remaining(), room(1).remaining());
            int limit = source.limit();
            source.limit(source.position() + count);
            buffer.put(source);
            source.limit(limit);
        }
    }

    private void drain() throws IOException {
        target.write(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
