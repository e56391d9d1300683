package dev.millrace.firehose;

import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.firehose.destination.Destination;
import dev.millrace.firehose.journal.Journal;
import dev.millrace.firehose.transformation.SourceRecord;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 * Threads: the worker's, which journal what they read, or those who put; one that delivers; and the journal's own, which does
 * what they ask for. They meet under the journal's lock, which is not held while a destination is written to.
 *
 * Memory: a batch of records, and a small buffer for the open object's file. What waits is on disk.
 *
 * Order: of a shard, records are in objects in their order, and objects are written in theirs unless one fails. Between
 * shards there is none.
 *
 * Failure: a record is journaled before its checkpoint is made, or its put is answered. So a crash repeats at most what
 * the journal knows already, which it leaves out. A destination that fails is tried again for ever. A journal that cannot be
 * written stops everything.
 */
/**
 * A delivery stream: records of a Kinesis stream, or records that are put, joined to objects of a destination, as Firehose
 * does. User records of aggregates are taken apart; every record is delivered in one object.
 *
 * <p>Starting and closing may be repeated; a closed one is not started again.
 */
public final class DeliveryStream implements AutoCloseable {

    /** Most bytes of a record that is put. */
    public static final int MOST_RECORD_BYTES = 1000 << 10;

    /** Most records of one put. */
    public static final int MOST_RECORDS = 500;

    /** Most bytes of one put. */
    public static final int MOST_PUT_BYTES = 4 << 20;

    private final DeliveryStreamSettings settings;
    private final CompletableFuture<Void> termination = new CompletableFuture<>();
    private @Nullable Journal journal;
    private @Nullable RecordIntake intake;
    private @Nullable SingleProcessWorker worker;
    private @Nullable Delivery delivery;
    private boolean closed;

    DeliveryStream(DeliveryStreamSettings settings) {
        this.settings = settings;
    }

    /**
     * Settings of a delivery stream.
     *
     * @param name 1 to 64 of letters, digits and {@code _.-}; part of objects' names
     * @param folder its own, for what is not delivered and for checkpoints; made if missing
     */
    public static DeliveryStreamBuilder builder(String name, Path folder, Destination destination) {
        return new DeliveryStreamBuilder(name, folder, destination);
    }

    public String name() {
        return settings.name();
    }

    /**
     * Begins: what an earlier run left is delivered, and the source is read.
     *
     * @throws IllegalStateException if it is closed, or its folder is in use or cannot be read
     */
    public synchronized void start() {
        if (closed) {
            throw new IllegalStateException("delivery stream is closed: name=" + name());
        }
        if (journal != null) {
            return;
        }
        Journal opened = Journal.open(settings.journal());
        RecordIntake way = settings.intake(opened);
        try {
            if (settings.source() != null) {
                SingleProcessWorker reader = settings.source()
                        .apply(() -> new SourceProcessor(way))
                        .checkpointFolder(settings.checkpoints())
                        .build();
                reader.start();
                worker = reader;
            }
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
        journal = opened;
        intake = way;
        begin(new Delivery(opened, settings.targets(), settings.listener()));
    }

    private void begin(Delivery begun) {
        delivery = begun;
        Thread thread = new Thread(begun, "millrace-delivery-" + name());
        thread.setDaemon(true);
        thread.start();
        fail(begun.end());
        if (worker != null) {
            fail(worker.termination());
        }
    }

    private void fail(CompletableFuture<Void> part) {
        var unused = part.whenComplete((nothing, failure) -> {
            if (failure != null) {
                termination.completeExceptionally(failure);
            }
        });
    }

    /** Completes when it is closed; exceptionally if it cannot go on: the source or the journal failed. */
    public CompletableFuture<Void> termination() {
        return termination.copy();
    }

    /**
     * Takes records, all or none. When this returns, they are transformed, if there is a transformation, and outlast a crash.
     *
     * @param records each at most {@value #MOST_RECORD_BYTES} bytes; 1 to {@value #MOST_RECORDS}, together at most
     *     {@value #MOST_PUT_BYTES} bytes
     * @throws IllegalArgumentException beyond these limits
     * @throws DeliveryBusyException if too much waits for delivery
     * @throws IllegalStateException if a stream is the source, or it is not started
     * @throws java.io.InterruptedIOException if the thread was interrupted while a function transformed them; then none was
     *     taken, and it still is. An interrupt later than that is kept, and they are taken
     * @throws IOException if they cannot be stored
     */
    public void put(List<ByteBuffer> records) throws IOException {
        if (settings.source() != null) {
            throw new IllegalStateException(
                    "delivery stream has a stream as its source: name=" + name() + " (records are put to that stream)");
        }
        PutLimits.check(records);
        Journal open = started();
        long most = settings.journal().journalBytes();
        if (open.bytes() >= most) {
            throw new DeliveryBusyException(
                    "too much waits for delivery: bytes=" + open.bytes() + " (max " + most + ")");
        }
        Instant now = settings.journal().clock().instant();
        try {
            Objects.requireNonNull(intake)
                    .accept(records.stream()
                            .map(record -> new SourceRecord(record, now, null))
                            .toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("put was interrupted: name=" + name()).initCause(e);
        }
    }

    /**
     * Delivers what is here without waiting for size or age.
     *
     * @return whether all of it was delivered in time
     */
    public boolean flush(Duration timeout) throws InterruptedException {
        Journal open = started();
        open.seal();
        return open.awaitEmpty(timeout);
    }

    private synchronized Journal started() {
        if (journal == null || closed) {
            throw new IllegalStateException("delivery stream is not started, or closed: name=" + name());
        }
        return journal;
    }

    /**
     * Stops reading and delivering. What is not delivered is delivered after the next start. Functions that are invoked for a
     * stream's records have half of the time to answer, then they are given up, and their records are read again after the
     * next start; puts that are on their way fail at once, and nothing of them is taken.
     *
     * @return whether reading and delivering ended in time
     */
    public synchronized boolean close(Duration timeout) {
        if (closed) {
            return true;
        }
        closed = true;
        long end = System.nanoTime() + timeout.toNanos();
        boolean inTime = true;
        if (journal != null && intake != null && delivery != null) {
            inTime = worker == null || hasStopped(worker, intake, timeout);
            journal.close();
            intake.giveUp();
            inTime &= hasEnded(delivery, Math.max(0, end - System.nanoTime()));
        }
        settings.closeTransformation();
        termination.complete(null);
        return inTime;
    }

    private static boolean hasStopped(SingleProcessWorker worker, RecordIntake intake, Duration timeout) {
        CompletableFuture<Void> impatience = CompletableFuture.runAsync(
                intake::giveUp, CompletableFuture.delayedExecutor(timeout.toNanos() / 2, TimeUnit.NANOSECONDS));
        try {
            return worker.close(timeout);
        } finally {
            impatience.cancel(false);
        }
    }

    private static boolean hasEnded(Delivery delivery, long nanos) {
        return delivery.end()
                .handle((nothing, failure) -> true)
                .completeOnTimeout(false, nanos, TimeUnit.NANOSECONDS)
                .join();
    }

    /** Stops, and waits at most half a minute. */
    @Override
    public void close() {
        close(Duration.ofSeconds(30));
    }
}
