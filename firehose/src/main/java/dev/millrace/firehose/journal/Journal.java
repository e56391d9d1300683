package dev.millrace.firehose.journal;

import dev.millrace.processor.ExtendedSequenceNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * A step: bytes are appended to files and forced, then one commit of the store says how long the files are and how far the
 * shard is journaled. A crash before the commit leaves tails of files, or files that nobody knows: both go at the next
 * start. A failure before it undoes the step. A failure of the commit itself leaves open what is stored: then the journal
 * is broken, takes nothing any more, and the next start reads what holds.
 *
 * Everything is under one lock, writing too: what is in memory is what was committed last. A destination is written to
 * without it.
 */
/**
 * Objects on their way to a destination: open ones that records are added to, one for each route, and sealed ones. Safe
 * for many threads.
 */
public final class Journal implements AutoCloseable {

    /** Behind the name of an object's file, for another form of it that goes with it. */
    public static final String READY_SUFFIX = ".ready";

    static final String FILE_SUFFIX = ".object";

    private static final long LONGEST_WAIT_MILLIS = 1000;

    private final JournalSettings settings;
    private final JournalStore store;
    private final OpenObjects open;
    private final SealedObjects sealed = new SealedObjects();
    private @Nullable Exception failure;
    private boolean closed;

    private Journal(JournalSettings settings, JournalStore store) {
        this.settings = settings;
        this.store = store;
        this.open = new OpenObjects(settings);
    }

    /**
     * Opens a journal as its last step left it.
     *
     * @throws IllegalStateException if another delivery stream uses the folder, or it cannot be read
     */
    public static Journal open(JournalSettings settings) {
        try {
            Files.createDirectories(settings.folder());
            Journal journal = new Journal(settings, JournalStore.open(settings.folder()));
            try {
                Recovery.run(journal.store, settings.folder(), journal.open, journal.sealed);
                return journal;
            } catch (IOException | RuntimeException e) {
                journal.store.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("journal cannot be opened: folder=" + settings.folder(), e);
        }
    }

    /**
     * Adds records that were put, all of them or none.
     *
     * @throws IOException if they cannot be written; then none was added
     * @throws IllegalStateException if the journal is closed, or broken
     */
    public void append(List<JournalRecord> records) throws IOException {
        append(null, null, records);
    }

    /**
     * Adds what became of records of a shard, all or none. What became of those that were added before is left out.
     *
     * @param last the place of the last record, whatever became of it
     * @throws IOException if they cannot be written; then none was added
     * @throws IllegalStateException if the journal is closed, or broken
     */
    public synchronized void append(
            @Nullable ShardKey shard, @Nullable ExtendedSequenceNumber last, List<JournalRecord> records)
            throws IOException {
        requireUsable();
        ExtendedSequenceNumber journaled = shard == null ? null : store.place(shard);
        Set<OpenObject> touched;
        List<ObjectState> states = new ArrayList<>();
        try {
            touched = open.write(shard, journaled, records);
            name(touched, states);
        } catch (UndoFailedException e) {
            broken(e);
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
        notifyAll();
    }

    private void commit() {
        try {
            store.commit();
        } catch (RuntimeException e) {
            broken(e);
            throw e;
        }
    }

    /** Whoever waits is to see it. */
    private void broken(Exception cause) {
        failure = cause;
        notifyAll();
    }

    private ObjectState named(ObjectState state) {
        return state.sealed(settings.naming().apply(state), settings.form());
    }

    /** How far a shard is journaled, or null if nothing is. */
    public synchronized @Nullable ExtendedSequenceNumber place(ShardKey shard) {
        requireUsable();
        return store.place(shard);
    }

    /** Of the open objects. */
    public synchronized List<Route> routes() {
        return open.routes();
    }

    /** Seals what is open, whatever its size and age. */
    public synchronized void seal() {
        requireUsable();
        seal(open.such(object -> true));
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
        notifyAll();
    }

    /**
     * Waits for a sealed object, and seals what has its age meanwhile. It stays the next until it is delivered or put off.
     *
     * @return null if the journal is closed
     */
    public synchronized @Nullable ObjectState awaitSealed() throws InterruptedException {
        while (!closed) {
            requireUsable();
            seal(open.such(this::isDue));
            if (sealed.isEmpty() && bytes() >= settings.journalBytes()) {
                // Many partitions, none of them full, and no room for more.
                seal(open.such(object -> true));
            }
            ObjectState next = sealed.next();
            if (next != null) {
                return next;
            }
            wait(open.isEmpty() ? 0 : LONGEST_WAIT_MILLIS);
        }
        return null;
    }

    /** Old enough, or from the future: the clock was set back. */
    private boolean isDue(OpenObject object) {
        Instant now = settings.clock().instant();
        return now.isBefore(object.opened()) || !now.isBefore(object.opened().plus(settings.interval()));
    }

    /** The file of a sealed object. */
    public Path file(ObjectState object) {
        return OpenObject.path(settings.folder(), object.id());
    }

    /**
     * The object is where it belongs: it is forgotten.
     *
     * @return whether it is; not if the journal is closed: then it comes again after the next start
     */
    public synchronized boolean delivered(ObjectState object) throws IOException {
        if (closed) {
            return false;
        }
        requireUsable();
        store.remove(object.id());
        commit();
        sealed.remove(object);
        notifyAll();
        Path file = file(object);
        Files.deleteIfExists(file);
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + READY_SUFFIX));
        return true;
    }

    /** The object could not be delivered: others are next. */
    public synchronized void putOff(ObjectState object) {
        sealed.putOff(object);
    }

    /** Waits until there is room for more, or the time is over, or it is closed; whether there is room. */
    public synchronized boolean awaitRoom(Duration limit) throws InterruptedException {
        return await(limit, () -> bytes() < settings.journalBytes());
    }

    /** Waits until everything is delivered, or the time is over, or it is closed; whether everything is. */
    public synchronized boolean awaitEmpty(Duration limit) throws InterruptedException {
        return await(limit, () -> open.isEmpty() && sealed.isEmpty());
    }

    /** Waits until it is closed, or the time is over; whether it is closed. */
    public synchronized boolean awaitClosed(Duration limit) throws InterruptedException {
        return await(limit, () -> closed);
    }

    private boolean await(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean() && !closed) {
            long nanos = end - System.nanoTime();
            if (nanos <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, TimeUnit.MILLISECONDS.toNanos(1)));
        }
        return condition.getAsBoolean();
    }

    /** Bytes of all objects that are not delivered. */
    public synchronized long bytes() {
        return sealed.bytes() + open.bytes();
    }

    private void requireUsable() {
        if (closed) {
            throw new IllegalStateException("journal is closed: folder=" + settings.folder());
        }
        if (failure != null) {
            throw new IllegalStateException(
                    "journal is broken until it is opened again: folder=" + settings.folder(), failure);
        }
    }

    /** Ends all waits. What is not delivered stays for the next start. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            notifyAll();
            store.close();
        }
    }
}
