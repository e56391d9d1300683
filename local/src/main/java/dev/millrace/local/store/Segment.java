package dev.millrace.local.store;

import dev.millrace.local.stream.StoredRecord;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of a shard's records, with consecutive indexes. Not safe for use by many threads.
 *
 * <p>It is read and written through a {@link RandomAccessFile}: a channel would be closed by the interrupt of a
 * thread that uses it.
 */
final class Segment {

    private final Path file;
    private final SegmentHead head;
    private final FrameIndex frames;
    private final boolean sync;
    private @Nullable RandomAccessFile handle;

    /** Whether bytes may lie behind the last frame. */
    private boolean unsure;

    Segment(Path file, SegmentHead head, FrameIndex frames, boolean sync) {
        this.file = file;
        this.head = head;
        this.frames = frames;
        this.sync = sync;
    }

    /** A new file without records. */
    static Segment create(Path folder, SegmentHead head, boolean sync) {
        Path file = folder.resolve(head.fileName());
        try {
            Files.write(file, head.bytes());
            if (sync) {
                Disk.sync(file);
                Disk.sync(folder);
            }
        } catch (IOException e) {
            throw failed("cannot be made", file, e);
        }
        return new Segment(file, head, new FrameIndex(SegmentHead.LENGTH), sync);
    }

    long firstIndex() {
        return head.firstIndex();
    }

    long nextIndex() {
        return head.firstIndex() + frames.count();
    }

    boolean isEmpty() {
        return frames.count() == 0;
    }

    int length() {
        return frames.end();
    }

    /** Bytes of payloads and partition keys before an index of this file, from its first on. */
    long byteCountBefore(long index) {
        int count = place(index);
        return frames.begin(count) - SegmentHead.LENGTH - (long) count * RecordFrame.OVERHEAD;
    }

    long arrivalMillis(long index) {
        return frames.arrivalMillis(place(index));
    }

    long lastArrivalMillis() {
        return isEmpty() ? head.lastArrivalMillis() : frames.arrivalMillis(frames.count() - 1);
    }

    /** Adds records, all or none. */
    void append(List<StoredRecord> records) {
        List<byte[]> keys = new ArrayList<>(records.size());
        int length = 0;
        for (StoredRecord record : records) {
            byte[] key = record.partitionKey().getBytes(StandardCharsets.UTF_8);
            keys.add(key);
            length = Math.addExact(length, RecordFrame.length(key, record));
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        for (int i = 0; i < records.size(); i++) {
            RecordFrame.write(bytes, keys.get(i), records.get(i));
        }
        try {
            write(bytes.array());
        } catch (IOException e) {
            unsure = true;
            throw failed("cannot be written", file, e);
        }
        for (int i = 0; i < records.size(); i++) {
            frames.add(
                    RecordFrame.length(keys.get(i), records.get(i)),
                    records.get(i).arrivalMillis());
        }
    }

    private void write(byte[] bytes) throws IOException {
        RandomAccessFile open = open();
        cutUnsure(open);
        open.seek(frames.end());
        open.write(bytes);
        if (sync) {
            open.getFD().sync();
        }
    }

    /** What a failed attempt left behind is no record of anybody. */
    private void cutUnsure(RandomAccessFile open) throws IOException {
        if (unsure) {
            open.setLength(frames.end());
            unsure = false;
        }
    }

    /** Has all that was added reach the device. Nothing is added afterwards. */
    void finish() {
        try {
            cutUnsure(open());
            open().getFD().sync();
        } catch (IOException e) {
            throw failed("cannot be finished", file, e);
        }
        rest();
    }

    /** Adds records of this file from an index on, as {@link dev.millrace.local.stream.RecordLog#read} says. */
    void read(long fromIndex, int maxCount, long maxBytes, ShardPlace shard, List<StoredRecord> target) {
        int from = place(fromIndex);
        int to = from;
        long total = 0;
        while (to < frames.count() && to - from < maxCount) {
            total += frames.begin(to + 1) - frames.begin(to) - RecordFrame.OVERHEAD;
            if (total > maxBytes && !(to == from && target.isEmpty())) {
                break;
            }
            to++;
        }
        int start = frames.begin(from);
        ByteBuffer bytes = ByteBuffer.allocate(frames.begin(to) - start);
        try {
            RandomAccessFile open = open();
            open.seek(start);
            open.readFully(bytes.array());
        } catch (IOException e) {
            throw failed("cannot be read", file, e);
        }
        for (int frame = from; frame < to; frame++) {
            int place = frames.begin(frame) - start;
            if (RecordFrame.judge(bytes, place) != RecordFrame.Kind.WHOLE) {
                throw failed("is damaged at byte " + frames.begin(frame), file, null);
            }
            target.add(RecordFrame.read(
                    bytes, place, shard.shardIndex(), shard.createdSeconds(), head.firstIndex() + frame));
        }
    }

    private int place(long index) {
        return Math.toIntExact(index - head.firstIndex());
    }

    private RandomAccessFile open() throws IOException {
        if (handle == null) {
            handle = new RandomAccessFile(file.toFile(), "rw");
        }
        return handle;
    }

    /** Closes the file until it is used again. */
    void rest() {
        try {
            if (handle != null) {
                handle.close();
            }
        } catch (IOException e) {
            throw failed("cannot be closed", file, e);
        } finally {
            handle = null;
        }
    }

    void delete() {
        rest();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failed("cannot be deleted", file, e);
        }
    }

    static UncheckedIOException failed(String what, Path file, @Nullable IOException cause) {
        String text = "file of records " + what + ": " + file + (cause == null ? "" : " (" + cause + ")");
        return new UncheckedIOException(text, cause == null ? new IOException(text) : cause);
    }
}
