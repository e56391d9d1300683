package dev.millrace.firehose.journal;

import dev.millrace.firehose.file.DurableFolder;
import dev.millrace.processor.ExtendedSequenceNumber;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An object that records are added to: what is stored of it, and what was added since. For one thread at a time. */
final class OpenObject {

    private final UUID id;
    private final Route route;
    private final ObjectFile file;
    private final Instant opened;
    private final Map<ShardKey, PlaceRange> places = new HashMap<>();
    private @Nullable ObjectState stored;
    private long length;
    private long records;
    private Instant oldest = Instant.MAX;

    private OpenObject(UUID id, Route route, ObjectFile file, Instant opened) {
        this.id = id;
        this.route = route;
        this.file = file;
        this.opened = opened;
    }

    static OpenObject create(Path folder, Route route, Instant now) throws IOException {
        UUID id = UUID.randomUUID();
        OpenObject object = new OpenObject(id, route, ObjectFile.create(path(folder, id)), now);
        DurableFolder.force(folder);
        return object;
    }

    /** One that was stored before, as it was then. */
    static OpenObject recover(Path folder, ObjectState stored) throws IOException {
        ObjectFile file = ObjectFile.recover(path(folder, stored.id()), stored.length());
        OpenObject object = new OpenObject(stored.id(), stored.route(), file, stored.opened());
        object.become(stored);
        return object;
    }

    static Path path(Path folder, UUID id) {
        return folder.resolve(id + Journal.FILE_SUFFIX);
    }

    private void become(ObjectState state) {
        stored = state;
        length = state.length();
        records = state.records();
        oldest = state.oldest();
        places.clear();
        places.putAll(state.places());
    }

    Route route() {
        return route;
    }

    Instant opened() {
        return opened;
    }

    long length() {
        return length;
    }

    boolean isStored() {
        return stored != null;
    }

    void append(JournalRecord record, @Nullable ShardKey shard) throws IOException {
        file.append(record.data());
        length += record.data().remaining();
        records++;
        oldest = record.arrival().isBefore(oldest) ? record.arrival() : oldest;
        ExtendedSequenceNumber place = record.place();
        if (place != null && shard != null) {
            places.merge(shard, new PlaceRange(place, place), (range, added) -> range.upTo(place));
        }
    }

    /** What would be stored of it now. */
    ObjectState state() {
        return new ObjectState(id, null, "", route, length, records, opened, oldest, places);
    }

    /** All bytes are in the file, to stay. */
    void force() throws IOException {
        file.force();
    }

    /** That is what is stored of it now. */
    void stored(ObjectState state) {
        stored = state;
    }

    /** Forgets what was added since it was stored; all of it, if it never was. */
    void undo() throws IOException {
        ObjectState before = stored;
        if (before == null) {
            file.delete();
        } else {
            file.cut(before.length());
            become(before);
        }
    }
}
