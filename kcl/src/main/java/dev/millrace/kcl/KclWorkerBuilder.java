package dev.millrace.kcl;

import dev.millrace.processor.CorruptPolicy;
import dev.millrace.processor.FailurePolicy;
import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.processor.StartPosition;
import dev.millrace.processor.WorkerListener;
import dev.millrace.processor.engine.EngineSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.metrics.MetricsLevel;

/** Settings of a {@link KclWorker}. Not for use by several threads. */
public final class KclWorkerBuilder {

    /** Five reads a second is all that the service allows for a shard, to all who read it together. */
    private static final Duration LEAST_INTERVAL = Duration.ofMillis(200);

    private final String application;
    private final KinesisAsyncClient kinesis;
    private final DynamoDbAsyncClient dynamoDb;
    private final RecordProcessorFactory factory;
    private final Map<String, StartPosition> streams = new LinkedHashMap<>();
    private final List<WorkerListener> listeners = new ArrayList<>();
    private String workerId;
    private String tableName;
    private FailurePolicy failurePolicy = FailurePolicy.stopWorker();
    private CorruptPolicy corruptPolicy = CorruptPolicy.deliver();
    private int maxAttempts = 10;
    private Retrieval retrieval = new Retrieval.Polling(Duration.ofSeconds(1));
    private StoppedShards stoppedShards = StoppedShards.PARK;
    private boolean reset;
    private @Nullable CloudWatchAsyncClient cloudWatch;
    private MetricsLevel metricsLevel = MetricsLevel.NONE;
    private Consumer<KclConfiguration> configure = configuration -> {};

    KclWorkerBuilder(
            String application,
            KinesisAsyncClient kinesis,
            DynamoDbAsyncClient dynamoDb,
            RecordProcessorFactory factory) {
        this.application = checkName("application", application);
        this.kinesis = Objects.requireNonNull(kinesis, "kinesis");
        this.dynamoDb = Objects.requireNonNull(dynamoDb, "dynamoDb");
        this.factory = Objects.requireNonNull(factory, "factory");
        this.tableName = application;
        this.workerId = host() + ":" + UUID.randomUUID();
    }

    private static String checkName(String what, String name) {
        if (!name.matches("[a-zA-Z0-9_.-]{3,246}")) {
            throw new IllegalArgumentException(
                    what + " not allowed: '" + name + "' (3 to 246 characters of a-z A-Z 0-9 _ . -)");
        }
        return name;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /**
     * A stream to read; at least one is needed. The library keeps the leases of an application that reads a single stream
     * in another way than those of one that reads many, so an application cannot go from one to the other.
     *
     * @param nameOrArn an ARN for a stream of another account
     * @param start where the application begins, at its first start; later it goes on where it was
     */
    public KclWorkerBuilder stream(String nameOrArn, StartPosition start) {
        Objects.requireNonNull(start, "start");
        if (streams.putIfAbsent(nameOrArn, start) != null) {
            throw new IllegalArgumentException("stream is named twice: " + nameOrArn);
        }
        return this;
    }

    /**
     * Tells the workers of an application apart. Default: the host's name and a random UUID. A worker that comes back with
     * the id of one that was killed has its leases at once, others only when they have run out.
     */
    public KclWorkerBuilder workerId(String workerId) {
        if (workerId.isBlank()) {
            throw new IllegalArgumentException("worker id is blank");
        }
        this.workerId = workerId;
        return this;
    }

    /** The table of leases, made if it is missing. Default: the application's name. 3 to 246 characters. */
    public KclWorkerBuilder tableName(String tableName) {
        this.tableName = checkName("table name", tableName);
        return this;
    }

    /** What becomes of a batch that failed every attempt. Default: {@link FailurePolicy#stopWorker}. */
    public KclWorkerBuilder failurePolicy(FailurePolicy policy) {
        this.failurePolicy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /** What becomes of records that cannot be read. Default: {@link CorruptPolicy#deliver}. */
    public KclWorkerBuilder corruptPolicy(CorruptPolicy policy) {
        this.corruptPolicy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /** How often a failing batch is given to the processor before the failure policy decides. Default: 10. From 1. */
    public KclWorkerBuilder maxAttempts(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("attempts out of range: " + count + " (at least 1)");
        }
        this.maxAttempts = count;
        return this;
    }

    /** Is told what the worker does, beside those added before. Default: nobody. */
    public KclWorkerBuilder listener(WorkerListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Records are asked for. This is the default, with an interval of one second.
     *
     * @param interval between two reads of a shard, from 200 ms; the service allows five reads a second for each shard, to
     *     all who read it together
     */
    public KclWorkerBuilder polling(Duration interval) {
        if (interval.compareTo(LEAST_INTERVAL) < 0) {
            throw new IllegalArgumentException(
                    "poll interval too short: " + interval + " (at least " + LEAST_INTERVAL + ")");
        }
        this.retrieval = new Retrieval.Polling(interval);
        return this;
    }

    /**
     * Records are pushed to a registered consumer, which costs extra. Default: they are {@linkplain #polling asked for}.
     *
     * @param consumerName is registered with the stream if it is not; no other application may have it
     */
    public KclWorkerBuilder fanOut(String consumerName) {
        this.retrieval = new Retrieval.FanOut(Objects.requireNonNull(consumerName, "consumerName"));
        return this;
    }

    /** What becomes of shards that the failure policy stops. Default: {@link StoppedShards#PARK}. */
    public KclWorkerBuilder stoppedShards(StoppedShards stoppedShards) {
        this.stoppedShards = Objects.requireNonNull(stoppedShards, "stoppedShards");
        return this;
    }

    /**
     * Whether to forget, at the start, how far the streams were processed, and to begin anew. For one worker, while no
     * other of the application runs. Default: false.
     */
    public KclWorkerBuilder reset(boolean reset) {
        this.reset = reset;
        return this;
    }

    /** Where the library's own metrics go. Default: nowhere. */
    public KclWorkerBuilder metrics(CloudWatchAsyncClient cloudWatch, MetricsLevel level) {
        this.cloudWatch = Objects.requireNonNull(cloudWatch, "cloudWatch");
        this.metricsLevel = Objects.requireNonNull(level, "level");
        return this;
    }

    /**
     * Changes the library's own settings, behind ours and before the library starts. Default: nothing. What may not be
     * changed is the processors, and that records are taken apart by a {@link LosslessAggregatorUtil}.
     */
    public KclWorkerBuilder configure(Consumer<KclConfiguration> configure) {
        this.configure = Objects.requireNonNull(configure, "configure");
        return this;
    }

    /**
     * A worker with these settings, not started yet.
     *
     * @throws IllegalStateException if there is no stream
     */
    public KclWorker build() {
        return new KclWorker(settings());
    }

    KclSettings settings() {
        if (streams.isEmpty()) {
            throw new IllegalStateException("no stream to read (name at least one)");
        }
        return new KclSettings(
                application,
                kinesis,
                dynamoDb,
                factory,
                Collections.unmodifiableMap(new LinkedHashMap<>(streams)),
                workerId,
                tableName,
                new EngineSettings(failurePolicy, corruptPolicy, maxAttempts, WorkerListener.all(listeners)),
                retrieval,
                stoppedShards,
                reset,
                cloudWatch,
                metricsLevel,
                configure);
    }
}
