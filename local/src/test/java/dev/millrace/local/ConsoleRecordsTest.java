package dev.millrace.local;

import static dev.millrace.local.ConsoleClient.arn;
import static dev.millrace.local.ConsoleClient.list;
import static dev.millrace.local.ConsoleClient.number;
import static dev.millrace.local.ConsoleClient.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.AggregationGrouping;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.RecordAggregator;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;

/** Records as the console shows them. */
class ConsoleRecordsTest {

    private final LocalKinesis kinesis = LocalKinesis.start();
    private final KinesisClient client = ClientForm.SYNC_JSON.open(kinesis.endpoint(), Region.US_EAST_1, "any");
    private final ConsoleClient console = new ConsoleClient(kinesis.endpoint());
    private final StreamUnderTest stream = StreamUnderTest.create(client, "orders", 2);

    @AfterEach
    void stop() {
        client.close();
        kinesis.close();
    }

    private List<Map<String, Object>> records(String... parameters) {
        return list(page(parameters), "records");
    }

    private Map<String, Object> page(String... parameters) {
        String[] all = new String[parameters.length + 2];
        all[0] = "arn";
        all[1] = arn("orders");
        System.arraycopy(parameters, 0, all, 2, parameters.length);
        return console.view("records", all);
    }

    private PutRecordResponse put(AggregatedRecord aggregate) {
        return client.putRecord(request -> {
            request.streamName("orders")
                    .partitionKey(aggregate.partitionKey())
                    .data(SdkBytes.fromByteBuffer(aggregate.data()));
            if (aggregate.explicitHashKey() != null) {
                request.explicitHashKey(aggregate.explicitHashKey().toString());
            }
        });
    }

    private static AggregatedRecord aggregate(AggregationLayout layout, String... keys) {
        RecordAggregator aggregator = RecordAggregator.builder()
                .layout(layout)
                .grouping(AggregationGrouping.NONE)
                .build();
        for (String key : keys) {
            aggregator.addUserRecord(key, "data of " + key);
        }
        return aggregator.clearAndGet().get(0);
    }

    @Test
    void aPlainRecordIsShownWithItsText() {
        PutRecordResponse put = stream.put("key", "grüezi");
        Map<String, Object> record = records("shard", put.shardId()).get(0);
        assertThat(record)
                .containsEntry("kind", "plain")
                .containsEntry("partitionKey", "key")
                .containsEntry("shard", put.shardId())
                .containsEntry("sequenceNumber", put.sequenceNumber())
                .doesNotContainKeys("digest", "pinned");
        assertThat(part(record, "preview")).containsEntry("text", "grüezi").doesNotContainKeys("hex", "cut");
        assertThat(number(part(record, "preview"), "length")).isEqualTo(7);
        assertThat(number(record, "arrivalMillis")).isPositive();
    }

    @Test
    void bytesThatAreNoTextAreShownInHex() {
        stream.put("key", SdkBytes.fromByteArray(new byte[] {(byte) 0xFF, 0, 1, 0x7F}));
        stream.put("key", SdkBytes.fromByteArray(new byte[16]));
        assertThat(records("shard", "all"))
                .extracting(record -> part(record, "preview").get("hex"))
                .containsExactly("ff00017f", "00".repeat(16));
    }

    @Test
    void markupAndControlCharactersComeAsTheyAre() {
        String hostile = "<img src=x onerror=alert(1)>\u202E\u0007</script>\"'&";
        stream.put(hostile, hostile);
        Map<String, Object> record = records("shard", "all").get(0);
        assertThat(record).containsEntry("partitionKey", hostile);
        assertThat(part(record, "preview")).containsEntry("text", hostile);
    }

    @Test
    void aLongTextIsCutBetweenItsCharacters() {
        PutRecordResponse put = stream.put("key", "x" + "€".repeat(500));
        Map<String, Object> preview = part(records("shard", put.shardId()).get(0), "preview");
        assertThat(preview).containsEntry("cut", true).containsEntry("text", "x" + "€".repeat(79));
        assertThat(number(preview, "length")).isEqualTo(1_501);
        Map<String, Object> whole =
                console.view("record", "arn", arn("orders"), "shard", put.shardId(), "index", "1", "limit", "1");
        assertThat(part(whole, "preview")).containsEntry("text", "x" + "€".repeat(500));
    }

    @Test
    void aPinnedAggregateIsTakenApart() {
        put(aggregate(AggregationLayout.PINNED, "a", "b", "c"));
        Map<String, Object> record = records("shard", "all").get(0);
        assertThat(record)
                .containsEntry("kind", "aggregated")
                .containsEntry("digest", "matches")
                .containsEntry("pinned", true);
        assertThat(number(record, "userRecordCount")).isEqualTo(3);
        assertThat(number(record, "outsideCount")).isZero();
        List<Map<String, Object>> userRecords = list(record, "userRecords");
        assertThat(userRecords).extracting(one -> one.get("partitionKey")).containsExactly("a", "b", "c");
        assertThat(userRecords)
                .extracting(one -> number(one, "subSequenceNumber"))
                .containsExactly(0L, 1L, 2L);
        assertThat(userRecords)
                .extracting(one -> part(one, "preview").get("text"))
                .containsExactly("data of a", "data of b", "data of c");
        assertThat(userRecords).allSatisfy(one -> assertThat(one).doesNotContainKeys("outside", "explicitHashKey"));
    }

    @Test
    void userRecordsThatTheKclWouldThrowAwayAreMarked() {
        put(aggregate(AggregationLayout.KPL, "a", "b", "c", "d", "e"));
        Map<String, Object> record = records("shard", "all").get(0);
        assertThat(record).containsEntry("pinned", false);
        long outside = number(record, "outsideCount");
        assertThat(outside).isBetween(1L, 4L);
        assertThat(list(record, "userRecords"))
                .filteredOn(one -> Boolean.TRUE.equals(one.get("outside")))
                .hasSize((int) outside);
    }

    @Test
    void aWrongDigestIsTold() {
        byte[] bytes = SdkBytes.fromByteBuffer(
                        aggregate(AggregationLayout.PINNED, "a", "b").data())
                .asByteArray();
        bytes[bytes.length - 1] ^= 1;
        stream.put("key", SdkBytes.fromByteArray(bytes));
        assertThat(records("shard", "all").get(0))
                .containsEntry("kind", "plain")
                .containsEntry("digest", "differs");
    }

    @Test
    void anUnreadableMessageWithTheRightDigestIsTold() throws Exception {
        byte[] message = {0x0A, 0x7F};
        byte[] digest = MessageDigest.getInstance("MD5").digest(message);
        ByteBuffer bytes = ByteBuffer.allocate(4 + message.length + digest.length);
        bytes.putInt(0xF3899AC2).put(message).put(digest).flip();
        stream.put("key", SdkBytes.fromByteBuffer(bytes));
        Map<String, Object> record = records("shard", "all").get(0);
        assertThat(record).containsEntry("kind", "corrupt").containsKey("reason");
        assertThat(number(record, "offset")).isBetween(4L, 6L);
    }

    @Test
    void manyUserRecordsComeInParts() {
        String[] keys = new String[100];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = "key-" + i;
        }
        PutRecordResponse put = put(aggregate(AggregationLayout.PINNED, keys));
        assertThat(list(records("shard", "all").get(0), "userRecords")).hasSize(20);
        Map<String, Object> rest = console.view(
                "record", "arn", arn("orders"), "shard", put.shardId(), "index", "1", "offset", "20", "limit", "500");
        assertThat(list(rest, "userRecords")).hasSize(80);
        Map<String, Object> one =
                console.view("record", "arn", arn("orders"), "shard", put.shardId(), "index", "1", "user", "99");
        assertThat(list(one, "userRecords"))
                .singleElement()
                .satisfies(last -> assertThat(last).containsEntry("partitionKey", "key-99"));
    }

    @Test
    void pagesBeginWhereTheyAreAskedTo() {
        String shard = stream.put("key", "0").shardId();
        String third = "";
        for (int i = 1; i < 10; i++) {
            PutRecordResponse put = stream.put("key", String.valueOf(i));
            third = i == 3 ? put.sequenceNumber() : third;
        }
        assertThat(texts("shard", shard, "limit", "2")).containsExactly("8", "9");
        assertThat(texts("shard", shard, "limit", "2", "from", "oldest")).containsExactly("0", "1");
        assertThat(texts("shard", shard, "limit", "2", "from", "index", "value", "5"))
                .containsExactly("4", "5");
        assertThat(texts("shard", shard, "limit", "2", "from", "sequence", "value", third))
                .containsExactly("3", "4");
        assertThat(texts("shard", shard, "limit", "2", "from", "time", "value", "1"))
                .containsExactly("0", "1");
        assertThat(texts("shard", shard, "from", "time", "value", "9999999999999"))
                .isEmpty();
        assertThat(texts("shard", "all", "limit", "3")).containsExactly("7", "8", "9");
        assertThat(texts("shard", "all", "limit", "3", "from", "oldest")).containsExactly("0", "1", "2");

        Map<String, Object> page = page("shard", shard, "limit", "4", "from", "oldest");
        assertThat(page).containsEntry("atTip", false);
        assertThat(number(page, "oldestIndex")).isEqualTo(1);
        assertThat(number(page, "fromIndex")).isEqualTo(1);
        assertThat(number(page, "nextIndex")).isEqualTo(5);
    }

    private List<Object> texts(String... parameters) {
        return records(parameters).stream()
                .map(record -> part(record, "preview").get("text"))
                .toList();
    }

    @Test
    void wrongPlacesAreRefused() {
        assertThat(error("shard", "none")).isEqualTo("ResourceNotFoundException");
        assertThat(error("shard", "0", "from", "nowhere")).isEqualTo("ValidationException");
        assertThat(error("shard", "0", "from", "sequence", "value", "12")).isEqualTo("ValidationException");
        assertThat(error("shard", "0", "from", "index", "value", "-1")).isEqualTo("ValidationException");
        assertThat(error("shard", "0", "limit", "9".repeat(30))).isEqualTo("ValidationException");
    }

    private String error(String... parameters) {
        String[] all = new String[parameters.length + 2];
        all[0] = "arn";
        all[1] = arn("orders");
        System.arraycopy(parameters, 0, all, 2, parameters.length);
        Map<String, Object> answer = ConsoleClient.tree(console.get(ConsoleClient.path("records", all)));
        return String.valueOf(answer.get("error"));
    }
}
