package dev.millrace.lambda.local.mapping;

import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.consumer.SingleProcessWorkerBuilder;
import dev.millrace.processor.ReadEvent;
import dev.millrace.processor.Worker;
import dev.millrace.processor.WorkerListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/*
 * Threads: the worker's pool reads the shards and hands records over; a thread for each lane of a shard makes batches,
 * invokes the function and waits for it (ShardLane).
 *
 * Memory: the worker's read-ahead, and at most two batches for each lane. Who hands over more waits.
 *
 * Order: the worker begins a shard when its parents have ended, and a shard has ended when its lanes have done everything. A
 * lane has one batch at a time; records of one partition key are in one lane.
 *
 * Failure: see BatchDelivery. A checkpoint lies behind what is done, never behind what is on its way, so whatever ends the
 * process, records come again and none is lost.
 */
/**
 * Invokes a function with the records of a stream, as an event source mapping of Lambda does. Checkpoints are those of a
 * {@link SingleProcessWorker}, in a folder that one process uses at a time.
 *
 * <p>The function is the caller's, and is closed behind the mapping. A Kinesis record that is an aggregate without user
 * records is not handed over.
 */
public final class EventSourceMapping implements Worker {

    /** Threads that may wait for lanes. */
    private static final int WAITING_THREADS = 64;

    private final KinesisAsyncClient client;
    private final String stream;
    private final FunctionInvoker function;
    private final MappingSettings settings;
    private final StopSignal stop = new StopSignal();
    private final CompletableFuture<Void> termination = new CompletableFuture<>();
    private final List<ShardLane> lanes = new ArrayList<>();
    private final Map<String, Instant> readToTip = new ConcurrentHashMap<>();
    private final Object endLock = new Object();
    private boolean endTold;
    private volatile @Nullable SingleProcessWorker worker;
    private volatile @Nullable StreamDescriptionSummary description;
    private volatile @Nullable Throwable failure;

    EventSourceMapping(KinesisAsyncClient client, String stream, FunctionInvoker function, MappingSettings settings) {
        this.client = client;
        this.stream = stream;
        this.function = function;
        this.settings = settings;
    }

    /**
     * A mapping of a stream to a function.
     *
     * @param stream name or ARN
     */
    public static EventSourceMappingBuilder builder(
            KinesisAsyncClient client, String stream, FunctionInvoker function) {
        return new EventSourceMappingBuilder(client, stream, function);
    }

    /**
     * {@inheritDoc}
     *
     * @throws dev.millrace.processor.StreamRecreatedException if the checkpoints belong to an earlier stream of this name
     * @throws IllegalStateException if the checkpoint folder is in use
     * @throws SdkException if the stream cannot be described
     */
    @Override
    public synchronized void start() {
        if (worker != null) {
            return;
        }
        if (stop.isStopped()) {
            throw new IllegalStateException("the mapping was closed: make a new one");
        }
        description = describe();
        SingleProcessWorkerBuilder builder = SingleProcessWorker.builder(client, stream, () -> new ShardMapping(this))
                .startPosition(settings.start())
                .maxAttempts(Integer.MAX_VALUE)
                .threads(WAITING_THREADS)
                .reset(settings.reset())
                .listener(new Tips());
        if (settings.checkpointFolder() != null) {
            builder.checkpointFolder(settings.checkpointFolder());
        }
        SingleProcessWorker built = builder.build();
        built.start();
        worker = built;
        if (stop.isStopped()) {
            // Closed meanwhile, by a thread that saw no worker.
            boolean unused = built.close(Duration.ZERO);
        }
        CompletableFuture<Void> unused = built.termination().whenComplete((nothing, cause) -> {
            if (cause != null) {
                fail(cause);
            }
        });
    }

    private StreamDescriptionSummary describe() {
        try {
            return client.describeStreamSummary(request -> {
                        if (stream.startsWith("arn:")) {
                            request.streamARN(stream);
                        } else {
                            request.streamName(stream);
                        }
                    })
                    .join()
                    .streamDescriptionSummary();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SdkException cause) {
                throw cause;
            }
            throw e;
        }
    }

    MappedShard shard(String shardId) {
        StreamDescriptionSummary known = description;
        if (known == null) {
            throw new IllegalStateException("the mapping is not started");
        }
        Duration retention = Duration.ofHours(known.retentionPeriodHours());
        Duration wanted = settings.maxAge();
        return new MappedShard(
                known.streamARN(),
                shardId,
                wanted == null || wanted.compareTo(retention) > 0 ? retention : wanted,
                settings,
                function,
                stop,
                () -> readToTip.getOrDefault(shardId, Instant.MIN));
    }

    /** Starts lanes, and knows them until the mapping is closed. */
    void started(List<ShardLane> made) {
        synchronized (lanes) {
            lanes.addAll(made);
        }
        made.forEach(ShardLane::start);
        if (stop.isStopped()) {
            var unused = stopLanes();
        }
    }

    /** Ends the mapping with this failure. */
    void fail(Throwable cause) {
        synchronized (termination) {
            if (failure != null || stop.isStopped()) {
                return;
            }
            failure = cause;
        }
        Thread closer = new Thread(this::close, "millrace-mapping-closer");
        closer.setDaemon(true);
        closer.start();
    }

    @Override
    public CompletableFuture<Void> termination() {
        return termination.copy();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Invocations that are under way are waited for; no more are begun.
     */
    @Override
    public boolean close(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        stop.stop();
        boolean inTime = true;
        for (CompletableFuture<Void> lane : stopLanes()) {
            inTime &= await(lane, deadline - System.nanoTime());
        }
        SingleProcessWorker running = worker;
        if (running != null) {
            inTime &= running.close(Duration.ofNanos(Math.max(1_000_000_000, deadline - System.nanoTime())));
        }
        tellEnd();
        Throwable cause = failure;
        if (cause == null) {
            termination.complete(null);
        } else {
            termination.completeExceptionally(cause);
        }
        return inTime;
    }

    /** At the end of the JVM nobody waits for threads that wait for the termination. */
    private void tellEnd() {
        synchronized (endLock) {
            if (!endTold) {
                endTold = true;
                settings.listener().ended();
            }
        }
    }

    private List<CompletableFuture<Void>> stopLanes() {
        synchronized (lanes) {
            return lanes.stream().map(ShardLane::stop).toList();
        }
    }

    private static boolean await(CompletableFuture<Void> lane, long nanos) {
        try {
            Void unused = lane.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            // Stopped before its end, as it should be.
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Knows until when shards are read to their tips. A read that failed says nothing. */
    private final class Tips implements WorkerListener {

        @Override
        public void readEnded(ReadEvent event) {
            if (event.failure() == null) {
                boolean isTip = event.kinesisRecords() == 0 && event.millisBehindLatest() == 0;
                readToTip.put(
                        event.shardId(), isTip ? settings.clock().instant().minus(event.duration()) : Instant.MIN);
            }
        }
    }
}
