package dev.millrace.local.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.LocalKinesis;
import java.net.URI;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** What a class with the extension and nothing else is handed. */
@Timeout(60)
@ExtendWith(LocalKinesisExtension.class)
class ExtendedTest {

    private static URI endpoint;

    private final LocalKinesis fromConstructor;
    private String beforeEach = "";

    ExtendedTest(LocalKinesis kinesis) {
        this.fromConstructor = kinesis;
    }

    @BeforeAll
    static void beforeAll(LocalKinesis kinesis) {
        endpoint = kinesis.endpoint();
    }

    @BeforeEach
    void makeStream(@KinesisStream(name = "each") String stream) {
        beforeEach = stream;
    }

    @Test
    void clientsOfBothKindsReachTheOneService(
            LocalKinesis kinesis,
            KinesisClient client,
            KinesisAsyncClient async,
            @KinesisStream(name = "orders", shards = 4) String stream) {
        assertThat(kinesis).isSameAs(fromConstructor);
        assertThat(kinesis.endpoint()).isEqualTo(endpoint);
        assertThat(stream).matches("orders-\\d+");
        assertThat(async.describeStreamSummary(request -> request.streamName(stream))
                        .join()
                        .streamDescriptionSummary()
                        .openShardCount())
                .isEqualTo(4);
        String shard = client.putRecord(request ->
                        request.streamName(stream).partitionKey("7").data(SdkBytes.fromUtf8String("an order")))
                .shardId();
        String iterator = client.getShardIterator(request ->
                        request.streamName(stream).shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        assertThat(client.getRecords(request -> request.shardIterator(iterator)).records())
                .singleElement()
                .satisfies(record -> assertThat(record.data().asUtf8String()).isEqualTo("an order"));
    }

    @Test
    void everyParameterIsAnotherStream(
            KinesisClient client, @KinesisStream String first, @KinesisStream String second) {
        assertThat(first).startsWith("stream-").isNotEqualTo(second);
        assertThat(client.listStreams().streamNames()).contains(first, second, beforeEach);
        assertThat(client.listShards(request -> request.streamName(first)).shards())
                .hasSize(1);
    }

    @Test
    void clientsAreTheSameForAllWhoAsk(LocalKinesisClients clients, KinesisClient client, KinesisAsyncClient async) {
        assertThat(clients.sync()).isSameAs(client);
        assertThat(clients.async()).isSameAs(async);
    }

    @Nested
    class Inside {

        @Test
        void aNestedClassSharesTheService(LocalKinesis kinesis, @KinesisStream String stream) {
            assertThat(kinesis).isSameAs(fromConstructor);
            assertThat(stream).isNotEqualTo(beforeEach);
        }

        @Nested
        class FurtherInside {

            @Test
            void andSoDoOnesWithinIt(LocalKinesis kinesis) {
                assertThat(kinesis.endpoint()).isEqualTo(endpoint);
            }
        }
    }
}
