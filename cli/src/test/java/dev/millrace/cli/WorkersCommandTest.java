package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.consumer.checkpoint.FolderCheckpointStore;
import dev.millrace.consumer.checkpoint.StoredPosition;
import dev.millrace.processor.ExtendedSequenceNumber;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;

@Timeout(60)
class WorkersCommandTest {

    private static final String HIGH_KEY = "340282366920938463463374607431768211455";

    @TempDir
    private Path folder;

    private ConsumeProcess service;

    @BeforeEach
    void start() {
        service = new ConsumeProcess(folder);
        service.createStream("words", 4);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void eachShardIsToldWithItsLag() throws Exception {
        String first = put("0");
        String last = put(HIGH_KEY);
        put(HIGH_KEY);
        try (FolderCheckpointStore store = FolderCheckpointStore.open(folder.resolve("ck"))) {
            store.begin(
                    "words",
                    Instant.now(),
                    Map.of(
                            "shardId-000000000000",
                            StoredPosition.behind(ExtendedSequenceNumber.of(first)),
                            "shardId-000000000001",
                            StoredPosition.TRIM_HORIZON,
                            "shardId-000000000002",
                            StoredPosition.SHARD_END,
                            "shardId-000000000003",
                            StoredPosition.behind(ExtendedSequenceNumber.of(last))));
            Await.until(
                    "the lag can be seen", () -> lag(workers("--json").json().get(3)) > 0);

            List<JsonNode> alive = workers("--json").json();
            String table = workers().out();

            assertThat(alive).hasSize(4);
            assertThat(lag(alive.get(0))).isZero();
            assertThat(lag(alive.get(1))).isZero();
            assertThat(alive.get(0).required("owner").asText()).isEqualTo("this folder's worker");
            assertThat(alive.get(0).required("checkpoint").asText()).isEqualTo(first);
            assertThat(alive.get(2).required("state").asText()).isEqualTo("ended");
            assertThat(alive.get(2).required("owner").isNull()).isTrue();
            assertThat(table.lines()).hasSize(5);
            assertThat(table.lines().findFirst().orElseThrow()).matches("STREAM +SHARD +OWNER +CHECKPOINT +LAG +STATE");
            assertThat(table)
                    .contains("this folder's worker  TRIM_HORIZON")
                    .contains(".." + first.substring(44) + "/0");
        }
        assertThat(workers().out()).contains("not read").doesNotContain("being read");
    }

    @Test
    void streamThatIsGoneHasNoLag() throws Exception {
        try (FolderCheckpointStore store = FolderCheckpointStore.open(folder.resolve("ck"))) {
            store.begin("gone", Instant.now(), Map.of("shardId-000000000000", StoredPosition.TRIM_HORIZON));
        }

        assertThat(workers("--json").json().get(0).required("lagMillis").isNull())
                .isTrue();
        assertThat(workers("--stream", "other").out()).isEqualTo("no shard is read" + System.lineSeparator());
    }

    private static long lag(JsonNode shard) {
        return shard.required("lagMillis").asLong();
    }

    private String put(String hashKey) {
        return service.client()
                .putRecord(request -> request.streamName("words")
                        .partitionKey("key")
                        .explicitHashKey(hashKey)
                        .data(SdkBytes.fromUtf8String("word")))
                .join()
                .sequenceNumber();
    }

    private Command workers(String... options) {
        String[] arguments = new String[options.length + 5];
        arguments[0] = "workers";
        arguments[1] = "--checkpoints";
        arguments[2] = folder.resolve("ck").toString();
        arguments[3] = "--endpoint";
        arguments[4] = service.endpoint();
        System.arraycopy(options, 0, arguments, 5, options.length);
        Command run = Command.run(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }
}
