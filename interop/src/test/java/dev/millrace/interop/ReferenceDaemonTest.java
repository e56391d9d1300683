package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.dynamodb.DynamoDbLocal;
import dev.millrace.local.LocalKinesis;
import dev.millrace.local.junit.LocalKinesisExtension;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Our children in three languages under the reference daemon, from the first record through a split to the end. */
@Tag("interop")
@ExtendWith(LocalKinesisExtension.class)
class ReferenceDaemonTest {

    private static final Path SAMPLE =
            Path.of("..", "samples", "words").toAbsolutePath().normalize();
    private static final Path DYNAMO_DB = Path.of("..", "dynamodb-local", "libraries", "target", "lib");
    private static final String LAST_HASH_KEY = "340282366920938463463374607431768211455";

    @Test
    @Timeout(600)
    void childrenKeepTheProtocol(LocalKinesis service, KinesisClient client, @TempDir Path folder) throws Exception {
        Map<String, DaemonProcess> daemons = new LinkedHashMap<>();
        try (DynamoDbLocal tables = DynamoDbLocal.inMemory(DYNAMO_DB)) {
            try {
                for (String program : List.of("words-java", "words.py", "words_shared.py", "words.js")) {
                    String stream = "stream-" + program.replace('.', '-');
                    service.createStream("us-east-1", stream, 1);
                    for (String word : List.of("cat", "dog", "cat")) {
                        put(client, stream, word, "0");
                    }
                    daemons.put(
                            stream,
                            ReferenceDaemon.start(
                                    SAMPLE.resolve(program), stream, service.endpoint(), tables.endpoint(), folder));
                }
                for (Map.Entry<String, DaemonProcess> daemon : daemons.entrySet()) {
                    goThroughASplit(daemon.getKey(), daemon.getValue(), client);
                }
                for (DaemonProcess daemon : daemons.values()) {
                    assertThat(daemon.terminate()).as("exit code after SIGTERM").isEqualTo(143);
                }
            } finally {
                daemons.values().forEach(DaemonProcess::close);
            }
        }
    }

    private static void goThroughASplit(String stream, DaemonProcess daemon, KinesisClient client)
            throws InterruptedException {
        daemon.awaitLine("shardId-000000000000: counting words behind TRIM_HORIZON");
        daemon.awaitLine("shardId-000000000000: .*cat\\W{1,4}2\\b");
        client.splitShard(request -> request.streamName(stream)
                .shardToSplit("shardId-000000000000")
                .newStartingHashKey("170141183460469231731687303715884105728"));
        client.waiter().waitUntilStreamExists(request -> request.streamName(stream));
        put(client, stream, "bird", "0");
        put(client, stream, "lobster", LAST_HASH_KEY);
        daemon.awaitLine("shardId-000000000001: .*bird\\W{1,4}1\\b");
        daemon.awaitLine("shardId-000000000002: .*lobster\\W{1,4}1\\b");
    }

    private static void put(KinesisClient client, String stream, String word, String hashKey) {
        client.putRecord(request -> request.streamName(stream)
                .partitionKey(word)
                .explicitHashKey(hashKey)
                .data(SdkBytes.fromUtf8String(word)));
    }
}
