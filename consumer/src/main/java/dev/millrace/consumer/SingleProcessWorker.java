package dev.millrace.consumer;

import dev.millrace.consumer.checkpoint.CheckpointStore;
import dev.millrace.consumer.checkpoint.FolderCheckpointStore;
import dev.millrace.consumer.checkpoint.MemoryCheckpointStore;
import dev.millrace.consumer.source.ReadBudget;
import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.processor.StreamRecreatedException;
import dev.millrace.processor.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/*
 * Threads: a pool of fixed size runs the steps of all shards and the user's processors; one timer thread only starts
 * delayed steps (WorkerThreads). Shards are listed on the pool too, for each stream by one step at a time.
 *
 * Memory: what is read and not processed counts against a ReadBudget.
 *
 * Order: a shard begins when the ends of all its parents are stored.
 *
 * Failure: see ShardProcessing. A failure that ends the worker stops every shard and completes the termination.
 */
/**
 * Reads every shard of one or several streams in this JVM. It needs Kinesis and nothing else: checkpoints are kept in a
 * folder, which one worker uses at a time.
 *
 * <pre>{@code
 * SingleProcessWorker worker = SingleProcessWorker.builder(client, "words", MyProcessor::new)
 *         .checkpointFolder(Path.of("checkpoints"))
 *         .build();
 * worker.run(Duration.ofSeconds(20));
 * }</pre>
 */
public final class SingleProcessWorker implements Worker {

    private static final Logger LOG = LoggerFactory.getLogger(SingleProcessWorker.class);
    private static final int MOST_READS = 64;

    private final WorkerSettings settings;
    private final WorkerThreads threads;
    private final ReadBudget budget;
    private final WorkerContext context = new Context();
    private final List<StreamConsumer> streams;
    private final CompletableFuture<Void> termination = new CompletableFuture<>();
    private @Nullable CheckpointStore store;
    private boolean started;
    private volatile boolean closing;
    private volatile @Nullable Throwable failure;

    SingleProcessWorker(WorkerSettings settings) {
        this.settings = settings;
        this.threads = new WorkerThreads(settings.threads());
        this.budget = new ReadBudget(settings.readAheadBytes(), MOST_READS);
        this.streams = settings.streams().entrySet().stream()
                .map(stream -> new StreamConsumer(context, stream.getKey(), stream.getValue()))
                .toList();
    }

    /**
     * A worker of one stream.
     *
     * @param stream name or ARN
     */
    public static SingleProcessWorkerBuilder builder(
            KinesisAsyncClient client, String stream, RecordProcessorFactory factory) {
        return builder(client, factory).stream(stream);
    }

    /** A worker of the streams that {@link SingleProcessWorkerBuilder#stream} names. */
    public static SingleProcessWorkerBuilder builder(KinesisAsyncClient client, RecordProcessorFactory factory) {
        return new SingleProcessWorkerBuilder(client, factory);
    }

    /**
     * {@inheritDoc}
     *
     * @throws StreamRecreatedException if the checkpoints belong to an earlier stream of this name
     * @throws IllegalStateException if the checkpoint folder is in use
     * @throws SdkException if a stream cannot be described
     */
    @Override
    public synchronized void start() {
        if (started) {
            return;
        }
        if (closing) {
            throw new IllegalStateException("the worker was closed: make a new one");
        }
        Path folder = settings.checkpointFolder();
        CheckpointStore opened = folder == null ? new MemoryCheckpointStore() : FolderCheckpointStore.open(folder);
        try {
            streams.forEach(stream -> stream.prepare(opened));
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
        store = opened;
        started = true;
        streams.forEach(stream -> context.run(stream::keepInSync));
    }

    @Override
    public CompletableFuture<Void> termination() {
        return termination.copy();
    }

    /**
     * {@inheritDoc}
     *
     * <p>A processor may call it: then the worker is stopped by another thread, and the answer is false at once.
     */
    @Override
    public boolean close(Duration timeout) {
        closing = true;
        if (threads.isOwn(Thread.currentThread())) {
            threads.runApart(() -> stop(timeout));
            return false;
        }
        return stop(timeout);
    }

    private boolean stop(Duration timeout) {
        CompletableFuture<?>[] stops =
                streams.stream().flatMap(stream -> stream.stop().stream()).toArray(CompletableFuture[]::new);
        boolean inTime = await(CompletableFuture.allOf(stops), timeout);
        threads.shutdown();
        streams.forEach(StreamConsumer::abandon);
        streams.forEach(StreamConsumer::deregister);
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

    /** The worker as its streams and shards see it. */
    private final class Context implements WorkerContext {

        @Override
        public WorkerSettings settings() {
            return settings;
        }

        @Override
        public CheckpointStore store() {
            CheckpointStore opened = store;
            if (opened == null) {
                throw new IllegalStateException("the worker is not started");
            }
            return opened;
        }

        @Override
        public ReadBudget budget() {
            return budget;
        }

        @Override
        public void run(Runnable step) {
            threads.run(() -> {
                try {
                    step.run();
                } catch (RuntimeException | Error e) {
                    fail(e);
                }
            });
        }

        @Override
        public void runAfter(long millis, Runnable step) {
            threads.runAfter(millis, () -> run(step));
        }

        @Override
        public void fail(Throwable cause) {
            synchronized (termination) {
                if (failure != null) {
                    return;
                }
                failure = cause;
            }
            if (closing) {
                LOG.debug("failed while it stops", cause);
                return;
            }
            closing = true;
            threads.runApart(() -> stop(Duration.ofSeconds(30)));
        }
    }
}
