package dev.millrace.multilang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.dynamodb.DynamoDbLocal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;

/** The daemon in a process of its own, on the Kinesis Client Library. */
class KclEngineTest {

    private static final Path LIBRARIES = Path.of("..", "dynamodb-local", "libraries", "target", "lib");
    private static final String PARENT = "shardId-000000000000";
    private static final String CHECKPOINT = "checkpoint '\"sequenceNumber\":null'";

    @TempDir
    private Path folder;

    private static String checkpoint(DynamoDbAsyncClient tables, String shard) {
        return Objects.requireNonNull(tables.getItem(request -> request.tableName("words-app")
                                .key(Map.of("leaseKey", AttributeValue.fromS(shard)))
                                .consistentRead(true))
                        .join()
                        .item()
                        .get("checkpoint"))
                .s();
    }

    private Map<String, String> properties(Service service, DynamoDbLocal tables, ScriptedChild child) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("executableName", child.command());
        properties.put("applicationName", "words-app");
        properties.put("streamName", Service.STREAM);
        properties.put("initialPositionInStream", "TRIM_HORIZON");
        properties.put("kinesisEndpoint", service.endpoint().toString());
        properties.put("dynamoDBEndpoint", tables.endpoint().toString());
        properties.put("retrievalMode", "POLLING");
        properties.put("idleTimeBetweenReadsInMillis", "200");
        properties.put("failoverTimeMillis", "3000");
        properties.put("leaseAssignmentIntervalMillis", "500");
        properties.put("shardSyncIntervalMillis", "1000");
        properties.put("parentShardPollIntervalMillis", "200");
        properties.put("taskBackoffTimeMillis", "200");
        properties.put("disableWorkerMetrics", "true");
        properties.put("metricsLevel", "NONE");
        return properties;
    }

    private static void awaitAll(ScriptedChild child, DaemonProcess daemon, List<PutRecordResponse> put) {
        Await.until("all records were processed", () -> {
            assertThat(daemon.exitCode()).as("the daemon runs").isNull();
            return new HashSet<>(child.records())
                    .containsAll(
                            put.stream().map(PutRecordResponse::sequenceNumber).toList());
        });
    }

    @Test
    void childrenLiveThroughASplitAndAKillAndAStop() throws Exception {
        ScriptedChild child = new ScriptedChild(Files.createDirectories(folder.resolve("child")))
                .on("shardEnded", CHECKPOINT + "; answer shardEnded")
                .on("shutdownRequested", CHECKPOINT + "; answer shutdownRequested");
        try (Service service = new Service(1);
                DynamoDbLocal tables = DynamoDbLocal.inMemory(LIBRARIES);
                DynamoDbAsyncClient client = Service.at(tables.endpoint(), DynamoDbAsyncClient.builder())
                        .build();
                DaemonProcess daemon = DaemonProcess.start(folder, properties(service, tables, child))) {
            List<PutRecordResponse> put = new ArrayList<>(service.put(0, 20));
            awaitAll(child, daemon, put);
            service.scaleTo(2);
            put.addAll(service.put(20, 40));
            awaitAll(child, daemon, put);
            Await.until(
                    "the parent's child is gone", () -> child.actions(PARENT).contains("EOF"));
            assertThat(child.actions(PARENT)).contains("shardEnded").doesNotContain("leaseLost");
            assertThat(checkpoint(client, PARENT)).isEqualTo("SHARD_END");

            long killed = child.pids().get(child.pids().size() - 1);
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();
            put.addAll(service.put(40, 60));
            awaitAll(child, daemon, put);

            assertThat(daemon.terminate()).isEqualTo(143);
            child.pids().forEach(Await::untilGone);
            for (String shard : service.openShards()) {
                assertThat(child.actions(shard))
                        .endsWith(
                                "shutdownRequested",
                                "{\"action\":\"checkpoint\",\"sequenceNumber\":null,\"subSequenceNumber\":null,\"error\":null}",
                                "leaseLost",
                                "EOF");
                String last = put.stream()
                        .filter(record -> record.shardId().equals(shard))
                        .reduce((first, second) -> second)
                        .orElseThrow()
                        .sequenceNumber();
                assertThat(checkpoint(client, shard)).isEqualTo(last);
            }
        }
    }
}
