package dev.millrace.consumer;

import dev.millrace.consumer.source.Pace;
import dev.millrace.processor.CorruptPolicy;
import dev.millrace.processor.FailurePolicy;
import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.processor.StartPosition;
import dev.millrace.processor.WorkerListener;
import dev.millrace.processor.engine.EngineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Settings of a {@link SingleProcessWorker}. */
public final class SingleProcessWorkerBuilder {

    private static final int MOST_RECORDS = 10_000;
    private static final long SERVICE_BYTES_PER_SECOND = 2 << 20;

    private final KinesisAsyncClient client;
    private final RecordProcessorFactory factory;
    private final Map<String, @Nullable StartPosition> streams = new LinkedHashMap<>();
    private StartPosition startPosition = StartPosition.trimHorizon();
    private FailurePolicy failurePolicy = FailurePolicy.stopWorker();
    private CorruptPolicy corruptPolicy = CorruptPolicy.deliver();
    private WorkerListener listener = WorkerListener.NONE;
    private int maxAttempts = 10;
    private Duration pollInterval = Duration.ofMillis(200);
    private Duration idlePollInterval = Duration.ofSeconds(1);
    private long bytesPerSecond = SERVICE_BYTES_PER_SECOND;
    private int maxRecords = MOST_RECORDS;
    private long readAheadBytes = Math.max(16 << 20, Runtime.getRuntime().maxMemory() / 4);
    private @Nullable String fanOutConsumer;
    private boolean deregister;
    private @Nullable Path checkpointFolder;
    private int threads = Math.max(4, Runtime.getRuntime().availableProcessors());
    private boolean reset;

    SingleProcessWorkerBuilder(KinesisAsyncClient client, RecordProcessorFactory factory) {
        this.client = Objects.requireNonNull(client, "client");
        this.factory = Objects.requireNonNull(factory, "factory");
    }

    /** Reads this stream, too. Its checkpoints are its own. By name or ARN. */
    public SingleProcessWorkerBuilder stream(String stream) {
        streams.put(Objects.requireNonNull(stream, "stream"), null);
        return this;
    }

    /** Reads this stream, too, and begins it here if it has no checkpoints. By name or ARN. */
    public SingleProcessWorkerBuilder stream(String stream, StartPosition position) {
        streams.put(Objects.requireNonNull(stream, "stream"), Objects.requireNonNull(position, "position"));
        return this;
    }

    /** Where streams without checkpoints are begun. Default: {@link StartPosition#trimHorizon}. */
    public SingleProcessWorkerBuilder startPosition(StartPosition position) {
        this.startPosition = Objects.requireNonNull(position, "position");
        return this;
    }

    /** Where checkpoints are kept; made if missing. Default: none, checkpoints end with the process. */
    public SingleProcessWorkerBuilder checkpointFolder(Path folder) {
        this.checkpointFolder = Objects.requireNonNull(folder, "folder");
        return this;
    }

    /** Whether to forget the checkpoints of the streams and to begin anew. Default: false. */
    public SingleProcessWorkerBuilder reset(boolean reset) {
        this.reset = reset;
        return this;
    }

    /** What becomes of a batch that failed every attempt. Default: {@link FailurePolicy#stopWorker}. */
    public SingleProcessWorkerBuilder failurePolicy(FailurePolicy policy) {
        this.failurePolicy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /** How often a failing batch is given to the processor before the failure policy decides. Default: 10. */
    public SingleProcessWorkerBuilder maxAttempts(int count) {
        this.maxAttempts = (int) inRange("attempts", count, 1, Integer.MAX_VALUE);
        return this;
    }

    /** What becomes of records that cannot be read. Default: {@link CorruptPolicy#deliver}. */
    public SingleProcessWorkerBuilder corruptPolicy(CorruptPolicy policy) {
        this.corruptPolicy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /** Who is told what the worker does. Default: nobody. */
    public SingleProcessWorkerBuilder listener(WorkerListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Has records pushed (enhanced fan-out) instead of asking for them.
     *
     * @param consumerName registered with every stream when the worker starts, if it is not there yet. The service has a
     *     price for each.
     */
    public SingleProcessWorkerBuilder fanOut(String consumerName) {
        this.fanOutConsumer = Objects.requireNonNull(consumerName, "consumerName");
        return this;
    }

    /** Whether to remove the registered consumer when the worker is closed. Default: false. */
    public SingleProcessWorkerBuilder deregisterOnClose(boolean deregister) {
        this.deregister = deregister;
        return this;
    }

    /** Shortest time between two reads of a shard. Default: 200 ms, the service's limit. From 0. */
    public SingleProcessWorkerBuilder pollInterval(Duration interval) {
        this.pollInterval = notNegative("poll interval", interval);
        return this;
    }

    /**
     * Longest time between two reads of a shard, which the time grows to while nothing new comes. Default: one second. If it
     * is shorter than the poll interval, that one counts.
     */
    public SingleProcessWorkerBuilder idlePollInterval(Duration interval) {
        this.idlePollInterval = notNegative("idle poll interval", interval);
        return this;
    }

    /** How fast a shard is read, in bytes of data. Default: 2 MiB, the service's limit. From 1. */
    public SingleProcessWorkerBuilder bytesPerSecond(long bytes) {
        this.bytesPerSecond = inRange("bytes per second", bytes, 1, Long.MAX_VALUE);
        return this;
    }

    /** Most Kinesis records in one read. Default: 10000. From 1 to 10000. */
    public SingleProcessWorkerBuilder maxRecords(int count) {
        this.maxRecords = (int) inRange("maximum records", count, 1, MOST_RECORDS);
        return this;
    }

    /**
     * How many bytes of data all shards together may have read and not processed. Default: a quarter of the heap. What is
     * on its way is not counted, so one answer for each of at most 64 reads may come on top. From 1.
     */
    public SingleProcessWorkerBuilder readAheadBytes(long bytes) {
        this.readAheadBytes = inRange("bytes to read ahead", bytes, 1, Long.MAX_VALUE);
        return this;
    }

    /** Threads that run processors. Default: one for each processor of the machine, and at least 4. From 1. */
    public SingleProcessWorkerBuilder threads(int count) {
        this.threads = (int) inRange("threads", count, 1, Integer.MAX_VALUE);
        return this;
    }

    /**
     * The worker, not started.
     *
     * @throws IllegalStateException if no stream was named
     */
    public SingleProcessWorker build() {
        return new SingleProcessWorker(settings());
    }

    WorkerSettings settings() {
        if (streams.isEmpty()) {
            throw new IllegalStateException("no stream is named");
        }
        Map<String, StartPosition> positions = new LinkedHashMap<>();
        streams.forEach((stream, position) -> positions.put(stream, position == null ? startPosition : position));
        return new WorkerSettings(
                client,
                positions,
                factory,
                new EngineSettings(failurePolicy, corruptPolicy, maxAttempts, WorkerListener.all(List.of(listener))),
                new Pace(pollInterval, idlePollInterval, bytesPerSecond),
                maxRecords,
                readAheadBytes,
                fanOutConsumer,
                deregister,
                checkpointFolder,
                threads,
                reset);
    }

    private static Duration notNegative(String what, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(what + " is negative: " + duration);
        }
        return duration;
    }

    private static long inRange(String what, long value, long least, long most) {
        if (value < least || value > most) {
            String allowed = most == Integer.MAX_VALUE || most == Long.MAX_VALUE
                    ? "at least " + least
                    : "allowed " + least + " to " + most;
            throw new IllegalArgumentException(what + " out of range: " + value + " (" + allowed + ")");
        }
        return value;
    }
}
