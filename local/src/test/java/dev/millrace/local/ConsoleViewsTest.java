package dev.millrace.local;

import static dev.millrace.local.ConsoleClient.arn;
import static dev.millrace.local.ConsoleClient.list;
import static dev.millrace.local.ConsoleClient.number;
import static dev.millrace.local.ConsoleClient.part;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Streams, shards and their counters as the console is told of them. */
class ConsoleViewsTest {

    private static final String MIDDLE = "170141183460469231731687303715884105728";

    private final LocalKinesis kinesis = LocalKinesis.start();
    private final KinesisClient client = ClientForm.SYNC_JSON.open(kinesis.endpoint(), Region.US_EAST_1, "any");
    private final ConsoleClient console = new ConsoleClient(kinesis.endpoint());

    @AfterEach
    void stop() {
        client.close();
        kinesis.close();
    }

    @Test
    void streamsOfAllAccountsAndRegionsAreListed() {
        kinesis.createStream("us-east-1", "orders", 2);
        kinesis.createStream("eu-central-1", "..", 1);
        try (KinesisClient other = ClientForm.SYNC_JSON.open(kinesis.endpoint(), Region.US_EAST_1, "111122223333")) {
            StreamUnderTest.create(other, "theirs", 1);
        }
        List<Map<String, Object>> streams = list(console.view("streams"), "streams");
        assertThat(streams)
                .extracting(stream -> stream.get("arn"))
                .containsExactly(
                        "arn:aws:kinesis:eu-central-1:000000000000:stream/..",
                        arn("orders"),
                        "arn:aws:kinesis:us-east-1:111122223333:stream/theirs");
        Map<String, Object> orders = streams.get(1);
        assertThat(orders).containsEntry("mode", "provisioned").containsEntry("region", "us-east-1");
        assertThat(number(orders, "openShards")).isEqualTo(2);
        assertThat(number(orders, "retentionHours")).isEqualTo(24);
    }

    @Test
    void aStreamWhoseNameLooksLikeAPathIsAStream() {
        kinesis.createStream("us-east-1", "..", 1);
        assertThat(console.view("stream", "arn", arn(".."))).containsEntry("name", "..");
        assertThat(console.get("/_millrace/api/streams/..").statusCode()).isEqualTo(404);
    }

    @Test
    void shardsTellTheirRangesTheirParentsAndWhetherTheyAreOpen() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
        client.splitShard(request -> request.streamName("orders")
                .shardToSplit(StreamUnderTest.SHARD_0)
                .newStartingHashKey(MIDDLE));
        Map<String, Object> detail = console.view("stream", "arn", arn(stream.name()));
        List<Map<String, Object>> shards = list(detail, "shards");
        assertThat(shards).extracting(shard -> shard.get("open")).containsExactly(false, true, true);
        assertThat(shards.get(2))
                .containsEntry("start", MIDDLE)
                .containsEntry("end", "340282366920938463463374607431768211455")
                .containsEntry("parents", List.of(StreamUnderTest.SHARD_0));
        assertThat(number(detail, "shardsLeftOut")).isZero();
        assertThat(shards.get(0)).containsKey("closedMillis");
        assertThat(shards.get(1)).doesNotContainKey("closedMillis");
    }

    @Test
    void whatComesAndGoesIsCounted() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
        stream.put("key", "12345");
        stream.put("key", "67890");
        Map<String, Object> before = shard0();
        assertThat(number(before, "recordsIn")).isEqualTo(2);
        assertThat(number(before, "bytesIn")).isEqualTo(2 * 8);
        assertThat(number(before, "reads")).isZero();
        assertThat(before).doesNotContainKey("iteratorAgeMillis");

        String iterator = client.getShardIterator(request -> request.streamName("orders")
                        .shardId(StreamUnderTest.SHARD_0)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        client.getRecords(request -> request.shardIterator(iterator));
        client.getRecords(request -> request.shardIterator(iterator).limit(1));
        Map<String, Object> after = shard0();
        assertThat(number(after, "recordsOut")).isEqualTo(3);
        assertThat(number(after, "bytesOut")).isEqualTo(3 * 8);
        assertThat(number(after, "reads")).isEqualTo(2);
        assertThat(number(after, "iteratorAgeMillis")).isNotNegative();
    }

    @Test
    void lookingIsNotReading() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
        stream.put("key", "12345");
        console.view("records", "arn", arn("orders"), "shard", "all");
        assertThat(number(shard0(), "recordsOut")).isZero();
    }

    private Map<String, Object> shard0() {
        return part(list(console.view("stream", "arn", arn("orders")), "shards").get(0), "traffic");
    }

    @Test
    void anOverviewIsBoundedAndSaysWhatItLeavesOut() {
        for (int i = 0; i < 1_003; i++) {
            kinesis.createStream("us-east-1", "stream-" + i, 1);
        }
        Map<String, Object> overview = console.view("streams");
        assertThat(list(overview, "streams")).hasSize(1_000);
        assertThat(number(overview, "streamsLeftOut")).isEqualTo(3);
    }

    @Test
    void aStreamOfManyShardsIsShownInPart() {
        kinesis.createStream("us-east-1", "wide", 2_500);
        Map<String, Object> detail = console.view("stream", "arn", arn("wide"));
        assertThat(list(detail, "shards")).hasSize(2_000);
        assertThat(number(detail, "shardsLeftOut")).isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource({
        "stream, 400, ValidationException",
        "stream?arn=none, 400, ValidationException",
        "stream?arn=arn:aws:kinesis:us-east-1:000000000000:stream/none, 404, ResourceNotFoundException",
        "records?arn=arn:aws:kinesis:us-east-1:000000000000:stream/none, 404, ResourceNotFoundException",
        "panel?id=none, 404, ResourceNotFoundException",
        "none, 404, ResourceNotFoundException",
        "stream?arn=%E0%80, 400, ValidationException",
    })
    void wrongQuestionsAreAnsweredByErrors(String question, int status, String name) {
        HttpResponse<byte[]> response = console.get("/_millrace/api/" + question);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(ConsoleClient.tree(response)).containsEntry("error", name);
    }
}
