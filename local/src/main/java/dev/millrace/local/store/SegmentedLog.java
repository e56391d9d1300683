package dev.millrace.local.store;

import dev.millrace.local.stream.RecordLog;
import dev.millrace.local.stream.StoredRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A log in files, oldest first; the last one is written. A file is done when it is long or old, so that what is
 * forgotten can be deleted file by file. Nothing is on disk before the first record. Safe for use by many threads, so
 * that it can be ended while others use it.
 */
final class SegmentedLog implements RecordLog {

    static final int MAX_SEGMENT_LENGTH = 16 * 1024 * 1024;
    static final long MAX_SEGMENT_MILLIS = Duration.ofHours(1).toMillis();

    private final Path folder;
    private final ShardPlace shard;
    private final boolean sync;
    private final List<Segment> segments = new ArrayList<>();
    private long firstIndex = 1;
    private boolean ended;

    /** A log with these files. */
    SegmentedLog(Path folder, ShardPlace shard, boolean sync, List<Segment> segments) {
        this.folder = folder;
        this.shard = shard;
        this.sync = sync;
        this.segments.addAll(segments);
        if (!segments.isEmpty()) {
            firstIndex = segments.get(0).firstIndex();
        }
    }

    /** The log in a folder, which need not be there. */
    static SegmentedLog open(Path folder, ShardPlace shard, boolean sync, SegmentScan scan) {
        List<Segment> segments = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            List<Path> files = files(folder);
            for (int i = 0; i < files.size(); i++) {
                Segment segment = scan.open(files.get(i), i == files.size() - 1);
                if (segment == null) {
                    continue;
                }
                if (!segments.isEmpty() && segments.get(segments.size() - 1).nextIndex() != segment.firstIndex()) {
                    throw Segment.failed("does not follow the one before it", files.get(i), null);
                }
                segments.add(segment);
            }
        }
        return new SegmentedLog(folder, shard, sync, segments);
    }

    private static List<Path> files(Path folder) {
        try {
            return Disk.list(folder).stream()
                    .filter(file -> file.getFileName().toString().endsWith(".log"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("records cannot be listed: folder=" + folder + " (" + e + ")", e);
        }
    }

    @Override
    public synchronized long firstIndex() {
        return firstIndex;
    }

    @Override
    public synchronized long nextIndex() {
        return segments.isEmpty() ? firstIndex : last().nextIndex();
    }

    @Override
    public synchronized long byteCount() {
        long bytes = 0;
        for (Segment segment : segments) {
            bytes += segment.byteCountBefore(segment.nextIndex());
        }
        return segments.isEmpty() ? 0 : bytes - segments.get(0).byteCountBefore(firstIndex);
    }

    @Override
    public synchronized long lastArrivalMillis() {
        return segments.isEmpty() ? 0 : last().lastArrivalMillis();
    }

    @Override
    public synchronized long arrivalMillis(long index) {
        return segments.get(segmentOf(index)).arrivalMillis(index);
    }

    @Override
    public synchronized void append(List<StoredRecord> records) {
        checkNotEnded();
        writable(records.get(0).arrivalMillis()).append(records);
    }

    private Segment writable(long nowMillis) {
        if (segments.isEmpty()) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new UncheckedIOException("folder cannot be made: " + folder + " (" + e + ")", e);
            }
            begin();
        } else if (!last().isEmpty()
                && (last().length() >= MAX_SEGMENT_LENGTH
                        || nowMillis - last().arrivalMillis(last().firstIndex()) >= MAX_SEGMENT_MILLIS)) {
            last().finish();
            begin();
        }
        return last();
    }

    /** Goes on in a new file. */
    private void begin() {
        segments.add(Segment.create(folder, new SegmentHead(nextIndex(), lastArrivalMillis()), sync));
    }

    @Override
    public synchronized List<StoredRecord> read(long fromIndex, int maxCount, long maxBytes) {
        checkNotEnded();
        List<StoredRecord> records = new ArrayList<>();
        long left = maxBytes;
        for (int i = segmentOf(fromIndex); i < segments.size(); i++) {
            Segment segment = segments.get(i);
            long from = fromIndex + records.size();
            segment.read(from, maxCount - records.size(), left, shard, records);
            long next = fromIndex + records.size();
            left -= segment.byteCountBefore(next) - segment.byteCountBefore(from);
            if (next < segment.nextIndex() || records.size() == maxCount) {
                break;
            }
        }
        return records;
    }

    @Override
    public synchronized void dropBefore(long index) {
        firstIndex = index;
        if (ended) {
            return;
        }
        if (!segments.isEmpty() && !last().isEmpty() && last().nextIndex() <= index) {
            // An empty file remains, and tells at which index to go on.
            begin();
        }
        while (segments.size() > 1 && segments.get(0).nextIndex() <= index) {
            segments.remove(0).delete();
        }
    }

    @Override
    public synchronized void rest() {
        segments.forEach(Segment::rest);
    }

    /** Closes all files, for good. */
    synchronized void end() {
        ended = true;
        rest();
    }

    private void checkNotEnded() {
        if (ended) {
            throw new IllegalStateException("the stream is deleted, or the service closed");
        }
    }

    private Segment last() {
        return segments.get(segments.size() - 1);
    }

    /** Place in the list of the file that has the index. */
    private int segmentOf(long index) {
        int from = 0;
        int to = segments.size() - 1;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (segments.get(middle).nextIndex() <= index) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
