package dev.millrace.firehose.journal;

import dev.millrace.processor.ExtendedSequenceNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * A step: bytes are appended to files and forced, then one commit of the store says how long the files are and how far the
 * shard is journaled. A crash before the commit leaves tails of files, or files that nobody knows: both go at the next
 * start. A failure before it undoes the step. A failure of the commit itself leaves open what is stored: then the journal
 * is broken, takes nothing any more, and the next start reads what holds.
 *
 * Steps run in the journal's thread, so that an interrupt of whoever waits for one breaks nothing: it is kept, and the step is
 * done or it has failed. They hold the lock, writing too: what is in memory is what was committed last. A destination is
 * written to without it.
 */
/**
 * Objects on their way to a destination: open ones that records are added to, one for each route, and sealed ones. Safe
 * for many threads, also for those that are interrupted.
 */
public final class Journal implements AutoCloseable {

    /** Behind the name of an object's file, for another form of it that goes with it. */
    public static final String READY_SUFFIX = ".ready";

    static final String FILE_SUFFIX = ".object";

    private static final long LONGEST_WAIT_MILLIS = 1000;

    private final JournalSettings settings;
    private final JournalThread thread;
    private final JournalSteps steps;
    private boolean closed;

    private Journal(JournalSettings settings, JournalThread thread, JournalSteps steps) {
        this.settings = settings;
        this.thread = thread;
        this.steps = steps;
    }

    /**
     * Opens a journal as its last step left it.
     *
     * @throws IllegalStateException if another delivery stream uses the folder, or it cannot be read
     */
    public static Journal open(JournalSettings settings) {
        JournalThread thread = new JournalThread();
        try {
            return new Journal(settings, thread, thread.run(() -> JournalSteps.open(settings)));
        } catch (IOException e) {
            thread.end();
            throw new UncheckedIOException("journal cannot be opened: folder=" + settings.folder(), e);
        } catch (RuntimeException e) {
            thread.end();
            throw e;
        }
    }

    /** What is done to files, in a step. */
    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    /**
     * Makes a change in a step, and lets those who wait look at it.
     *
     * @return whether it was made; not if the journal is closed
     */
    private boolean isMade(Change change) throws IOException {
        return thread.run(() -> {
            synchronized (this) {
                if (closed) {
                    return false;
                }
                steps.requireUnbroken();
                try {
                    change.make();
                    return true;
                } finally {
                    notifyAll();
                }
            }
        });
    }

    private void make(Change change) throws IOException {
        if (!isMade(change)) {
            throw new IllegalStateException("journal is closed: folder=" + settings.folder());
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
    public void append(@Nullable ShardKey shard, @Nullable ExtendedSequenceNumber last, List<JournalRecord> records)
            throws IOException {
        make(() -> steps.append(shard, last, records));
    }

    /** How far a shard is journaled, or null if nothing is. */
    public @Nullable ExtendedSequenceNumber place(ShardKey shard) {
        AtomicReference<@Nullable ExtendedSequenceNumber> place = new AtomicReference<>();
        makeInStore(() -> place.set(steps.place(shard)));
        return place.get();
    }

    /** Of the open objects. */
    public synchronized List<Route> routes() {
        return steps.openObjects().routes();
    }

    /** Seals what is open, whatever its size and age. */
    public void seal() {
        makeInStore(steps::sealAll);
    }

    /** One that touches no file but the store's, which throws nothing that is checked. */
    private void makeInStore(Runnable change) {
        try {
            make(change::run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for a sealed object, and seals what has its age meanwhile. It stays the next until it is delivered or put off.
     *
     * @return null if the journal is closed
     */
    public @Nullable ObjectState awaitSealed() throws InterruptedException, IOException {
        while (true) {
            synchronized (this) {
                if (closed) {
                    return null;
                }
                steps.requireUnbroken();
                if (!steps.isSealingDue()) {
                    ObjectState next = steps.sealedObjects().next();
                    if (next != null) {
                        return next;
                    }
                    wait(steps.openObjects().isEmpty() ? 0 : LONGEST_WAIT_MILLIS);
                    continue;
                }
            }
            var unused = isMade(steps::sealDue);
        }
    }

    /** The file of a sealed object. */
    public Path file(ObjectState object) {
        return steps.file(object);
    }

    /**
     * The object is where it belongs: it is forgotten.
     *
     * @return whether it is; not if the journal is closed: then it comes again after the next start
     */
    public boolean delivered(ObjectState object) throws IOException {
        return isMade(() -> steps.remove(object));
    }

    /** The object could not be delivered: others are next. */
    public synchronized void putOff(ObjectState object) {
        steps.sealedObjects().putOff(object);
    }

    /** Waits until there is room for more, or the time is over, or it is closed; whether there is room. */
    public synchronized boolean awaitRoom(Duration limit) throws InterruptedException {
        return await(limit, () -> bytes() < settings.journalBytes());
    }

    /** Waits until everything is delivered, or the time is over, or it is closed; whether everything is. */
    public synchronized boolean awaitEmpty(Duration limit) throws InterruptedException {
        return await(
                limit,
                () -> steps.openObjects().isEmpty() && steps.sealedObjects().isEmpty());
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
        return steps.bytes();
    }

    /** Ends all waits. What is not delivered stays for the next start. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            notifyAll();
        }
        try {
            thread.run(() -> {
                steps.close();
                return true;
            });
        } catch (IOException e) {
            throw new UncheckedIOException("journal cannot be closed: folder=" + settings.folder(), e);
        } finally {
            thread.end();
        }
    }
}
