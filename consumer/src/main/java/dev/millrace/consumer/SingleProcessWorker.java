package dev.millrace.consumer;

import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.processor.StartPosition;
import dev.millrace.processor.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/*
 * Threads: a pool of fixed size runs the steps of all shards and the user's processors; one scheduler thread only
 * starts delayed steps. The list of shards is read on the pool too, by one step at a time.
 *
 * Memory: at most one read of at most 10 MiB per shard is held.
 *
 * Order: a shard begins when the ends of all its parents are stored.
 *
 * Failure: see ShardConsumer. A failure that ends the worker stops every shard and completes the termination.
 */
/**
 * Reads every shard of a stream in this JVM. It needs Kinesis and nothing else: checkpoints are kept in a folder, which
 * one worker uses at a time.
 *
 * <pre>{@code
 * SingleProcessWorker worker = SingleProcessWorker.builder(client, "words", MyProcessor::new)
 *         .checkpointFolder(Path.of("checkpoints"))
 *         .build();
 * worker.start();
 * }</pre>
 */
public final class SingleProcessWorker implements Worker {

    private static final Logger LOG = LoggerFactory.getLogger(SingleProcessWorker.class);
    private static final long SHARD_SYNC_MILLIS = 10_000;

    private final WorkerSettings settings;
    private final StreamDirectory directory;
    private final Map<String, ShardConsumer> consumers = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> termination = new CompletableFuture<>();
    private final ExecutorService pool;
    private final ScheduledExecutorService scheduler;
    private final Object syncLock = new Object();
    private final WorkerContext context = new Context();
    private @Nullable CheckpointStore store;
    private boolean started;
    private volatile boolean closing;
    private volatile @Nullable Throwable failure;

    private SingleProcessWorker(WorkerSettings settings) {
        this.settings = settings;
        this.directory = new StreamDirectory(settings.client(), settings.stream());
        this.pool = Executors.newFixedThreadPool(settings.threads(), task -> thread(task, "millrace-worker", false));
        this.scheduler =
                Executors.newSingleThreadScheduledExecutor(task -> thread(task, "millrace-worker-timer", true));
    }

    public static Builder builder(KinesisAsyncClient client, String stream, RecordProcessorFactory factory) {
        return new Builder(client, stream, factory);
    }

    /**
     * {@inheritDoc}
     *
     * @throws StreamRecreatedException if the checkpoints belong to an earlier stream of this name
     * @throws IllegalStateException if the checkpoint folder is in use
     * @throws SdkException if the stream cannot be described
     */
    @Override
    public synchronized void start() {
        if (started) {
            return;
        }
        if (closing) {
            throw new IllegalStateException("the worker was closed: make a new one");
        }
        Instant created = directory.created();
        Path folder = settings.checkpointFolder();
        CheckpointStore opened = folder == null ? new MemoryCheckpointStore() : FolderCheckpointStore.open(folder);
        try {
            begin(opened, created);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
        store = opened;
        started = true;
        ScheduledFuture<?> unused = scheduler.scheduleWithFixedDelay(
                () -> context.run(this::syncShards), 0, SHARD_SYNC_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void begin(CheckpointStore opened, Instant created) {
        Instant known = opened.streamCreated(settings.stream());
        if (known != null && settings.reset()) {
            opened.forget(settings.stream());
            known = null;
        }
        // Compared by the second: some answers round the creation time, others do not.
        if (known != null && known.getEpochSecond() != created.getEpochSecond()) {
            throw new StreamRecreatedException(settings.stream(), known, created);
        }
        if (known == null) {
            opened.begin(settings.stream(), created, directory.firstPositions(settings.startPosition()));
        }
    }

    /** Begins every shard that may be read now, and looks again later. */
    private void syncShards() {
        synchronized (syncLock) {
            if (closing) {
                return;
            }
            try {
                CheckpointStore positions = openStore();
                Map<String, StoredPosition> readable =
                        new ShardTree(directory.shards()).readable(positions.positions(settings.stream()));
                readable.forEach((shardId, position) -> {
                    if (!consumers.containsKey(shardId)) {
                        positions.store(settings.stream(), shardId, position);
                        ShardConsumer consumer = new ShardConsumer(context, shardId, position);
                        consumers.put(shardId, consumer);
                        consumer.start();
                    }
                });
            } catch (SdkException e) {
                LOG.warn("shards cannot be listed now: stream={} cause={}", settings.stream(), e.toString());
            }
        }
    }

    @Override
    public CompletableFuture<Void> termination() {
        return termination.copy();
    }

    @Override
    public boolean close(Duration timeout) {
        closing = true;
        CompletableFuture<?>[] stops;
        synchronized (syncLock) {
            stops = consumers.values().stream().map(ShardConsumer::stop).toArray(CompletableFuture[]::new);
        }
        boolean inTime = await(CompletableFuture.allOf(stops), timeout);
        scheduler.shutdownNow();
        pool.shutdown();
        // Those that did not return in time find out when they make a checkpoint.
        consumers.values().forEach(ShardConsumer::abandon);
        synchronized (this) {
            if (store != null) {
                store.close();
                store = null;
            }
        }
        Throwable cause = failure;
        if (cause == null) {
            termination.complete(null);
        } else {
            termination.completeExceptionally(cause);
        }
        return inTime;
    }

    private static boolean await(CompletableFuture<?> stops, Duration timeout) {
        try {
            stops.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a shard did not stop", e);
        }
    }

    private CheckpointStore openStore() {
        CheckpointStore opened = store;
        if (opened == null) {
            throw new IllegalStateException("the worker is not started");
        }
        return opened;
    }

    private static Thread thread(Runnable task, String name, boolean daemon) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(daemon);
        return thread;
    }

    /** The worker as its shards see it. */
    private final class Context implements WorkerContext {

        @Override
        public WorkerSettings settings() {
            return settings;
        }

        @Override
        public CheckpointStore store() {
            return openStore();
        }

        @Override
        public void run(Runnable step) {
            try {
                pool.execute(() -> {
                    try {
                        step.run();
                    } catch (RuntimeException | Error e) {
                        fail(e);
                    }
                });
            } catch (RejectedExecutionException e) {
                LOG.debug("a step came after the worker was closed");
            }
        }

        @Override
        public void runAfter(long millis, Runnable step) {
            try {
                ScheduledFuture<?> unused = scheduler.schedule(() -> run(step), millis, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("a step came after the worker was closed");
            }
        }

        @Override
        public void shardEnded(String shardId) {
            syncShards();
        }

        @Override
        public void fail(Throwable cause) {
            synchronized (termination) {
                if (failure != null) {
                    return;
                }
                failure = cause;
            }
            Thread closer = thread(() -> close(Duration.ofSeconds(30)), "millrace-worker-closer", true);
            closer.start();
        }
    }

    /** Settings of a {@link SingleProcessWorker}. */
    public static final class Builder {
        private final KinesisAsyncClient client;
        private final String stream;
        private final RecordProcessorFactory factory;
        private @Nullable Path checkpointFolder;
        private StartPosition startPosition = StartPosition.trimHorizon();
        private FailurePolicy failurePolicy = FailurePolicy.stopWorker();
        private Duration pollInterval = Duration.ofMillis(200);
        private int maxRecords = 10_000;
        private int maxAttempts = 10;
        private int threads = Math.max(4, Runtime.getRuntime().availableProcessors());
        private boolean reset;

        private Builder(KinesisAsyncClient client, String stream, RecordProcessorFactory factory) {
            this.client = Objects.requireNonNull(client, "client");
            this.stream = Objects.requireNonNull(stream, "stream");
            this.factory = Objects.requireNonNull(factory, "factory");
        }

        /** Where checkpoints are kept; made if missing. Default: none, checkpoints end with the process. */
        public Builder checkpointFolder(Path folder) {
            this.checkpointFolder = Objects.requireNonNull(folder, "folder");
            return this;
        }

        /** Where a stream without checkpoints is begun. Default: {@link StartPosition#trimHorizon}. */
        public Builder startPosition(StartPosition position) {
            this.startPosition = Objects.requireNonNull(position, "position");
            return this;
        }

        /** What becomes of a batch that failed every attempt. Default: {@link FailurePolicy#stopWorker}. */
        public Builder failurePolicy(FailurePolicy policy) {
            this.failurePolicy = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /** Time between two reads of a shard. Default: 200 ms, the service's limit. From 0. */
        public Builder pollInterval(Duration interval) {
            if (interval.isNegative()) {
                throw new IllegalArgumentException("poll interval is negative: " + interval);
            }
            this.pollInterval = interval;
            return this;
        }

        /** Most Kinesis records in one read. Default: 10000. From 1 to 10000. */
        public Builder maxRecords(int count) {
            if (count < 1 || count > 10_000) {
                throw new IllegalArgumentException("maximum records out of range: " + count + " (allowed 1 to 10000)");
            }
            this.maxRecords = count;
            return this;
        }

        /** How often a failing batch is given to the processor before the failure policy decides. Default: 10. */
        public Builder maxAttempts(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("attempts out of range: " + count + " (at least 1)");
            }
            this.maxAttempts = count;
            return this;
        }

        /** Threads that run processors. Default: one for each processor of the machine, and at least 4. From 1. */
        public Builder threads(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("threads out of range: " + count + " (at least 1)");
            }
            this.threads = count;
            return this;
        }

        /** Whether to forget the checkpoints of the stream and to begin anew. Default: false. */
        public Builder reset(boolean reset) {
            this.reset = reset;
            return this;
        }

        public SingleProcessWorker build() {
            return new SingleProcessWorker(settings());
        }

        WorkerSettings settings() {
            return new WorkerSettings(
                    client,
                    stream,
                    factory,
                    checkpointFolder,
                    startPosition,
                    failurePolicy,
                    pollInterval,
                    maxRecords,
                    maxAttempts,
                    threads,
                    reset);
        }
    }
}
