package dev.millrace.multilang.properties;

import dev.millrace.kcl.KclConfiguration;
import dev.millrace.multilang.process.Program;
import dev.millrace.multilang.shard.ChildSettings;
import dev.millrace.processor.StartPosition;
import dev.millrace.text.PropertyValue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.kinesis.metrics.MetricsLevel;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** What is read of a file so far, with the defaults for what is not. */
final class DaemonDraft {

    private static final Pattern ARN = Pattern.compile("arn:[^:]+:kinesis:[^:]*:[^:]*:stream/(.+)");
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
    URI kinesisEndpoint;

    @Nullable
    URI dynamoDbEndpoint;

    @Nullable
    URI cloudWatchEndpoint;

    @Nullable
    List<CredentialsSpec> kinesisCredentials;

    @Nullable
    List<CredentialsSpec> dynamoDbCredentials;

    @Nullable
    List<CredentialsSpec> cloudWatchCredentials;

    @Nullable
    Path checkpointFolder;

    @Nullable
    Long pollMillis;

    @Nullable
    Integer maxRecords;

    @Nullable
    String consumerName;

    Engine engine = Engine.KCL;
    ChildPolicy childPolicy = ChildPolicy.RELEASE_SHARD;
    StartPosition start = StartPosition.latest();

    @Nullable
    RetrievalMode retrieval;

    long silenceMillis = Long.MAX_VALUE;
    long graceMillis = GRACE_MILLIS;
    int maxFailures = MAX_FAILURES;
    long replayBytes = REPLAY_BYTES;
    int threads = LOCAL_THREADS;

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
        List<CredentialsSpec> credentials = kinesisCredentials == null ? List.of() : kinesisCredentials;
        List<Consumer<KclConfiguration>> settings = List.copyOf(library);
        return new DaemonProperties(
                read,
                new ChildSettings(silenceMillis, graceMillis, maxFailures, replayBytes),
                childPolicy,
                engine,
                stream,
                name,
                workerId,
                tableName,
                checkpointFolder == null ? Path.of(name + "-checkpoints") : checkpointFolder,
                start,
                region,
                new ServiceClient(kinesisEndpoint, credentials),
                new ServiceClient(dynamoDbEndpoint, dynamoDbCredentials == null ? credentials : dynamoDbCredentials),
                new ServiceClient(
                        cloudWatchEndpoint, cloudWatchCredentials == null ? credentials : cloudWatchCredentials),
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
        return kinesisEndpoint == null ? MetricsLevel.DETAILED : MetricsLevel.NONE;
    }

    private Stream<String> localMeaningless() {
        return Stream.of("workerId", "tableName", "dynamoDBEndpoint").filter(key -> switch (key) {
            case "workerId" -> workerId != null;
            case "tableName" -> tableName != null;
            default -> dynamoDbEndpoint != null;
        });
    }

    /** The name is all that is taken of an ARN; it wins over a name. */
    private String stream() {
        if (streamArn == null) {
            return required(streamName, "streamName", "or streamArn");
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
