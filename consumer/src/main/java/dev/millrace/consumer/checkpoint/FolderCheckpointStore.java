package dev.millrace.consumer.checkpoint;

import dev.millrace.processor.PendingCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
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

    private static final String FILE_NAME = "checkpoints.mv";
    private static final String CREATED = "created/";
    private static final String PENDING = "pending/";
    private static final String POSITION = "position/";

    private final MVStore store;
    private final MVMap<String, String> entries;

    private FolderCheckpointStore(MVStore store) {
        this.store = store;
        this.entries = store.openMap("checkpoints");
    }

    /** Opens a folder, which is made if it is missing.
     *
     * @throws IllegalStateException if another worker uses it, or it cannot be read
     */
    public static FolderCheckpointStore open(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoint folder cannot be made: folder=" + folder, e);
        }
        try {
            return new FolderCheckpointStore(new MVStore.Builder()
                    .fileName(folder.resolve(FILE_NAME).toString())
                    .autoCommitDisabled()
                    .open());
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
        String prefix = key(stream, "");
        for (var i = entries.keyIterator(prefix); i.hasNext(); ) {
            String key = i.next();
            if (!key.startsWith(prefix)) {
                break;
            }
            String text = entries.get(key);
            if (text != null) {
                positions.put(key.substring(prefix.length()), StoredPosition.parse(text));
            }
        }
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
        store.close();
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
