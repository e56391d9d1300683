package dev.millrace.consumer.checkpoint;

import dev.millrace.processor.PendingCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Positions in a folder, in an embedded store of one file. The file is locked, so two processes cannot use a folder at
 * once, and it is written copy-on-write, so that a process which dies in the middle leaves the state before.
 *
 * <p>One map: {@code created/<stream>} has the creation time in milliseconds, {@code position/<stream>/<shard>} a
 * position, {@code pending/<stream>/<shard>} what was announced. No stream's name is the beginning of another's and a
 * slash: names have none, and ARNs differ before theirs.
 */
public final class FolderCheckpointStore implements CheckpointStore {

    static final String MAP_NAME = "checkpoints";

    /** The one file of a folder. */
    public static final String FILE_NAME = "checkpoints.mv";

    /** Else 16, which fill with pages that nobody reads again. */
    private static final int CACHE_MEGABYTES = 1;

    private static final String CREATED = "created/";
    private static final String PENDING = "pending/";
    private static final String POSITION = "position/";

    /** Those of this process, by file. */
    private static final Map<Path, FolderCheckpointStore> OPEN = new ConcurrentHashMap<>();

    private final MVStore store;
    private final MVMap<String, String> entries;
    private final Path file;
    private boolean closed;

    private FolderCheckpointStore(MVStore store, Path file) {
        this.store = store;
        this.entries = store.openMap(MAP_NAME);
        this.file = file;
    }

    /**
     * Opens a folder, which is made if it is missing.
     *
     * @throws IllegalStateException if another worker uses it, or it cannot be read
     */
    public static FolderCheckpointStore open(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoint folder cannot be made: folder=" + folder, e);
        }
        Path file = file(folder);
        try {
            FolderCheckpointStore opened = new FolderCheckpointStore(
                    new MVStore.Builder()
                            .fileName(folder.resolve(FILE_NAME).toString())
                            .autoCommitDisabled()
                            .cacheSize(CACHE_MEGABYTES)
                            .open(),
                    file);
            OPEN.put(file, opened);
            return opened;
        } catch (MVStoreException e) {
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw new IllegalStateException(
                        "checkpoint folder is in use by another worker: folder=" + folder
                                + " (every worker needs a folder of its own)",
                        e);
            }
            throw new IllegalStateException("checkpoint folder cannot be read: folder=" + folder, e);
        }
    }

    /**
     * Reads what is in a folder at this moment, also while a worker uses it, and changes nothing.
     *
     * @throws IllegalStateException if there are no checkpoints, or they cannot be read
     */
    public static CheckpointSnapshot snapshot(Path folder) {
        if (!Files.exists(folder.resolve(FILE_NAME))) {
            throw new IllegalStateException("folder has no checkpoints: folder=" + folder);
        }
        Path file = file(folder);
        FolderCheckpointStore open = OPEN.get(file);
        CheckpointSnapshot own = open == null ? null : open.snapshot();
        return own == null ? FolderSnapshot.of(file) : own;
    }

    /** The file by its one name, however the folder was named. */
    private static Path file(Path folder) {
        try {
            return folder.toRealPath().resolve(FILE_NAME);
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoint folder cannot be used: folder=" + folder, e);
        }
    }

    /** What is in it, or null if it was closed meanwhile. */
    private synchronized @Nullable CheckpointSnapshot snapshot() {
        return closed ? null : new CheckpointSnapshot(true, all(entries));
    }

    /** Everything, by stream. */
    static Map<String, StreamCheckpoints> all(MVMap<String, String> entries) {
        Map<String, StreamCheckpoints> streams = new LinkedHashMap<>();
        below(entries, CREATED).forEach((stream, millis) -> {
            Map<String, StoredPosition> positions = new LinkedHashMap<>();
            below(entries, key(stream, "")).forEach((shard, text) -> positions.put(shard, StoredPosition.parse(text)));
            Map<String, PendingCheckpoint> pending = new LinkedHashMap<>();
            below(entries, pendingKey(stream, ""))
                    .forEach((shard, text) -> pending.put(shard, PendingText.parse(text)));
            streams.put(
                    stream, new StreamCheckpoints(Instant.ofEpochMilli(Long.parseLong(millis)), positions, pending));
        });
        return streams;
    }

    /** The entries whose keys begin so, by the rest of their keys. */
    private static Map<String, String> below(MVMap<String, String> entries, String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        for (var i = entries.keyIterator(prefix); i.hasNext(); ) {
            String key = i.next();
            if (!key.startsWith(prefix)) {
                break;
            }
            String text = entries.get(key);
            if (text != null) {
                found.put(key.substring(prefix.length()), text);
            }
        }
        return found;
    }

    @Override
    public @Nullable Instant streamCreated(String stream) {
        String millis = entries.get(CREATED + stream);
        return millis == null ? null : Instant.ofEpochMilli(Long.parseLong(millis));
    }

    @Override
    public synchronized void begin(String stream, Instant created, Map<String, StoredPosition> first) {
        first.forEach((shardId, position) -> entries.put(key(stream, shardId), position.toText()));
        entries.put(CREATED + stream, Long.toString(created.toEpochMilli()));
        commit();
    }

    @Override
    public Map<String, StoredPosition> positions(String stream) {
        Map<String, StoredPosition> positions = new LinkedHashMap<>();
        below(entries, key(stream, "")).forEach((shard, text) -> positions.put(shard, StoredPosition.parse(text)));
        return positions;
    }

    @Override
    public synchronized void store(String stream, String shardId, StoredPosition position) {
        entries.remove(pendingKey(stream, shardId));
        entries.put(key(stream, shardId), position.toText());
        commit();
    }

    @Override
    public @Nullable PendingCheckpoint pending(String stream, String shardId) {
        String text = entries.get(pendingKey(stream, shardId));
        return text == null ? null : PendingText.parse(text);
    }

    @Override
    public synchronized void storePending(String stream, String shardId, PendingCheckpoint pending) {
        entries.put(pendingKey(stream, shardId), PendingText.of(pending));
        commit();
    }

    @Override
    public synchronized void forget(String stream) {
        positions(stream).keySet().forEach(shardId -> {
            entries.remove(key(stream, shardId));
            entries.remove(pendingKey(stream, shardId));
        });
        entries.remove(CREATED + stream);
        commit();
    }

    @Override
    public synchronized void close() {
        closed = true;
        store.close();
        OPEN.remove(file, this);
    }

    private void commit() {
        store.commit();
        store.sync();
    }

    private static String pendingKey(String stream, String shardId) {
        return PENDING + stream + "/" + shardId;
    }

    private static String key(String stream, String shardId) {
        return POSITION + stream + "/" + shardId;
    }
}
