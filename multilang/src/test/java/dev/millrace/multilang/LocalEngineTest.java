package dev.millrace.multilang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.consumer.checkpoint.FolderCheckpointStore;
import dev.millrace.consumer.checkpoint.StoredPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;

/** The daemon in a process of its own, on a Kinesis on this machine and a folder of checkpoints. */
class LocalEngineTest {

    private static final String CHECKPOINT = "checkpoint '\"sequenceNumber\":null'";

    @TempDir
    private Path folder;

    private Map<String, String> properties(Service service, ScriptedChild child) {
        Map<String, String> properties = new HashMap<>();
        properties.put("executableName", child.command());
        properties.put("applicationName", "words-app");
        properties.put("streamName", Service.STREAM);
        properties.put("engine", "local");
        properties.put("checkpointFolder", folder.resolve("checkpoints").toString());
        properties.put("initialPositionInStream", "TRIM_HORIZON");
        properties.put("kinesisEndpoint", service.endpoint().toString());
        properties.put("idleTimeBetweenReadsInMillis", "200");
        return properties;
    }

    private ScriptedChild child() throws IOException {
        return new ScriptedChild(Files.createDirectories(folder.resolve("child")))
                .on("shardEnded", CHECKPOINT + "; answer shardEnded")
                .on("shutdownRequested", CHECKPOINT + "; answer shutdownRequested");
    }

    private Map<String, StoredPosition> checkpoints() {
        return Objects.requireNonNull(FolderCheckpointStore.snapshot(folder.resolve("checkpoints"))
                        .streams()
                        .get(Service.STREAM))
                .positions();
    }

    private static void awaitAll(ScriptedChild child, DaemonProcess daemon, List<PutRecordResponse> put) {
        Await.until("all records were processed", () -> {
            assertThat(daemon.exitCode()).as("the daemon runs").isNull();
            return new HashSet<>(child.records())
                    .containsAll(
                            put.stream().map(PutRecordResponse::sequenceNumber).toList());
        });
    }

    private static void assertNoneIsLeft(ScriptedChild child) {
        child.pids().forEach(Await::untilGone);
    }

    @Test
    void everyChildIsToldOfTheStopAndMayCheckpoint() throws Exception {
        ScriptedChild child = child();
        try (Service service = new Service(2);
                DaemonProcess daemon = DaemonProcess.start(folder, properties(service, child))) {
            List<PutRecordResponse> put = service.put(0, 20);
            awaitAll(child, daemon, put);
            assertThat(daemon.terminate()).isEqualTo(143);
            for (String shard : service.openShards()) {
                assertThat(child.actions(shard))
                        .startsWith("initialize", "processRecords")
                        .endsWith(
                                "shutdownRequested",
                                "{\"action\":\"checkpoint\",\"sequenceNumber\":null,\"subSequenceNumber\":null,\"error\":null}",
                                "leaseLost",
                                "EOF");
            }
            assertCovered(put);
            assertNoneIsLeft(child);
        }
    }

    private void assertCovered(List<PutRecordResponse> put) {
        Map<String, StoredPosition> checkpoints = checkpoints();
        Map<String, String> last = new HashMap<>();
        put.forEach(record -> last.put(record.shardId(), record.sequenceNumber()));
        last.forEach((shard, sequenceNumber) -> {
            StoredPosition position = Objects.requireNonNull(checkpoints.get(shard), shard);
            if (!position.isShardEnd()) {
                assertThat(position.place().sequenceNumber()).isEqualTo(sequenceNumber);
            }
        });
    }

    /** Children that keep what they have in memory, checkpoint seldom, and are killed in between; and shards that split. */
    @Test
    void bufferingChildrenThatAreKilledLoseNothing() throws Exception {
        ScriptedChild child = child().on("processRecords", """
                        count=$((count + 1))
                        [ $((count % 7)) -ne 0 ] || kill -s KILL $$
                        [ $((count % 5)) -ne 0 ] || checkpoint '"sequenceNumber":null'
                        answer processRecords
                        """);
        Map<String, String> properties;
        try (Service service = new Service(2)) {
            properties = properties(service, child);
            properties.put("maxRecords", "3");
            properties.put("childReplayBytes", "0");
            try (DaemonProcess daemon = DaemonProcess.start(folder, properties)) {
                List<PutRecordResponse> put = new ArrayList<>(service.put(0, 60));
                service.scaleTo(4);
                put.addAll(service.put(60, 100));
                awaitAll(child, daemon, put);
                Await.until("old shards ended", () -> {
                    assertThat(daemon.exitCode()).as("the daemon runs").isNull();
                    return service.openShards().stream()
                            .allMatch(shard -> !child.journal(shard).isEmpty());
                });
                assertThat(daemon.terminate()).isEqualTo(143);
                assertThat(child.pids()).hasSizeGreaterThan(6);
                assertThat(child.actions())
                        .filteredOn(action -> action.contains("\"error\":\""))
                        .isEmpty();
                Runs.assertUnbroken(child, put);
                checkpoints().forEach((shard, position) -> {
                    if (!service.openShards().contains(shard)) {
                        assertThat(position.isShardEnd()).as(shard).isTrue();
                    }
                });
            }
            assertNoneIsLeft(child);
        }
    }

    @Test
    void daemonThatIsKilledLeavesNoChild() throws Exception {
        ScriptedChild child = child().on("start", "trap '' TERM HUP INT").on("end", "while :; do sleep 600; done");
        try (Service service = new Service(2);
                DaemonProcess daemon = DaemonProcess.start(folder, properties(service, child))) {
            Await.until("children run", () -> child.pids().size() == 2);
            daemon.process().destroyForcibly();
            assertNoneIsLeft(child);
        }
    }

    @Test
    void daemonStopsWithOneWhenAChildFailsForEver() throws Exception {
        ScriptedChild child = child().on("processRecords", "exit 3");
        try (Service service = new Service(1)) {
            Map<String, String> properties = properties(service, child);
            properties.put("childMaxFailures", "2");
            properties.put("childFailurePolicy", "stop_daemon");
            service.put(0, 1);
            try (DaemonProcess daemon = DaemonProcess.start(folder, properties)) {
                assertThat(daemon.awaitExit()).isEqualTo(1);
                assertThat(DaemonProcess.written(folder, "err"))
                        .contains("children of a shard failed too often: shard=shardId-000000000000 failures=2");
            }
        }
    }

    @Test
    void otherShardsGoOnWhenAShardIsGivenUp() throws Exception {
        ScriptedChild child = child().on(
                        "processRecords",
                        "[ $MILLRACE_SHARD != shardId-000000000000 ] || exit 3; answer processRecords");
        try (Service service = new Service(2)) {
            Map<String, String> properties = properties(service, child);
            properties.put("childMaxFailures", "2");
            service.put(0, 20);
            try (DaemonProcess daemon = DaemonProcess.start(folder, properties)) {
                Await.until(
                        "one shard is given up",
                        () -> child.actions("shardId-000000000000").stream()
                                        .filter("initialize"::equals)
                                        .count()
                                == 2);
                List<PutRecordResponse> later = service.put(20, 40).stream()
                        .filter(record -> record.shardId().equals("shardId-000000000001"))
                        .toList();
                awaitAll(child, daemon, later);
                assertThat(daemon.terminate()).isEqualTo(143);
            }
        }
    }

    @Test
    void commandLineThatNamesNoFileIsExplained() throws Exception {
        Process daemon = DaemonProcess.run(folder);
        assertThat(daemon.waitFor()).isEqualTo(1);
        assertThat(DaemonProcess.written(folder, "out")).startsWith("Usage: MultiLangDaemon");
        assertThat(DaemonProcess.written(folder, "err")).isEqualTo("MultiLangDaemon: no properties file is named\n");
    }
}
