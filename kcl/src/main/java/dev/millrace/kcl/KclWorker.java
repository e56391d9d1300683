package dev.millrace.kcl;

import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.processor.StreamRecreatedException;
import dev.millrace.processor.Worker;
import dev.millrace.processor.engine.EngineSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.StreamIdentifier;
import software.amazon.kinesis.leases.LeaseCoordinator;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.processor.ShardRecordProcessorFactory;

/*
 * Threads: the library's scheduler has a thread of ours; each shard's processor runs on one of the library's, and waits
 * there when a batch is to be repeated. The library's pool has no limit, so a shard that waits holds up no other.
 *
 * Memory: the library reads ahead, up to four batches or 8 MiB for each shard, beside the batch in hand.
 *
 * Order: the library's: a shard begins when the leases of its parents say SHARD_END, or are gone.
 *
 * Failure: see KclShard for what fails in a processor, SchedulerRun for what fails in the library. Whatever ends the
 * worker gives the stop signal first, from which on no shard takes records, then closes it, then completes the
 * termination.
 */
/**
 * Reads streams together with other machines: leases on shards, fail-over and balancing by the Kinesis Client Library,
 * over a table in DynamoDB. The contract of processors, and what happens when they fail, is that of every worker here,
 * and not the library's, which skips a batch whose processor throws.
 *
 * <pre>{@code
 * KclWorker worker = KclWorker.builder("word-count", kinesis, dynamoDb, MyProcessor::new)
 *         .stream("words", StartPosition.trimHorizon())
 *         .build();
 * worker.start();
 * }</pre>
 *
 * <p>All workers of an application have its name, and ids of their own. The application has two tables: that of its leases,
 * the library's, and beside it {@code -Millrace}, with where reading of each stream began. The clients are the caller's,
 * and outlive the worker. Since the library tells nobody when it reads, no listener hears of {@code readEnded}.
 */
public final class KclWorker implements Worker {

    private static final Logger LOG = LoggerFactory.getLogger(KclWorker.class);
    private static final Duration CLOSE_AFTER_FAILURE = Duration.ofSeconds(30);

    private final KclSettings settings;
    private final ShardHost host = new Host();
    private final StopSignal stop = new StopSignal();
    private final Set<String> leftAlone = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> termination = new CompletableFuture<>();
    private final ReentrantLock running = new ReentrantLock();
    private volatile @Nullable SchedulerRun run;
    private @Nullable Throwable failure;

    KclWorker(KclSettings settings) {
        this.settings = settings;
    }

    /**
     * A worker of an application.
     *
     * @param application its name; its tables and its metrics bear it
     */
    public static KclWorkerBuilder builder(
            String application,
            KinesisAsyncClient kinesis,
            DynamoDbAsyncClient dynamoDb,
            RecordProcessorFactory factory) {
        return new KclWorkerBuilder(application, kinesis, dynamoDb, factory);
    }

    /**
     * Begins to read. Returns when the streams were found and the table has its first leases.
     *
     * @throws StreamRecreatedException if the leases belong to an earlier stream of this name
     * @throws SdkException if a stream cannot be described, or a table not be used
     * @throws IllegalStateException if the worker was closed, or the tables do not fit
     * @throws java.util.concurrent.CancellationException if it is closed meanwhile
     */
    @Override
    public void start() {
        running.lock();
        try {
            if (stop.isGiven()) {
                throw new IllegalStateException("the worker was closed: make a new one");
            }
            if (run == null) {
                begin();
            }
        } finally {
            running.unlock();
        }
    }

    private void begin() {
        StreamDirectory directory = new StreamDirectory(settings.kinesis());
        Tables tables = new Tables(settings.dynamoDb(), stop);
        LeaseTablePrimer primer = new LeaseTablePrimer(
                directory,
                new BeginningTable(settings.dynamoDb(), tables, settings.tableName()),
                new LeaseTable(settings.dynamoDb(), tables, settings.tableName(), settings.layout()),
                stop);
        Map<KinesisStream, Beginning> streams = new LinkedHashMap<>();
        settings.streams().forEach((nameOrArn, start) -> {
            KinesisStream stream = directory.find(nameOrArn);
            streams.put(stream, primer.begin(stream, start, settings.reset()));
        });
        SchedulerParts parts = SchedulerParts.of(settings, streams, new Processors());
        streams.keySet().forEach(stream -> primer.prime(stream, parts.leaseManagement(), parts.version()));
        stop.pause(0);
        SchedulerRun begun = parts.newRun(host::fail);
        run = begun;
        begun.start();
    }

    @Override
    public CompletableFuture<Void> termination() {
        return termination.copy();
    }

    @Override
    public boolean close(Duration timeout) {
        stop.give();
        long end = System.nanoTime() + timeout.toNanos();
        boolean inTime = false;
        try {
            // A start that is under way ends with the signal.
            if (running.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    SchedulerRun begun = run;
                    inTime = begun == null || begun.stop(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
                } finally {
                    running.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        complete();
        return inTime;
    }

    private void complete() {
        Throwable cause;
        synchronized (termination) {
            cause = failure;
        }
        if (cause == null) {
            termination.complete(null);
        } else {
            termination.completeExceptionally(cause);
        }
    }

    /** The worker as its shards see it. */
    private final class Host implements ShardHost {

        @Override
        public RecordProcessor newProcessor() {
            return settings.factory().create();
        }

        @Override
        public EngineSettings engine() {
            return settings.engine();
        }

        @Override
        public StoppedShards stoppedShards() {
            return settings.stoppedShards();
        }

        @Override
        public LeaseCoordinator leases() {
            return begun().leases();
        }

        @Override
        public WorkerRoll roll() {
            return begun().roll();
        }

        private SchedulerRun begun() {
            SchedulerRun begun = run;
            if (begun == null) {
                throw new IllegalStateException("the worker is not started");
            }
            return begun;
        }

        @Override
        public StopSignal stop() {
            return stop;
        }

        @Override
        public void leaveAlone(String leaseKey) {
            leftAlone.add(leaseKey);
        }

        @Override
        public boolean leavesAlone(String leaseKey) {
            return leftAlone.contains(leaseKey);
        }

        @Override
        public void fail(Throwable cause) {
            synchronized (termination) {
                if (failure != null || stop.isGiven()) {
                    LOG.warn("a failure while the worker stops", cause);
                    return;
                }
                failure = cause;
                stop.give();
            }
            Thread closer = new Thread(() -> close(CLOSE_AFTER_FAILURE), "millrace-kcl-closer");
            closer.start();
        }
    }

    /** Makes a processor of the library's for each shard. */
    private final class Processors implements ShardRecordProcessorFactory {

        @Override
        public ShardRecordProcessor shardRecordProcessor() {
            throw new UnsupportedOperationException("the library names the stream");
        }

        @Override
        public ShardRecordProcessor shardRecordProcessor(StreamIdentifier stream) {
            String prefix = settings.layout() == LeaseLayout.SINGLE ? "" : stream.serialize() + ":";
            return new KclShard(host, stream.streamName(), prefix);
        }
    }
}
