package dev.millrace.firehose.journal;

import dev.millrace.processor.ExtendedSequenceNumber;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * What is known of objects and shards, in one locked copy-on-write file. Changes count together, with {@link #commit}.
 * Two maps: {@code objects} by id, {@code places} by stream and shard. For one thread at a time.
 */
final class JournalStore {

    private static final String FILE_NAME = "journal.mv";

    /** Else 16, which fill with pages that nobody reads again. */
    private static final int CACHE_MEGABYTES = 1;

    /**
     * For which the space of older states is not written over. Each state is forced to the device before the next, so none but
     * the last is wanted; the default of 45 seconds would keep thousands of them, in the file and in memory.
     */
    private static final int RETENTION_MILLIS = 1000;

    private final MVStore store;
    private final MVMap<String, String> objects;
    private final MVMap<String, String> places;

    private JournalStore(MVStore store) {
        this.store = store;
        this.objects = store.openMap("objects");
        this.places = store.openMap("places");
    }

    /** @throws IllegalStateException if another delivery stream uses the folder, or it cannot be read */
    static JournalStore open(Path folder) {
        try {
            MVStore store = new MVStore.Builder()
                    .fileName(folder.resolve(FILE_NAME).toString())
                    .autoCommitDisabled()
                    .cacheSize(CACHE_MEGABYTES)
                    .open();
            store.setRetentionTime(RETENTION_MILLIS);
            return new JournalStore(store);
        } catch (MVStoreException e) {
            String problem = e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED
                    ? "journal is in use by another delivery stream: folder=" + folder
                            + " (each needs a folder of its own)"
                    : "journal cannot be read: folder=" + folder;
            throw new IllegalStateException(problem, e);
        }
    }

    Collection<ObjectState> objects() {
        List<ObjectState> found = new ArrayList<>();
        objects.forEach((id, text) -> found.add(ObjectState.parse(UUID.fromString(id), text)));
        return found;
    }

    void put(ObjectState object) {
        objects.put(object.id().toString(), object.toText());
    }

    void remove(UUID id) {
        objects.remove(id.toString());
    }

    /** How far a shard is journaled, or null if it is not. */
    @Nullable
    ExtendedSequenceNumber place(ShardKey shard) {
        String text = places.get(shard.toText());
        return text == null ? null : PlaceText.parse(text);
    }

    void putPlace(ShardKey shard, ExtendedSequenceNumber place) {
        places.put(shard.toText(), place.toString());
    }

    void commit() {
        store.commit();
        store.sync();
    }

    void close() {
        store.close();
    }
}
