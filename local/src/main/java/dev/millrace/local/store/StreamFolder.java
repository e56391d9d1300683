package dev.millrace.local.store;

import dev.millrace.local.state.State;
import dev.millrace.local.stream.RecordLog;
import dev.millrace.local.stream.StreamStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream in a folder of its own. */
final class StreamFolder implements StreamStorage {

    static final String STATE = "stream.json";
    static final String DELETED = ".deleted";

    private final Path folder;
    private final boolean sync;
    private final SegmentScan scan;
    private final StateFile state;
    private final Set<StreamFolder> used;
    private final List<SegmentedLog> logs = new ArrayList<>();

    /** The folder is among those in use from its first state to its end. */
    StreamFolder(Path folder, boolean sync, SegmentScan scan, Set<StreamFolder> used) {
        this.used = used;
        this.folder = folder;
        this.sync = sync;
        this.scan = scan;
        this.state = new StateFile(folder.resolve(STATE));
    }

    @Override
    public RecordLog openLog(int shardIndex, long createdSeconds) {
        Path shard = folder.resolve("shard-%012d".formatted(shardIndex));
        SegmentedLog log = SegmentedLog.open(shard, new ShardPlace(shardIndex, createdSeconds), sync, scan);
        synchronized (logs) {
            logs.add(log);
        }
        return log;
    }

    @Override
    public @Nullable State saved() {
        return state.saved();
    }

    @Override
    public void save(Supplier<State> now) {
        used.add(this);
        state.save(now);
    }

    /** Closes all files, for good. */
    void end() {
        state.end();
        synchronized (logs) {
            logs.forEach(SegmentedLog::end);
        }
    }

    long recordCount() {
        synchronized (logs) {
            return logs.stream()
                    .mapToLong(log -> log.nextIndex() - log.firstIndex())
                    .sum();
        }
    }

    @Override
    public void delete() {
        end();
        used.remove(this);
        try {
            if (Files.exists(folder)) {
                // Gone for every later start at once, however long the rest takes.
                Path deleted = folder.resolveSibling(folder.getFileName() + DELETED);
                Files.move(folder, deleted);
                Disk.deleteFolder(deleted);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("stream cannot be deleted: folder=" + folder + " (" + e + ")", e);
        }
    }
}
