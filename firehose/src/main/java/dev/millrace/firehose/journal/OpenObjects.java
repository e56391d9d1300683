package dev.millrace.firehose.journal;

import dev.millrace.processor.ExtendedSequenceNumber;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The objects that records are added to, one for each route. For one thread at a time. */
final class OpenObjects {

    private final JournalSettings settings;
    private final Map<Route, OpenObject> objects = new HashMap<>();

    OpenObjects(JournalSettings settings) {
        this.settings = settings;
    }

    /** One that an earlier run left. */
    void recover(ObjectState stored) throws IOException {
        objects.put(stored.route(), OpenObject.recover(settings.folder(), stored));
    }

    /**
     * Writes records to their files, and forces these.
     *
     * @param journaled records up to here are left out; null if there are none
     * @return the objects that were written to; a full one is no longer among the open ones
     * @throws IOException if that failed; then everything is as it was
     * @throws UndoFailedException if it failed, and not even that can be said
     */
    Set<OpenObject> write(
            @Nullable ShardKey shard, @Nullable ExtendedSequenceNumber journaled, List<JournalRecord> records)
            throws IOException {
        Set<OpenObject> touched = new LinkedHashSet<>();
        try {
            for (JournalRecord record : records) {
                ExtendedSequenceNumber place = record.place();
                if (journaled == null || place == null || place.compareTo(journaled) > 0) {
                    write(shard, record, touched);
                }
            }
            for (OpenObject object : touched) {
                object.force();
            }
            return touched;
        } catch (IOException | RuntimeException e) {
            undo(touched, e);
            throw e;
        }
    }

    private void write(@Nullable ShardKey shard, JournalRecord record, Set<OpenObject> touched) throws IOException {
        OpenObject object = objects.get(record.route());
        if (object == null) {
            object = OpenObject.create(
                    settings.folder(), record.route(), settings.clock().instant());
            objects.put(record.route(), object);
        }
        touched.add(object);
        object.append(record, shard);
        if (isFull(object)) {
            objects.remove(record.route());
        }
    }

    boolean isFull(OpenObject object) {
        return object.length() >= settings.objectBytes();
    }

    /** Forgets a step whose files were written. */
    void undo(Set<OpenObject> touched, Exception cause) {
        for (OpenObject object : touched) {
            try {
                object.undo();
            } catch (IOException e) {
                cause.addSuppressed(e);
                throw new UndoFailedException(cause);
            }
            objects.remove(object.route(), object);
        }
        touched.stream().filter(OpenObject::isStored).forEach(object -> objects.put(object.route(), object));
    }

    List<OpenObject> such(Predicate<OpenObject> wanted) {
        return objects.values().stream().filter(wanted).toList();
    }

    void remove(OpenObject object) {
        objects.remove(object.route(), object);
    }

    List<Route> routes() {
        return new ArrayList<>(objects.keySet());
    }

    boolean isEmpty() {
        return objects.isEmpty();
    }

    long bytes() {
        return objects.values().stream().mapToLong(OpenObject::length).sum();
    }
}
