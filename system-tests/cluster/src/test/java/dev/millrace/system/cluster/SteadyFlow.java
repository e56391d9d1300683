package dev.millrace.system.cluster;

import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.producer.Producer;
import dev.millrace.producer.PutResult;
import dev.millrace.record.AggregationLayout;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Puts so many numbered records a second, in small aggregates, and knows where each is stored. */
final class SteadyFlow implements AutoCloseable {

    private static final Duration LINGER = Duration.ofMillis(100);
    private static final int AGGREGATE_BYTES = 2_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Producer producer;
    private final String stream;
    private final int total;
    private final long distanceNanos;
    private final Thread thread = new Thread(this::put, "steady-flow");
    private final Map<String, Map<ExtendedSequenceNumber, Integer>> stored = new TreeMap<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private int count;
    private volatile boolean stopping;

    private SteadyFlow(KinesisAsyncClient client, String stream, int rate, int total) {
        this.producer = Producer.builder(client)
                .layout(AggregationLayout.PINNED)
                .maxAggregateBytes(AGGREGATE_BYTES)
                .linger(LINGER)
                .build();
        this.stream = stream;
        this.total = total;
        this.distanceNanos = 1_000_000_000L / rate;
    }

    static SteadyFlow begin(KinesisAsyncClient client, String stream, int rate, int total) {
        SteadyFlow flow = new SteadyFlow(client, stream, rate, total);
        flow.thread.start();
        return flow;
    }

    private void put() {
        long begun = System.nanoTime();
        for (int i = 0; i < total && !stopping; i++) {
            long due = begun + i * distanceNanos;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            int number = i;
            CompletableFuture<?> unused = producer.put(stream, NumberedRecord.of(number))
                    .whenComplete((result, cause) -> {
                        if (cause == null) {
                            stored(number, result);
                        } else {
                            failure.compareAndSet(null, cause);
                        }
                    });
        }
    }

    private synchronized void stored(int number, PutResult result) {
        ExtendedSequenceNumber place = new ExtendedSequenceNumber(result.sequenceNumber(), result.subSequenceNumber());
        stored.computeIfAbsent(result.shardId(), shardId -> new HashMap<>()).put(place, number);
        count++;
    }

    /** How many were accepted and stored. */
    synchronized int count() {
        return count;
    }

    boolean isDone() {
        return !thread.isAlive();
    }

    /** Returns when every put was answered. */
    void finish() {
        Await.until("the last record is put", LIMIT, this::isDone);
        if (!producer.flush().isEmpty() || failure.get() != null) {
            throw new AssertionError("a put failed", failure.get());
        }
    }

    /** What is stored, by shard and place: numbers of records. */
    synchronized Map<String, StoredShard> shards() {
        Map<String, StoredShard> shards = new TreeMap<>();
        stored.forEach((shardId, places) -> shards.put(shardId, StoredShard.of(places)));
        return shards;
    }

    @Override
    public void close() {
        stopping = true;
        producer.close();
    }
}
