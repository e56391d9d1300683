package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.dynamodb.DynamoDbLocal;
import dev.millrace.local.LocalKinesis;
import dev.millrace.local.junit.LocalKinesisExtension;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Other people's kits under our daemon: records, a split to the end of the shard and the children of it, and SIGTERM. */
@Tag("interop")
@ExtendWith(LocalKinesisExtension.class)
class KitsUnderOurDaemonTest {

    private static final Path DYNAMO_DB = Path.of("..", "dynamodb-local", "libraries", "target", "lib");
    private static final String LAST_HASH_KEY = "340282366920938463463374607431768211455";
    private static final long LIMIT_SECONDS = 180;

    /** For the library to lose no time; without meaning with the other engine. */
    private static final List<String> QUICK = List.of(
            "failoverTimeMillis = 1000",
            "leaseAssignmentIntervalMillis = 500",
            "shardSyncIntervalMillis = 1000",
            "parentShardPollIntervalMillis = 200",
            "idleTimeBetweenReadsInMillis = 200",
            "schedulerInitializationBackoffTimeMillis = 200",
            "workerMetricsReporterFreqInMillis = 1000",
            "inMemoryWorkerMetricsCaptureFrequencyMillis = 200");

    /** A kit's daemon, and the command that shows its checkpoints. */
    private record Run(Kit kit, DaemonProcess daemon, List<String> showCheckpoints) {

        private void awaitCheckpoint(String shardId, String sequenceNumber) throws Exception {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            List<String> shown = checkpoints();
            while (shown.stream().noneMatch(line -> line.contains(shardId) && line.contains(sequenceNumber))) {
                assertThat(System.nanoTime())
                        .as("%s: checkpoint of %s: %s", kit, shardId, shown)
                        .isLessThan(end);
                shown = checkpoints();
            }
        }

        /** Until a record is checkpointed that is put once for every look. */
        private void awaitCheckpointOfOneOf(String shardId, Supplier<String> put) throws Exception {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            Set<String> sequenceNumbers = new HashSet<>();
            List<String> shown = List.of();
            while (shown.stream()
                    .noneMatch(line ->
                            line.contains(shardId) && sequenceNumbers.stream().anyMatch(line::contains))) {
                assertThat(System.nanoTime())
                        .as("%s: checkpoint of %s: %s", kit, shardId, shown)
                        .isLessThan(end);
                sequenceNumbers.add(put.get());
                shown = checkpoints();
            }
        }

        /** The process that a shard has begun in; the daemon has ended. */
        private String pid(String shardId) throws InterruptedException {
            return daemon.printed().stream()
                    .map(Pattern.compile("a child runs: shard=" + shardId + " pid=(\\d+)")::matcher)
                    .filter(Matcher::find)
                    .map(matcher -> matcher.group(1))
                    .findFirst()
                    .orElseThrow();
        }

        private List<String> checkpoints() throws Exception {
            return MillraceDaemon.run(showCheckpoints.toArray(String[]::new));
        }
    }

    @ParameterizedTest
    @Timeout(600)
    @ValueSource(strings = {"local", "kcl"})
    void shardIsProcessedToItsEndAndItsChildrenUntilTheyAreStopped(
            String engine, LocalKinesis service, KinesisClient client, @TempDir Path folder) throws Exception {
        Map<Kit, Run> runs = new EnumMap<>(Kit.class);
        try (DynamoDbLocal tables = DynamoDbLocal.inMemory(DYNAMO_DB)) {
            try {
                for (Kit kit : Kit.values()) {
                    service.createStream("us-east-1", kit.stream(), 1);
                    for (String word : List.of("cat", "dog", "cat")) {
                        put(client, kit.stream(), word, word, "0");
                    }
                    runs.put(kit, start(kit, engine, service.endpoint(), tables.endpoint(), folder));
                }
                for (Run run : runs.values()) {
                    goThroughASplit(run, client);
                }
                if (engine.equals("local")) {
                    awaitSilentKit(Objects.requireNonNull(runs.get(Kit.KCLPY_1)), client);
                }
                for (Run run : runs.values()) {
                    stop(run);
                }
            } finally {
                runs.values().forEach(run -> run.daemon().close());
                for (Kit kit : runs.keySet()) {
                    client.deleteStream(request -> request.streamName(kit.stream()));
                    client.waiter().waitUntilStreamNotExists(request -> request.streamName(kit.stream()));
                }
            }
        }
    }

    private static Run start(Kit kit, String engine, URI kinesis, URI dynamoDb, Path folder) throws Exception {
        Path home = Files.createDirectory(folder.resolve(kit.name()));
        Path file = home.resolve("sample.properties");
        boolean kcl = engine.equals("kcl");
        Files.writeString(
                file,
                String.join(
                        "\n",
                        kit.properties(),
                        "engine = " + engine,
                        "kinesisEndpoint = " + kinesis,
                        kcl ? "dynamoDBEndpoint = " + dynamoDb : "checkpointFolder = checkpoints",
                        // Two of the samples have one name.
                        kcl ? "tableName = " + kit.name() : "",
                        kcl ? String.join("\n", QUICK) : ""));
        ProcessBuilder daemon = MillraceDaemon.command("daemon", "-p", file.toString());
        daemon.directory(home.toFile());
        daemon.environment().merge("PATH", kit.programs().toString(), (path, own) -> own + File.pathSeparator + path);
        daemon.environment()
                .put("NODE_PATH", kit.programs().resolveSibling("node_modules").toString());
        List<String> show = kcl
                ? List.of("--application", kit.name(), "--dynamodb-endpoint", dynamoDb.toString())
                : List.of("--checkpoints", home.resolve("checkpoints").toString());
        return new Run(
                kit,
                DaemonProcess.start(daemon),
                Stream.of(
                                List.of("checkpoints", "show"),
                                show,
                                List.of("--stream", kit.stream(), "--endpoint", kinesis.toString()))
                        .flatMap(List::stream)
                        .toList());
    }

    private static void goThroughASplit(Run run, KinesisClient client) throws Exception {
        Kit kit = run.kit();
        run.daemon().awaitLine("a child runs: shard=shardId-000000000000 .*TRIM_HORIZON");
        client.splitShard(request -> request.streamName(kit.stream())
                .shardToSplit("shardId-000000000000")
                .newStartingHashKey("170141183460469231731687303715884105728"));
        client.waiter().waitUntilStreamExists(request -> request.streamName(kit.stream()));
        String bird = put(client, kit, "bird", "0");
        String lobster = put(client, kit, "lobster", LAST_HASH_KEY);
        for (String said : kit.ended()) {
            run.daemon().awaitLine("shardId-000000000000.*" + said);
        }
        run.daemon().awaitLine("a child runs: shard=shardId-000000000001 .*TRIM_HORIZON");
        run.daemon().awaitLine("a child runs: shard=shardId-000000000002 .*TRIM_HORIZON");
        run.awaitCheckpoint("shardId-000000000000", "SHARD_END");
        awaitLines(run, "shardId-000000000001", kit.read("bird"));
        awaitLines(run, "shardId-000000000002", kit.read("lobster"));
        if (kit.checkpoints()) {
            run.awaitCheckpoint("shardId-000000000001", bird);
            run.awaitCheckpoint("shardId-000000000002", lobster);
        }
    }

    private static void awaitLines(Run run, String shardId, List<String> said) throws InterruptedException {
        for (String line : said) {
            run.daemon().awaitLine(shardId + ".*" + line);
        }
    }

    /** The sample of the old kit says nothing of records, and checkpoints what it was given once a minute. */
    private static void awaitSilentKit(Run run, KinesisClient client) throws Exception {
        run.awaitCheckpointOfOneOf("shardId-000000000001", () -> put(client, run.kit(), "bird", "0"));
        run.awaitCheckpointOfOneOf("shardId-000000000002", () -> put(client, run.kit(), "lobster", LAST_HASH_KEY));
    }

    private static void stop(Run run) throws Exception {
        assertThat(run.daemon().terminate())
                .as("%s: exit code after SIGTERM", run.kit())
                .isEqualTo(143);
        awaitLines(run, "shardId-000000000001", run.kit().stopped());
        awaitLines(run, "shardId-000000000002", run.kit().stopped());
        if (run.kit() == Kit.WORDS_SHARED) {
            assertThat(run.pid("shardId-000000000002")).isEqualTo(run.pid("shardId-000000000001"));
        }
        assertThat(run.daemon().printed())
                .as("%s: no child failed", run.kit())
                .noneMatch(line -> line.contains("Traceback")
                        || line.contains("child failed")
                        || line.contains("output ended")
                        || line.contains("is killed"))
                .filteredOn(line -> line.contains("a child runs:"))
                .hasSize(3);
    }

    private static String put(KinesisClient client, Kit kit, String word, String hashKey) {
        return put(client, kit.stream(), kit.partitionKey(word), word, hashKey);
    }

    private static String put(KinesisClient client, String stream, String partitionKey, String word, String hashKey) {
        return client.putRecord(request -> request.streamName(stream)
                        .partitionKey(partitionKey)
                        .explicitHashKey(hashKey)
                        .data(SdkBytes.fromUtf8String(word)))
                .sequenceNumber();
    }
}
