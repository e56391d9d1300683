package dev.millrace.lambda.local.mapping;

import dev.millrace.processor.StartPosition;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * Settings of an {@link EventSourceMapping}, with the names, defaults and ranges of Lambda's. Source: the Lambda API
 * reference, CreateEventSourceMapping. What is wrong is refused with an {@link IllegalArgumentException}.
 */
public final class EventSourceMappingBuilder {

    private static final int MOST_RECORDS = 10_000;
    private static final int MOST_RETRIES = 10_000;
    private static final int MOST_LANES = 10;
    private static final Duration LONGEST_BATCHING = Duration.ofMinutes(5);
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(15);
    private static final Duration LONGEST_AGE = Duration.ofDays(7);

    private final KinesisAsyncClient client;
    private final String stream;
    private final FunctionInvoker function;
    private StartPosition start = StartPosition.trimHorizon();
    private @Nullable Path checkpointFolder;
    private boolean reset;
    private int batchSize = 100;
    private Duration batchingWindow = Duration.ZERO;
    private int parallelizationFactor = 1;
    private int maxRetries = -1;
    private @Nullable Duration maxAge;
    private boolean bisect;
    private boolean reportBatchItemFailures;
    private @Nullable Duration tumblingWindow;
    private FailureDestination destination = FailureDestination.NONE;
    private MappingListener listener = MappingListener.NONE;
    private Duration firstPause = Duration.ofMillis(200);
    private Duration longestPause = Duration.ofSeconds(30);
    private Clock clock = Clock.systemUTC();

    EventSourceMappingBuilder(KinesisAsyncClient client, String stream, FunctionInvoker function) {
        this.client = Objects.requireNonNull(client, "client");
        this.stream = Objects.requireNonNull(stream, "stream");
        this.function = Objects.requireNonNull(function, "function");
    }

    /** Where a stream without checkpoints is begun. Default: {@link StartPosition#trimHorizon}. */
    public EventSourceMappingBuilder startPosition(StartPosition position) {
        this.start = Objects.requireNonNull(position, "position");
        return this;
    }

    /** Where checkpoints are kept; made if missing. Default: none, checkpoints end with the process. */
    public EventSourceMappingBuilder checkpointFolder(Path folder) {
        this.checkpointFolder = Objects.requireNonNull(folder, "folder");
        return this;
    }

    /** Whether to forget the checkpoints and to begin anew. Default: false. */
    public EventSourceMappingBuilder reset(boolean reset) {
        this.reset = reset;
        return this;
    }

    /** Most records of an event. Default: 100. From 1 to 10000. An event has at most 6 MB, whatever this says. */
    public EventSourceMappingBuilder batchSize(int count) {
        this.batchSize = inRange("batch size", count, 1, MOST_RECORDS);
        return this;
    }

    /** How long records are gathered while they are fewer. Default: not at all. At most 5 minutes. */
    public EventSourceMappingBuilder batchingWindow(Duration window) {
        if (window.isNegative() || window.compareTo(LONGEST_BATCHING) > 0) {
            throw new IllegalArgumentException("batching window out of range: " + window + " (at most PT5M)");
        }
        this.batchingWindow = window;
        return this;
    }

    /**
     * How many events of a shard are on their way at once. Records of one partition key, that of the Kinesis record, keep
     * their order. Default: 1. From 1 to 10; 1 with a tumbling window.
     */
    public EventSourceMappingBuilder parallelizationFactor(int count) {
        this.parallelizationFactor = inRange("parallelization factor", count, 1, MOST_LANES);
        return this;
    }

    /** How often a batch comes again before it is given up. Default: -1, as long as the stream keeps it. From -1 to 10000. */
    public EventSourceMappingBuilder maximumRetryAttempts(int count) {
        this.maxRetries = inRange("maximum retry attempts", count, -1, MOST_RETRIES);
        return this;
    }

    /** How old records may become before they are given up. Default: as old as the stream keeps them. At most 7 days. */
    public EventSourceMappingBuilder maximumRecordAge(Duration age) {
        if (age.isNegative() || age.isZero() || age.compareTo(LONGEST_AGE) > 0) {
            throw new IllegalArgumentException("maximum record age out of range: " + age + " (at most P7D)");
        }
        this.maxAge = age;
        return this;
    }

    /** Whether a batch that failed comes again as two halves, which counts as no retry. Default: false. */
    public EventSourceMappingBuilder bisectBatchOnFunctionError(boolean bisect) {
        this.bisect = bisect;
        return this;
    }

    /** Whether an answer may name the records that failed. Default: false: every answer is a success. */
    public EventSourceMappingBuilder reportBatchItemFailures(boolean report) {
        this.reportBatchItemFailures = report;
        return this;
    }

    /** Length of windows through which the function keeps a state. Default: none. At most 15 minutes. */
    public EventSourceMappingBuilder tumblingWindow(Duration window) {
        if (window.isNegative() || window.isZero() || window.compareTo(LONGEST_WINDOW) > 0) {
            throw new IllegalArgumentException("tumbling window out of range: " + window + " (at most PT15M)");
        }
        this.tumblingWindow = window;
        return this;
    }

    /** Who is told of batches that are given up. Default: the log alone. */
    public EventSourceMappingBuilder onFailure(FailureDestination destination) {
        this.destination = Objects.requireNonNull(destination, "destination");
        return this;
    }

    /** Who is told what the mapping does. Default: nobody. */
    public EventSourceMappingBuilder listener(MappingListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /** Pauses before a batch comes again: they double from the first to the longest. Default: 200 ms, 30 s. */
    public EventSourceMappingBuilder pauses(Duration first, Duration longest) {
        if (first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("pauses out of range: first=" + first + " longest=" + longest
                    + " (none negative, the longest no shorter)");
        }
        this.firstPause = first;
        this.longestPause = longest;
        return this;
    }

    /** For ages and windows. Default: the system's. */
    EventSourceMappingBuilder clock(Clock clock) {
        this.clock = clock;
        return this;
    }

    public EventSourceMapping build() {
        if (tumblingWindow != null && parallelizationFactor > 1) {
            throw new IllegalArgumentException("a tumbling window has one state for a shard: parallelization factor="
                    + parallelizationFactor + " (1 is allowed)");
        }
        return new EventSourceMapping(
                client,
                stream,
                function,
                new MappingSettings(
                        start,
                        checkpointFolder,
                        reset,
                        batchSize,
                        batchingWindow,
                        parallelizationFactor,
                        maxRetries,
                        maxAge,
                        bisect,
                        reportBatchItemFailures,
                        tumblingWindow,
                        destination,
                        listener,
                        firstPause,
                        longestPause,
                        clock));
    }

    private static int inRange(String what, int count, int least, int most) {
        if (count < least || count > most) {
            throw new IllegalArgumentException(what + " out of range: " + count + " (" + least + " to " + most + ")");
        }
        return count;
    }
}
