package dev.millrace.producer;

import dev.millrace.record.HashKey;
import dev.millrace.record.RecordTooLargeException;
import dev.millrace.record.UserRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/*
 * Threads: put() runs in the caller's thread and copies the record into an open aggregate. One sender thread builds
 * requests, judges answers and decides on retries; the client's own threads only pass answers on to it. Futures are
 * completed on a third thread.
 *
 * Memory: every accepted record takes its size and a fixed overhead from a budget until it is answered. When there is
 * no room the caller waits its turn, or is told, by choice.
 *
 * Order: none is promised, unless a stream is ordered by partition key.
 *
 * Failure: an entry that was refused, or whose answer was lost, goes again as the same bytes after a pause, until the
 * delivery timeout; one that finds no room for another in its shard's rate waits. An aggregate that landed where some readers would drop it is taken apart and sent again.
 */
/**
 * Puts user records into Kinesis streams: packs them into aggregated records, sends those with PutRecords, and sends
 * again what was not stored.
 *
 * <pre>{@code
 * try (Producer producer = Producer.builder(client).build()) {
 *     producer.put("words", "key", bytes).thenAccept(result -> log(result.sequenceNumber()));
 * }
 * }</pre>
 */
public final class Producer implements AutoCloseable {

    /** What a buffered record costs beside its data and key, in bytes. */
    static final int OVERHEAD = 160;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final long STOP_TIMEOUT_MILLIS = 5_000;

    private final ProducerSettings settings;
    private final MemoryBudget budget;
    private final OutstandingPuts outstanding = new OutstandingPuts();
    private final Sender sender;
    private volatile boolean closed;

    Producer(ProducerSettings settings) {
        this.settings = settings;
        this.budget = new MemoryBudget(settings.bufferBytes());
        this.sender = new Sender(settings, budget, outstanding, System::nanoTime, new SplittableRandom());
        sender.start();
    }

    /** A producer whose requests this client sends. It stays its owner's to close, after the producer. */
    public static ProducerBuilder builder(KinesisAsyncClient client) {
        return new ProducerBuilder(client);
    }

    /**
     * Looks up the shards of a stream ahead of the first put. Records that are put before the shards are known are
     * packed less tightly.
     *
     * @return completes when the lookup has ended, also if it failed
     */
    public CompletableFuture<Void> prepare(String stream) {
        return sender.stream(stream).shards().refreshed().copy();
    }

    /**
     * Accepts a user record; its data are copied. The future completes when it is stored where every reader finds it,
     * or fails with a {@link PutFailedException}, or, if it was not accepted, with a {@link BufferFullException}.
     * Futures complete on a thread of the producer's: do not block it.
     *
     * @throws RecordTooLargeException if it can never be stored; nothing was accepted
     * @throws IllegalStateException if the producer is closed, or the stream places records itself and this one is to be
     *     ordered or has tags
     */
    public CompletableFuture<PutResult> put(String stream, UserRecord record) {
        StreamSender target = target(stream);
        target.accumulator().checkSize(record);
        long bytes = target.accumulator().bufferBytes(record) + OVERHEAD;
        String refusal = acquire(bytes);
        if (refusal != null) {
            return CompletableFuture.failedFuture(new BufferFullException(refusal));
        }
        OutstandingPuts.Epoch epoch = outstanding.begin();
        PendingPut put = new PendingPut(epoch, bytes, record.dataLength(), sender.now());
        boolean accepted = false;
        try {
            if (closed) {
                throw new IllegalStateException("the producer is closed");
            }
            if (target.accumulator().accept(record, put)) {
                sender.wake();
            }
            accepted = true;
        } finally {
            if (!accepted) {
                budget.release(bytes);
                outstanding.end(epoch, 1);
            }
        }
        if (!settings.listener().equals(ProducerListener.NONE)) {
            sender.tell(listener -> listener.userRecordAccepted(stream, put.dataBytes));
        }
        return put.future;
    }

    private StreamSender target(String stream) {
        if (stream.isBlank()) {
            throw new IllegalArgumentException("no stream: the name is empty");
        }
        return sender.stream(stream);
    }

    /**
     * Accepts user records, each as {@link #put(String, UserRecord)} does, in their order.
     *
     * @return completes when all are stored, with their results in their order; fails as soon as all have ended if one
     *     has failed, with the first failure
     * @throws RecordTooLargeException if one can never be stored; then none was accepted
     */
    public CompletableFuture<List<PutResult>> putAll(String stream, Collection<UserRecord> records) {
        Accumulator accumulator = target(stream).accumulator();
        records.forEach(accumulator::checkSize);
        List<CompletableFuture<PutResult>> puts = new ArrayList<>(records.size());
        records.forEach(record -> puts.add(put(stream, record)));
        return CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new))
                .thenApply(done -> puts.stream().map(CompletableFuture::join).toList());
    }

    /**
     * Puts a user record, does not wait for others to share an aggregate with it, and waits until it is stored.
     *
     * @throws PutFailedException if it was not
     * @throws BufferFullException if it was not accepted
     * @throws InterruptedException if the caller was interrupted; the record may be stored all the same
     */
    public PutResult putAndWait(String stream, UserRecord record) throws InterruptedException {
        CompletableFuture<PutResult> put = put(stream, record);
        sender.seal(stream);
        try {
            return put.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Accepts a user record that goes where its partition key sends it. */
    public CompletableFuture<PutResult> put(String stream, String partitionKey, byte[] data) {
        return put(stream, UserRecord.of(partitionKey, data));
    }

    /** Accepts a user record that goes where its partition key sends it. */
    public CompletableFuture<PutResult> put(String stream, String partitionKey, ByteBuffer data) {
        return put(stream, UserRecord.of(partitionKey, data));
    }

    /** Accepts a user record with an explicit hash key of its own. */
    public CompletableFuture<PutResult> put(
            String stream, String partitionKey, @Nullable HashKey explicitHashKey, byte[] data) {
        return put(stream, UserRecord.of(partitionKey, explicitHashKey, data));
    }

    /**
     * Whether a stream is known to place records itself, so that they are sent one by one. It is asked when the first
     * record is put into it or it is {@linkplain #prepare prepared}, unless the options say.
     */
    public boolean isPlacedByStream(String stream) {
        return target(stream).accumulator().isPlacedByStream();
    }

    private @Nullable String acquire(long bytes) {
        long waitMillis =
                settings.whenFull() == WhenFull.FAIL ? 0 : settings.maxBlock().toMillis();
        try {
            return budget.acquire(bytes, waitMillis)
                    ? null
                    : "buffer full: record=" + bytes + " used=" + budget.usedBytes() + " max=" + settings.bufferBytes()
                            + " waitedMillis=" + waitMillis;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted while waiting for room in the buffer";
        }
    }

    /** What is accepted and not answered yet. */
    public Outstanding outstanding() {
        return new Outstanding(outstanding.total(), budget.usedBytes());
    }

    /**
     * Sends everything that was accepted before and waits for the answers, as long as the delivery timeout allows.
     *
     * @return what is left, which is nothing unless the time ran out or the thread was interrupted
     */
    public Outstanding flush() {
        return flush(settings.deliveryTimeout().plus(CLOSE_TIMEOUT));
    }

    /** Sends everything that was accepted before and waits for the answers, at most so long. */
    public Outstanding flush(Duration timeout) {
        sender.sealAll();
        try {
            if (outstanding.await(Ranges.nanos(timeout))) {
                return new Outstanding(0, 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return outstanding();
    }

    /** Closes as {@link #close(Duration)} does, with half a minute. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    /**
     * Accepts nothing more, sends what is there and waits for the answers, at most so long. What is left then fails.
     * Further calls do nothing.
     *
     * @return what was left and failed
     */
    public Outstanding close(Duration timeout) {
        closed = true;
        long end = System.nanoTime() + Ranges.nanos(timeout);
        Outstanding left = flush(timeout);
        // A put may have been accepted between the flag and the flush; the second flush sees it.
        if (left.isEmpty() && outstanding.total() > 0) {
            left = flush(Duration.ofNanos(Math.max(TimeUnit.SECONDS.toNanos(1), end - System.nanoTime())));
        }
        sender.stop(STOP_TIMEOUT_MILLIS);
        return left;
    }
}
