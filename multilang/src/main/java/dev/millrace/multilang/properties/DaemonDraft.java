package dev.millrace.multilang.properties;

import dev.millrace.kcl.KclConfiguration;
import dev.millrace.multilang.process.Program;
import dev.millrace.multilang.shard.ChildProtocol;
import dev.millrace.multilang.shard.ChildSettings;
import dev.millrace.processor.StartPosition;
import dev.millrace.text.PropertyValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.kinesis.metrics.MetricsLevel;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** What is read of a file so far, with the defaults for what is not. */
final class DaemonDraft {

    private static final Pattern ARN = Pattern.compile("arn:[^:]+:kinesis:([^:]*):[^:]*:stream/(.+)");
    private static final long GRACE_MILLIS = 30_000;
    private static final int MAX_FAILURES = 10;
    private static final long REPLAY_BYTES = 4 << 20;
    private static final int LOCAL_THREADS = 256;
    private static final long POLL_MILLIS = 1_500;
    private static final int MAX_RECORDS = 10_000;

    @Nullable
    Program program;

    @Nullable
    String application;

    @Nullable
    String streamName;

    @Nullable
    String streamArn;

    @Nullable
    String workerId;

    @Nullable
    String tableName;

    @Nullable
    String region;

    @Nullable
    Path checkpointFolder;

    @Nullable
    Long pollMillis;

    @Nullable
    Integer maxRecords;

    @Nullable
    String consumerName;

    final ClientDraft kinesis = new ClientDraft();
    final ClientDraft dynamoDb = new ClientDraft();
    final ClientDraft cloudWatch = new ClientDraft();
    Engine engine = Engine.KCL;
    ChildPolicy childPolicy = ChildPolicy.RELEASE_SHARD;
    ChildProtocol childProtocol = ChildProtocol.V2;
    StartPosition start = StartPosition.latest();

    @Nullable
    RetrievalMode retrieval;

    long silenceMillis = Long.MAX_VALUE;
    long graceMillis = GRACE_MILLIS;
    int maxFailures = MAX_FAILURES;
    long replayBytes = REPLAY_BYTES;
    int threads = LOCAL_THREADS;
    int childShards = 1;

    @Nullable
    MetricsLevel metricsLevel;

    private final List<Consumer<KclConfiguration>> library = new ArrayList<>();
    private final Set<String> libraryKeys = new TreeSet<>();
    private final Set<String> pollingKeys = new TreeSet<>();
    private final List<String> notes = new ArrayList<>();

    void note(String line) {
        notes.add(line);
    }

    /** Something that only the library has. */
    void configure(PropertyValue value, Consumer<KclConfiguration> setting) {
        libraryKeys.add(value.key());
        library.add(setting);
    }

    /** Something that only the library has, and that says that records are to be asked for. */
    void polling(PropertyValue value, Consumer<PollingConfig> setting) {
        pollingKey(value);
        configure(value, configuration -> {
            if (configuration.retrieval().retrievalSpecificConfig() instanceof PollingConfig polling) {
                setting.accept(polling);
            }
        });
    }

    void pollingKey(PropertyValue value) {
        pollingKeys.add(value.key());
    }

    /** Something that only the library has, for pushed records. */
    <T> void fanOut(PropertyValue value, T setting, BiConsumer<FanOutConfig, T> set) {
        configure(value, configuration -> {
            if (configuration.retrieval().retrievalSpecificConfig() instanceof FanOutConfig fanOut) {
                set.accept(fanOut, setting);
            }
        });
    }

    DaemonProperties finish() {
        Program read = required(program, "executableName", "the program to run for each shard");
        String name = required(application, "applicationName", "it names the table of leases");
        String stream = stream();
        boolean pushed = isPushed();
        if (engine == Engine.LOCAL) {
            Stream.concat(libraryKeys.stream(), localMeaningless())
                    .sorted()
                    .forEach(key ->
                            note(key + " has no meaning with engine=local: it is for the Kinesis Client Library"));
        } else if (checkpointFolder != null) {
            note("checkpointFolder has no meaning with engine=kcl: checkpoints are in DynamoDB");
        }
        List<CredentialsSpec> credentials = kinesis.credentials == null ? List.of() : kinesis.credentials;
        List<Consumer<KclConfiguration>> settings = List.copyOf(library);
        return new DaemonProperties(
                read,
                new ChildSettings(silenceMillis, graceMillis, maxFailures, replayBytes, childProtocol, childShards),
                childPolicy,
                engine,
                stream,
                name,
                workerId,
                tableName,
                checkpointFolder == null ? Path.of(name + "-checkpoints") : checkpointFolder,
                start,
                region,
                kinesis.finish(credentials),
                dynamoDb.finish(credentials),
                cloudWatch.finish(credentials),
                pushed ? (consumerName == null ? name : consumerName) : null,
                pollMillis != null
                        ? Duration.ofMillis(pollMillis)
                        : engine == Engine.KCL ? Duration.ofMillis(POLL_MILLIS) : null,
                maxRecords == null ? MAX_RECORDS : maxRecords,
                threads,
                metricsLevel(),
                configuration -> settings.forEach(setting -> setting.accept(configuration)),
                notes);
    }

    /** All of it goes to CloudWatch, as the reference daemon's does; but not from a Kinesis that is not AWS's. */
    private MetricsLevel metricsLevel() {
        if (metricsLevel != null) {
            return metricsLevel;
        }
        return kinesis.endpoint == null ? MetricsLevel.DETAILED : MetricsLevel.NONE;
    }

    private Stream<String> localMeaningless() {
        return Stream.of("workerId", "tableName", "dynamoDBEndpoint").filter(key -> switch (key) {
            case "workerId" -> workerId != null;
            case "tableName" -> tableName != null;
            default -> dynamoDb.endpoint != null;
        });
    }

    /**
     * An ARN wins over a name. Of one that is not of the clients' region, its name is all that is of use; it is all that the
     * reference takes of any.
     */
    private String stream() {
        if (streamArn == null) {
            return required(streamName, "streamName", "or streamArn");
        }
        Matcher arn = ARN.matcher(streamArn);
        if (region != null && arn.matches() && !arn.group(1).equals(region)) {
            String name = arn.group(2);
            note("the stream " + name + " of regionName=" + region + " is read, though streamArn is of " + arn.group(1)
                    + ": " + streamArn);
            return name;
        }
        return streamArn;
    }

    static boolean isStreamArn(String text) {
        return ARN.matcher(text).matches();
    }

    private boolean isPushed() {
        if (retrieval == RetrievalMode.DEFAULT && !pollingKeys.isEmpty()) {
            note("records are asked for, not pushed, because the file has " + String.join(", ", pollingKeys)
                    + " (say so with retrievalMode=POLLING)");
            return false;
        }
        return retrieval == RetrievalMode.DEFAULT || retrieval == RetrievalMode.FANOUT;
    }

    private static <T> T required(@Nullable T value, String key, String why) {
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing (" + why + ")");
        }
        return value;
    }
}
