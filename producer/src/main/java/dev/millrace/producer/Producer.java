package dev.millrace.producer;

import dev.millrace.record.AggregationLayout;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordTooLargeException;
import dev.millrace.record.UserRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
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
 * Order: none is promised.
 *
 * Failure: an entry that was refused, or whose answer was lost, goes again as the same bytes after a pause, until the
 * delivery timeout. An aggregate that landed where some readers would drop it is taken apart and sent again.
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
    private static final int OVERHEAD = 160;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final long STOP_TIMEOUT_MILLIS = 5_000;

    private final ProducerSettings settings;
    private final MemoryBudget budget;
    private final OutstandingPuts outstanding = new OutstandingPuts();
    private final Sender sender;
    private volatile boolean closed;

    private Producer(ProducerSettings settings) {
        this.settings = settings;
        this.budget = new MemoryBudget(settings.bufferBytes());
        this.sender = new Sender(settings, budget, outstanding, System::nanoTime, new SplittableRandom());
    }

    public static Builder builder(KinesisAsyncClient client) {
        return new Builder(client);
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
     * @throws IllegalStateException if the producer is closed
     */
    public CompletableFuture<PutResult> put(String stream, UserRecord record) {
        Objects.requireNonNull(stream, "stream");
        if (record.sizeBytes() > settings.maxRecordBytes()) {
            throw new RecordTooLargeException(record.sizeBytes(), settings.maxRecordBytes());
        }
        long bytes = record.sizeBytes() + OVERHEAD;
        String refusal = acquire(bytes);
        if (refusal != null) {
            return CompletableFuture.failedFuture(new BufferFullException(refusal));
        }
        OutstandingPuts.Epoch epoch = outstanding.begin();
        PendingPut put = new PendingPut(epoch, bytes, sender.now());
        boolean accepted = false;
        try {
            if (closed) {
                throw new IllegalStateException("the producer is closed");
            }
            if (sender.stream(stream).accumulator().add(record, put)) {
                sender.wake();
            }
            accepted = true;
        } finally {
            if (!accepted) {
                budget.release(bytes);
                outstanding.end(epoch, 1);
            }
        }
        return put.future;
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
            if (outstanding.await(timeout.toNanos())) {
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
        long end = System.nanoTime() + timeout.toNanos();
        Outstanding left = flush(timeout);
        // A put may have been accepted between the flag and the flush; the second flush sees it.
        if (left.isEmpty() && outstanding.total() > 0) {
            left = flush(Duration.ofNanos(Math.max(TimeUnit.SECONDS.toNanos(1), end - System.nanoTime())));
        }
        sender.stop(STOP_TIMEOUT_MILLIS);
        return left;
    }

    /** Settings of a {@link Producer}. */
    public static final class Builder {
        private final KinesisAsyncClient client;
        private AggregationLayout layout = AggregationLayout.PINNED;
        private int maxAggregateBytes = 51_200;
        private int maxRecordBytes = 1024 * 1024;
        private Duration linger = Duration.ofMillis(100);
        private Duration deliveryTimeout = Duration.ofSeconds(30);
        private long bufferBytes =
                Math.max(16L << 20, Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8));
        private WhenFull whenFull = WhenFull.BLOCK;
        private Duration maxBlock = Duration.ofSeconds(60);
        private int maxRequestsInFlight = 8;
        private Duration shardMapRefresh = Duration.ofSeconds(60);
        private boolean judgeDelivery = true;

        private Builder(KinesisAsyncClient client) {
            this.client = Objects.requireNonNull(client, "client");
        }

        /** How aggregates are laid out. Default: {@link AggregationLayout#PINNED}. */
        public Builder layout(AggregationLayout layout) {
            this.layout = Objects.requireNonNull(layout, "layout");
            return this;
        }

        /** Largest aggregate, in bytes with its partition key. Default: 51200. From 64 to 10 MiB. */
        public Builder maxAggregateBytes(int bytes) {
            this.maxAggregateBytes = (int) checked("maximum aggregate", bytes, 64, 10 << 20);
            return this;
        }

        /** The stream's limit for a record, in bytes with its partition key. Default: 1 MiB. From 64 to 10 MiB. */
        public Builder maxRecordBytes(int bytes) {
            this.maxRecordBytes = (int) checked("maximum record", bytes, 64, 10 << 20);
            return this;
        }

        /** How long the first record of an aggregate waits for others. Default: 100 ms. From 0. */
        public Builder linger(Duration linger) {
            this.linger = positive("linger", linger, true);
            return this;
        }

        /** From the acceptance of a record to the end of all tries. Default: 30 s. Positive. */
        public Builder deliveryTimeout(Duration timeout) {
            this.deliveryTimeout = positive("delivery timeout", timeout, false);
            return this;
        }

        /**
         * What accepted records may take until they are answered, in bytes; each counts its data, its key and 160.
         * Default: an eighth of the heap, from 16 to 256 MiB. From 1 KiB.
         */
        public Builder bufferBytes(long bytes) {
            this.bufferBytes = checked("buffer", bytes, 1024, Long.MAX_VALUE);
            return this;
        }

        /** What a put does when the buffer is full. Default: {@link WhenFull#BLOCK}. */
        public Builder whenFull(WhenFull whenFull) {
            this.whenFull = Objects.requireNonNull(whenFull, "whenFull");
            return this;
        }

        /** How long a put waits for room in the buffer. Default: 60 s. From 0. */
        public Builder maxBlock(Duration maxBlock) {
            this.maxBlock = positive("maximum block", maxBlock, true);
            return this;
        }

        /** Unanswered requests of one stream. Default: 8. From 1. */
        public Builder maxRequestsInFlight(int count) {
            this.maxRequestsInFlight = (int) checked("requests in flight", count, 1, Integer.MAX_VALUE);
            return this;
        }

        /**
         * How often the shards are looked up when nothing else asks for it; the true times are spread between half of
         * it and all of it. Default: 60 s. Positive.
         */
        public Builder shardMapRefresh(Duration interval) {
            this.shardMapRefresh = positive("shard map refresh", interval, false);
            return this;
        }

        /**
         * Whether it is checked that an aggregate landed in a shard where every reader delivers it. Without, an
         * aggregate in KPL layout can be lost at a reshard; this is for showing that, and for nothing else. Default:
         * true.
         */
        public Builder judgeDelivery(boolean judge) {
            this.judgeDelivery = judge;
            return this;
        }

        /**
         * Starts a producer.
         *
         * @throws IllegalArgumentException if settings contradict each other
         */
        public Producer build() {
            Producer producer = new Producer(settings());
            producer.sender.start();
            return producer;
        }

        /** The settings as they are now, checked against each other. */
        ProducerSettings settings() {
            if (maxAggregateBytes > maxRecordBytes) {
                throw new IllegalArgumentException("aggregates larger than records: maxAggregateBytes="
                        + maxAggregateBytes + " (max " + maxRecordBytes + ", the maximum record)");
            }
            if (bufferBytes < maxRecordBytes + (long) OVERHEAD) {
                throw new IllegalArgumentException("buffer smaller than one record: bufferBytes=" + bufferBytes
                        + " (min " + (maxRecordBytes + OVERHEAD) + ")");
            }
            return new ProducerSettings(
                    client,
                    layout,
                    maxAggregateBytes,
                    maxRecordBytes,
                    linger,
                    deliveryTimeout,
                    bufferBytes,
                    whenFull,
                    maxBlock,
                    maxRequestsInFlight,
                    shardMapRefresh,
                    judgeDelivery);
        }

        private static long checked(String what, long value, long min, long max) {
            if (value < min || value > max) {
                throw new IllegalArgumentException(
                        what + " out of range: " + value + " (allowed " + min + " to " + max + ")");
            }
            return value;
        }

        private static Duration positive(String what, Duration value, boolean zeroAllowed) {
            if (value.isNegative() || (value.isZero() && !zeroAllowed)) {
                throw new IllegalArgumentException(what + " out of range: " + value + " (must be "
                        + (zeroAllowed ? "0 or more" : "positive") + ")");
            }
            return value;
        }
    }
}
