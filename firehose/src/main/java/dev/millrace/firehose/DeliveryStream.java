package dev.millrace.firehose;

import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.consumer.SingleProcessWorkerBuilder;
import dev.millrace.firehose.destination.Destination;
import dev.millrace.firehose.journal.Journal;
import dev.millrace.firehose.journal.JournalRecord;
import dev.millrace.firehose.journal.JournalSettings;
import dev.millrace.processor.RecordProcessorFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 * Threads: the worker's, which journal what they read, or those who put; and one that delivers. They meet in the journal,
 * under its lock, which is not held while a destination is written to.
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

    private final String name;
    private final JournalSettings settings;
    private final Destination destination;
    private final DeliveryListener listener;
    private final Delimiter delimiter;
    private final @Nullable Function<RecordProcessorFactory, SingleProcessWorkerBuilder> source;
    private final Path checkpoints;
    private final CompletableFuture<Void> termination = new CompletableFuture<>();
    private @Nullable Journal journal;
    private @Nullable SingleProcessWorker worker;
    private @Nullable Delivery delivery;
    private boolean closed;

    DeliveryStream(
            String name,
            JournalSettings settings,
            Destination destination,
            DeliveryListener listener,
            Delimiter delimiter,
            @Nullable Function<RecordProcessorFactory, SingleProcessWorkerBuilder> source,
            Path checkpoints) {
        this.name = name;
        this.settings = settings;
        this.destination = destination;
        this.listener = listener;
        this.delimiter = delimiter;
        this.source = source;
        this.checkpoints = checkpoints;
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
        return name;
    }

    /**
     * Begins: what an earlier run left is delivered, and the source is read.
     *
     * @throws IllegalStateException if it is closed, or its folder is in use or cannot be read
     */
    public synchronized void start() {
        if (closed) {
            throw new IllegalStateException("delivery stream is closed: name=" + name);
        }
        if (journal != null) {
            return;
        }
        Journal opened = Journal.open(settings);
        try {
            if (source != null) {
                SingleProcessWorker reader = source.apply(() -> new SourceProcessor(opened, delimiter))
                        .checkpointFolder(checkpoints)
                        .build();
                reader.start();
                worker = reader;
            }
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
        journal = opened;
        begin(new Delivery(opened, destination, listener));
    }

    private void begin(Delivery begun) {
        delivery = begun;
        Thread thread = new Thread(begun, "millrace-delivery-" + name);
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
     * Takes records, all or none. When this returns, they outlast a crash.
     *
     * @param records each at most {@value #MOST_RECORD_BYTES} bytes; 1 to {@value #MOST_RECORDS}, together at most
     *     {@value #MOST_PUT_BYTES} bytes
     * @throws IllegalArgumentException beyond these limits
     * @throws DeliveryBusyException if too much waits for delivery
     * @throws IllegalStateException if a stream is the source, or it is not started
     * @throws IOException if they cannot be stored
     */
    public void put(List<ByteBuffer> records) throws IOException {
        if (source != null) {
            throw new IllegalStateException(
                    "delivery stream has a stream as its source: name=" + name + " (records are put to that stream)");
        }
        checkLimits(records);
        Journal open = started();
        if (open.bytes() >= settings.journalBytes()) {
            throw new DeliveryBusyException(
                    "too much waits for delivery: bytes=" + open.bytes() + " (max " + settings.journalBytes() + ")");
        }
        Instant now = settings.clock().instant();
        open.append(
                null,
                records.stream()
                        .map(record -> new JournalRecord(delimiter.behind(record), now, null))
                        .toList());
    }

    private static void checkLimits(List<ByteBuffer> records) {
        if (records.isEmpty() || records.size() > MOST_RECORDS) {
            throw new IllegalArgumentException(
                    "records out of range: count=" + records.size() + " (allowed 1 to " + MOST_RECORDS + ")");
        }
        long bytes = 0;
        for (ByteBuffer record : records) {
            if (record.remaining() > MOST_RECORD_BYTES) {
                throw new IllegalArgumentException(
                        "record too large: bytes=" + record.remaining() + " (max " + MOST_RECORD_BYTES + ")");
            }
            bytes += record.remaining();
        }
        if (bytes > MOST_PUT_BYTES) {
            throw new IllegalArgumentException("put too large: bytes=" + bytes + " (max " + MOST_PUT_BYTES + ")");
        }
    }

    /**
     * Delivers what is here without waiting for size or age.
     *
     * @return whether all of it was delivered in time
     * @throws IOException if it cannot be made ready
     */
    public boolean flush(Duration timeout) throws IOException, InterruptedException {
        Journal open = started();
        open.seal();
        return open.awaitEmpty(timeout);
    }

    private synchronized Journal started() {
        if (journal == null || closed) {
            throw new IllegalStateException("delivery stream is not started, or closed: name=" + name);
        }
        return journal;
    }

    /**
     * Stops reading and delivering. What is not delivered is delivered after the next start.
     *
     * @return whether reading and delivering ended in time
     */
    public synchronized boolean close(Duration timeout) {
        if (closed) {
            return true;
        }
        closed = true;
        long end = System.nanoTime() + timeout.toNanos();
        boolean inTime = worker == null || worker.close(timeout);
        if (journal != null && delivery != null) {
            journal.close();
            inTime &= hasEnded(delivery, Math.max(0, end - System.nanoTime()));
        }
        termination.complete(null);
        return inTime;
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
