package dev.millrace.multilang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.consumer.checkpoint.FolderCheckpointStore;
import dev.millrace.consumer.checkpoint.StoredPosition;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;

/** Children that are killed and stopped at random, misbehave by themselves, and checkpoint seldom, while shards split. */
class ChaosTest {

    /** What a child does depends on its process id. */
    private static final String MISBEHAVIOUR = """
            count=$((count + 1))
            case $(($$ % 5)) in
              0) yes 'stderr is flooded' | head -n 2000 >&2 ;;
              1) printf 'rubbish\\n{"action":\\nnull\\n' ;;
              2) if [ $count -gt 20 ]; then printf '{"action":"stat'; exit 0; fi ;;
            esac
            [ $((count % 12)) -ne 0 ] || checkpoint '"sequenceNumber":null'
            answer processRecords
            """;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private static final String CHECKPOINT = "checkpoint '\"sequenceNumber\":null'";

    @TempDir
    private Path folder;

    @Test
    void nothingIsLostInAMinute() throws Exception {
        runScripted(4, MINUTE);
    }

    @Test
    void nothingIsLostInAMinuteWithSharedChildren() throws Exception {
        runShared(4, MINUTE);
    }

    @Test
    @Tag("long")
    void nothingIsLostInFiveMinutes() throws Exception {
        runScripted(8, FIVE_MINUTES);
    }

    @Test
    @Tag("long")
    void nothingIsLostInFiveMinutesWithSharedChildren() throws Exception {
        runShared(8, FIVE_MINUTES);
    }

    private void runScripted(int shards, Duration duration) throws Exception {
        ScriptedChild child = new ScriptedChild(Files.createDirectories(folder.resolve("child")))
                .on("processRecords", MISBEHAVIOUR)
                .on("shardEnded", CHECKPOINT + "; answer shardEnded")
                .on("shutdownRequested", CHECKPOINT + "; answer shutdownRequested");
        run(child, Map.of("executableName", child.command()), shards, duration);
    }

    private void runShared(int shards, Duration duration) throws Exception {
        SharedChild child = new SharedChild(Files.createDirectories(folder.resolve("child")), "any");
        run(
                child,
                Map.of("executableName", child.command(), "childShards", "3", "timeoutInSeconds", "10"),
                shards,
                duration);
    }

    private void run(Journal child, Map<String, String> more, int shards, Duration duration) throws Exception {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        Map<String, String> properties = new HashMap<>(more);
        try (Service service = new Service(shards);
                DaemonProcess daemon = DaemonProcess.start(folder, properties(service, properties))) {
            List<PutRecordResponse> put = disturb(service, daemon, new Random(seed), shards, duration);
            awaitAll(child, daemon, put, seed);
            // A child that was stopped is found out when it has something to do.
            put.addAll(service.put(put.size(), put.size() + 20 * shards));
            awaitAll(child, daemon, put, seed);
            assertThat(daemon.terminate()).isEqualTo(143);
            child.processIds().forEach(Await::untilGone);
            Runs.assertUnbroken(child, put);
            assertThat(child.actions()).noneMatch(action -> action.contains("\"error\":\"IllegalArgument"));
            assertCovered(put, seed);
        }
    }

    private static void awaitAll(Journal child, DaemonProcess daemon, List<PutRecordResponse> put, long seed) {
        Await.until("all records were processed: -Dmillrace.seed=" + seed, () -> {
            assertThat(daemon.exitCode()).as("-Dmillrace.seed=%d", seed).isNull();
            return new HashSet<>(child.records())
                    .containsAll(
                            put.stream().map(PutRecordResponse::sequenceNumber).toList());
        });
    }

    private Map<String, String> properties(Service service, Map<String, String> properties) {
        properties.put("applicationName", "words-app");
        properties.put("streamName", Service.STREAM);
        properties.put("engine", "local");
        properties.put("checkpointFolder", folder.resolve("checkpoints").toString());
        properties.put("initialPositionInStream", "TRIM_HORIZON");
        properties.put("kinesisEndpoint", service.endpoint().toString());
        properties.put("idleTimeBetweenReadsInMillis", "200");
        properties.put("maxRecords", "5");
        properties.putIfAbsent("timeoutInSeconds", "2");
        properties.put("childMaxFailures", "1000");
        properties.put("childReplayBytes", "3000");
        return properties;
    }

    /** Puts records, and does harm in between. */
    private static List<PutRecordResponse> disturb(
            Service service, DaemonProcess daemon, Random random, int shards, Duration duration) throws Exception {
        List<PutRecordResponse> put = new ArrayList<>();
        long begun = System.nanoTime();
        boolean split = false;
        while (System.nanoTime() - begun < duration.toNanos()) {
            put.addAll(service.put(put.size(), put.size() + 5));
            List<ProcessHandle> children = daemon.process().children().toList();
            if (!children.isEmpty() && random.nextInt(4) == 0) {
                String signal = random.nextInt(3) == 0 ? "STOP" : "KILL";
                long pid = children.get(random.nextInt(children.size())).pid();
                if (isChild(pid)) {
                    var unused = new ProcessBuilder("sh", "-c", "kill -s " + signal + " " + pid)
                            .start()
                            .waitFor();
                }
            }
            if (!split && System.nanoTime() - begun > duration.toNanos() / 2) {
                split = true;
                service.scaleTo(shards * 2);
            }
            var unused = daemon.process().waitFor(50, TimeUnit.MILLISECONDS);
        }
        return put;
    }

    /** And not the watchdog, or a signal on its way. */
    private static boolean isChild(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).contains("child.sh");
        } catch (IOException e) {
            return false;
        }
    }

    private void assertCovered(List<PutRecordResponse> put, long seed) {
        Map<String, StoredPosition> positions = Objects.requireNonNull(
                        FolderCheckpointStore.snapshot(folder.resolve("checkpoints"))
                                .streams()
                                .get(Service.STREAM))
                .positions();
        for (PutRecordResponse record : put) {
            StoredPosition position = Objects.requireNonNull(positions.get(record.shardId()), record.shardId());
            assertThat(position.isShardEnd()
                            || new BigInteger(position.place().sequenceNumber())
                                            .compareTo(new BigInteger(record.sequenceNumber()))
                                    >= 0)
                    .as("-Dmillrace.seed=%d shard=%s checkpoint=%s", seed, record.shardId(), position.place())
                    .isTrue();
        }
    }
}
