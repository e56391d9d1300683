package dev.millrace.firehose.journal;

import dev.millrace.processor.ExtendedSequenceNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a journal does to its files and its store, and what it knows of them: that is what was committed last. A failed step is
 * undone; one that cannot be undone, or whose commit failed, breaks the journal. For one thread at a time.
 */
final class JournalSteps {

    private final JournalSettings settings;
    private final JournalStore store;
    private final OpenObjects open;
    private final SealedObjects sealed = new SealedObjects();
    private @Nullable Exception failure;

    private JournalSteps(JournalSettings settings, JournalStore store) {
        this.settings = settings;
        this.store = store;
        this.open = new OpenObjects(settings);
    }

    /** As the last step left it. */
    static JournalSteps open(JournalSettings settings) throws IOException {
        Files.createDirectories(settings.folder());
        JournalSteps steps = new JournalSteps(settings, JournalStore.open(settings.folder()));
        try {
            Recovery.run(steps.store, settings.folder(), steps.open, steps.sealed);
            return steps;
        } catch (IOException | RuntimeException e) {
            steps.store.close();
            throw e;
        }
    }

    void requireUnbroken() {
        if (failure != null) {
            throw new IllegalStateException(
                    "journal is broken until it is opened again: folder=" + settings.folder(), failure);
        }
    }

    /** As {@link Journal#append(ShardKey, ExtendedSequenceNumber, List)}. */
    void append(@Nullable ShardKey shard, @Nullable ExtendedSequenceNumber last, List<JournalRecord> records)
            throws IOException {
        ExtendedSequenceNumber journaled = shard == null ? null : store.place(shard);
        Set<OpenObject> touched;
        List<ObjectState> states = new ArrayList<>();
        try {
            touched = open.write(shard, journaled, records);
            name(touched, states);
        } catch (UndoFailedException e) {
            failure = e;
            throw e;
        }
        boolean further = last != null && (journaled == null || last.compareTo(journaled) > 0);
        if (touched.isEmpty() && !further) {
            return;
        }
        states.forEach(store::put);
        if (shard != null && last != null && further) {
            store.putPlace(shard, last);
        }
        commit();
        settle(touched, states);
    }

    private void name(Set<OpenObject> touched, List<ObjectState> states) {
        try {
            for (OpenObject object : touched) {
                states.add(open.isFull(object) ? named(object.state()) : object.state());
            }
        } catch (RuntimeException e) {
            open.undo(touched, e);
            throw e;
        }
    }

    private ObjectState named(ObjectState state) {
        return state.sealed(settings.naming().apply(state), settings.form());
    }

    /** What was committed is what there is. */
    private void settle(Set<OpenObject> touched, List<ObjectState> states) {
        Iterator<ObjectState> state = states.iterator();
        for (OpenObject object : touched) {
            ObjectState stored = state.next();
            object.stored(stored);
            if (stored.isSealed()) {
                sealed.add(stored);
            }
        }
    }

    private void commit() {
        try {
            store.commit();
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    @Nullable
    ExtendedSequenceNumber place(ShardKey shard) {
        return store.place(shard);
    }

    /** Seals what is open, whatever its size and age. */
    void sealAll() {
        seal(open.such(object -> true));
    }

    /** Whether {@link #sealDue} would seal something. */
    boolean isSealingDue() {
        return !due().isEmpty();
    }

    /** Seals what has its age; all, if there is no room for more and nothing sealed: many partitions, none of them full. */
    void sealDue() {
        seal(due());
    }

    private List<OpenObject> due() {
        List<OpenObject> due = open.such(this::isDue);
        boolean stuck = due.isEmpty() && sealed.isEmpty() && bytes() >= settings.journalBytes();
        return stuck ? open.such(object -> true) : due;
    }

    private void seal(List<OpenObject> objects) {
        if (objects.isEmpty()) {
            return;
        }
        List<ObjectState> states =
                objects.stream().map(object -> named(object.state())).toList();
        states.forEach(store::put);
        commit();
        objects.forEach(open::remove);
        states.forEach(sealed::add);
    }

    /** Old enough, or from the future: the clock was set back. */
    private boolean isDue(OpenObject object) {
        Instant now = settings.clock().instant();
        return now.isBefore(object.opened()) || !now.isBefore(object.opened().plus(settings.interval()));
    }

    /** Forgets an object that is where it belongs. */
    void remove(ObjectState object) throws IOException {
        store.remove(object.id());
        commit();
        sealed.remove(object);
        Path file = file(object);
        Files.deleteIfExists(file);
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + Journal.READY_SUFFIX));
    }

    Path file(ObjectState object) {
        return OpenObject.path(settings.folder(), object.id());
    }

    OpenObjects openObjects() {
        return open;
    }

    SealedObjects sealedObjects() {
        return sealed;
    }

    /** Of all objects that are not delivered. */
    long bytes() {
        return sealed.bytes() + open.bytes();
    }

    void close() {
        store.close();
    }
}
