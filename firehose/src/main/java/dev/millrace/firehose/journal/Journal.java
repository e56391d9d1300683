package dev.millrace.firehose.journal;

import dev.millrace.processor.ExtendedSequenceNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
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
/** Objects on their way to a destination: the open one that records are added to, and sealed ones. Safe for many threads. */
public final class Journal implements AutoCloseable {

    static final String FILE_SUFFIX = ".object";

    private static final long LONGEST_WAIT_MILLIS = 1000;

    private final JournalSettings settings;
    private final JournalStore store;
    private final Deque<ObjectState> sealed = new ArrayDeque<>();
    private @Nullable OpenObject open;
    private long sealedBytes;
    private @Nullable Exception failure;
    private boolean closed;

    private Journal(JournalSettings settings, JournalStore store) {
        this.settings = settings;
        this.store = store;
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
                journal.recover();
                return journal;
            } catch (IOException | RuntimeException e) {
                journal.store.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("journal cannot be opened: folder=" + settings.folder(), e);
        }
    }

    private synchronized void recover() throws IOException {
        List<ObjectState> known = store.objects().stream()
                .sorted(Comparator.comparing(ObjectState::opened))
                .toList();
        Set<Path> files = new HashSet<>();
        for (ObjectState object : known) {
            files.add(file(object));
            if (object.isSealed()) {
                enqueue(object);
            } else {
                open = OpenObject.of(settings.folder(), object);
            }
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(settings.folder(), "*" + FILE_SUFFIX)) {
            for (Path file : found) {
                if (!files.contains(file)) {
                    Files.delete(file);
                }
            }
        }
    }

    /**
     * Adds records, all of them or none. Those of a shard that were added before are left out.
     *
     * @param shard of all records; null if they were put
     * @throws IOException if they cannot be written; then none was added
     * @throws IllegalStateException if the journal is closed, or broken
     */
    public synchronized void append(@Nullable ShardKey shard, List<JournalRecord> records) throws IOException {
        requireUsable();
        OpenObject before = open;
        Set<OpenObject> touched = new LinkedHashSet<>();
        List<ObjectState> states = new ArrayList<>();
        try {
            write(shard, records, touched);
            for (OpenObject object : touched) {
                object.force();
                states.add(isFull(object) ? named(object.state()) : object.state());
            }
        } catch (IOException | RuntimeException e) {
            open = before;
            undo(touched, e);
            throw e;
        }
        if (touched.isEmpty()) {
            return;
        }
        states.forEach(store::put);
        ExtendedSequenceNumber last = records.get(records.size() - 1).place();
        if (shard != null && last != null) {
            store.putPlace(shard, last);
        }
        commit();
        try {
            settle(touched, states);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** What was committed is what there is. */
    private void settle(Set<OpenObject> touched, List<ObjectState> states) throws IOException {
        Iterator<ObjectState> state = states.iterator();
        for (OpenObject object : touched) {
            ObjectState stored = state.next();
            object.stored(stored);
            if (stored.isSealed()) {
                enqueue(stored);
                object.close();
            }
        }
        notifyAll();
    }

    /** Writes to the open object and, when that is full, to new ones; notes each. */
    private void write(@Nullable ShardKey shard, List<JournalRecord> records, Set<OpenObject> touched)
            throws IOException {
        ExtendedSequenceNumber journaled = shard == null ? null : store.place(shard);
        for (JournalRecord record : records) {
            ExtendedSequenceNumber place = record.place();
            if (journaled != null && place != null && place.compareTo(journaled) <= 0) {
                continue;
            }
            OpenObject object = open;
            if (object == null) {
                object = OpenObject.create(settings.folder(), settings.clock().instant());
                open = object;
            }
            touched.add(object);
            object.append(record, shard);
            if (isFull(object)) {
                open = null;
            }
        }
    }

    private boolean isFull(OpenObject object) {
        return object.length() >= settings.objectBytes();
    }

    private void undo(Set<OpenObject> touched, Exception cause) {
        for (OpenObject object : touched) {
            try {
                object.undo();
            } catch (IOException e) {
                cause.addSuppressed(e);
                failure = cause;
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

    private ObjectState named(ObjectState state) {
        return state.sealed(settings.naming().apply(state));
    }

    private void enqueue(ObjectState object) {
        sealed.add(object);
        sealedBytes += object.length();
    }

    /** How far a shard is journaled, or null if nothing is. */
    public synchronized @Nullable ExtendedSequenceNumber place(ShardKey shard) {
        return store.place(shard);
    }

    /** Seals what is open, whatever its size and age. */
    public synchronized void seal() throws IOException {
        requireUsable();
        OpenObject object = open;
        if (object != null) {
            ObjectState state = named(object.state());
            store.put(state);
            commit();
            open = null;
            enqueue(state);
            notifyAll();
            object.close();
        }
    }

    /**
     * Waits for a sealed object, and seals what has its age meanwhile. It stays the next until it is delivered or put off.
     *
     * @return null if the journal is closed
     */
    public synchronized @Nullable ObjectState awaitSealed() throws IOException, InterruptedException {
        while (!closed) {
            requireUsable();
            OpenObject object = open;
            if (object != null && isDue(object)) {
                seal();
            }
            ObjectState next = sealed.peek();
            if (next != null) {
                return next;
            }
            wait(object == null ? 0 : LONGEST_WAIT_MILLIS);
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
        sealedBytes -= object.length();
        notifyAll();
        Files.deleteIfExists(file(object));
        return true;
    }

    /** The object could not be delivered: others are next. */
    public synchronized void putOff(ObjectState object) {
        if (sealed.remove(object)) {
            sealed.add(object);
        }
    }

    /** Waits until there is room for more, or the time is over, or it is closed; whether there is room. */
    public synchronized boolean awaitRoom(Duration limit) throws InterruptedException {
        return await(limit, () -> bytes() < settings.journalBytes());
    }

    /** Waits until everything is delivered, or the time is over, or it is closed; whether everything is. */
    public synchronized boolean awaitEmpty(Duration limit) throws InterruptedException {
        return await(limit, () -> open == null && sealed.isEmpty());
    }

    /** Waits until it is closed, or the time is over. */
    public synchronized void awaitClosed(Duration limit) throws InterruptedException {
        boolean unused = await(limit, () -> closed);
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
        OpenObject object = open;
        return sealedBytes + (object == null ? 0 : object.length());
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
        if (closed) {
            return;
        }
        closed = true;
        notifyAll();
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("journal cannot be closed: folder=" + settings.folder(), e);
        } finally {
            store.close();
        }
    }
}
