package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.subscription.SubscriptionTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;

/** What a shard of the strict service gives in a second, to pollers and to subscribers. */
@Timeout(60)
class StrictReadsTest {

    private static final int MIB = 1024 * 1024;
    private static final String SHARD = StreamUnderTest.SHARD_0;
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/orders";
    private static final String TOO_FAST =
            "Rate exceeded for shard shardId-000000000000 in stream orders under account 000000000000.";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-04T05:06:07Z"));
    private final LocalKinesis kinesis = LocalKinesis.builder()
            .strict(true)
            .clock(clock)
            .subscriptionTimes(
                    new SubscriptionTimes(Duration.ofMillis(300), Duration.ofMinutes(5), Duration.ofSeconds(5)))
            .start();
    private final KinesisClient client = ClientForm.SYNC_CBOR.openWithoutRetries(kinesis.endpoint(), Region.US_EAST_1);
    private final StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);

    @AfterEach
    void close() {
        client.close();
        kinesis.close();
    }

    @Test
    void aShardIsReadFiveTimesASecond() {
        String iterator = stream.iterator(SHARD, ShardIteratorType.TRIM_HORIZON);
        for (int i = 0; i < 5; i++) {
            iterator = stream.get(iterator).nextShardIterator();
        }
        String last = iterator;
        assertThat(Errors.text(ProvisionedThroughputExceededException.class, () -> stream.get(last)))
                .isEqualTo(TOO_FAST);
        clock.advance(Duration.ofMillis(199));
        Errors.text(ProvisionedThroughputExceededException.class, () -> stream.get(last));
        clock.advance(Duration.ofMillis(1));
        stream.get(last);
    }

    @Test
    void fiveIteratorsOfAShardAreGivenASecond() {
        for (int i = 0; i < 5; i++) {
            stream.iterator(SHARD, ShardIteratorType.LATEST);
        }
        assertThat(Errors.text(
                        ProvisionedThroughputExceededException.class,
                        () -> stream.iterator(SHARD, ShardIteratorType.LATEST)))
                .isEqualTo(TOO_FAST);
        clock.advance(Duration.ofMillis(200));
        stream.iterator(SHARD, ShardIteratorType.LATEST);
    }

    @Test
    void anAnswerOfTenMebibytesIsPaidOffForFiveSeconds() {
        fill(11);
        String iterator = stream.iterator(SHARD, ShardIteratorType.TRIM_HORIZON);
        String next = stream.get(iterator).nextShardIterator();
        clock.advance(Duration.ofMillis(4_999));
        assertThat(Errors.text(ProvisionedThroughputExceededException.class, () -> stream.get(next)))
                .isEqualTo(TOO_FAST);
        clock.advance(Duration.ofMillis(1));
        assertThat(stream.get(next).records()).hasSize(1);
    }

    @Test
    void twoMebibytesASecondGoThrough() {
        fill(6);
        String iterator = stream.iterator(SHARD, ShardIteratorType.TRIM_HORIZON);
        for (int second = 0; second < 3; second++) {
            String first = iterator;
            String then = getOne(first);
            iterator = getOne(then);
            String last = iterator;
            Errors.text(ProvisionedThroughputExceededException.class, () -> getOne(last));
            clock.advance(Duration.ofSeconds(2));
        }
        assertThat(stream.get(iterator).records()).isEmpty();
    }

    @Test
    void rehearsedAndMistakenCallsUseNothingUp() {
        RawHttp http = new RawHttp(kinesis.endpoint());
        String iterator = stream.iterator(SHARD, ShardIteratorType.TRIM_HORIZON);
        Map<String, Object> put =
                Map.of("StreamName", "orders", "PartitionKey", "k", "Data", new byte[MIB - 1], "DryRun", true);
        Map<String, Object> place =
                Map.of("StreamName", "orders", "ShardId", SHARD, "ShardIteratorType", "TRIM_HORIZON", "DryRun", true);
        for (int i = 0; i < 10; i++) {
            assertThat(RawForm.CBOR.error(http, "PutRecord", put)).startsWith("DryRunOperationException");
            assertThat(RawForm.JSON.error(http, "GetShardIterator", place)).startsWith("DryRunOperationException");
            assertThat(RawForm.JSON.error(http, "GetRecords", Map.of("ShardIterator", iterator, "DryRun", true)))
                    .startsWith("DryRunOperationException");
            assertThat(RawForm.JSON.error(http, "DescribeStream", Map.of("StreamName", "", "Limit", 1)))
                    .startsWith("ValidationException");
        }
        stream.put("k", SdkBytes.fromByteArray(new byte[MIB - 1]));
        assertThat(stream.get(iterator).records()).hasSize(1);
        client.describeStream(request -> request.streamName("orders"));
    }

    @Test
    void aSubscriptionIsPushedTwoMebibytesASecond() {
        fill(5);
        try (KinesisAsyncClient async = ClientForm.openAsync(kinesis.endpoint(), Region.US_EAST_1, "any")) {
            Events events = Events.subscribe(async, consumer("reader"), SHARD, fromStart());
            events.awaitRecords(2);
            // An event without records shows that it had its turn and held back.
            events.awaitTrue(() -> events.all().stream()
                    .anyMatch(event -> event.records().isEmpty() && event.millisBehindLatest() > 0));
            assertThat(events.texts()).hasSize(2);
            clock.advance(Duration.ofMillis(500));
            events.awaitRecords(3);
            clock.advance(Duration.ofSeconds(10));
            events.awaitRecords(5);
        }
    }

    @Test
    void aSubscriptionGoesOnByItselfWhenItMay() {
        SubscriptionTimes noHeartbeat =
                new SubscriptionTimes(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofSeconds(5));
        try (LocalKinesis quiet = LocalKinesis.builder()
                        .strict(true)
                        .clock(clock)
                        .subscriptionTimes(noHeartbeat)
                        .start();
                KinesisClient writer = ClientForm.SYNC_CBOR.openWithoutRetries(quiet.endpoint(), Region.US_EAST_1);
                KinesisAsyncClient async = ClientForm.openAsync(quiet.endpoint(), Region.US_EAST_1, "any")) {
            StreamUnderTest orders = StreamUnderTest.create(writer, "orders", 1);
            writer.updateMaxRecordSize(request -> request.streamARN(ARN).maxRecordSizeInKiB(10_240));
            orders.put("k", SdkBytes.fromByteArray(new byte[3 * MIB - 1]));
            clock.advance(Duration.ofSeconds(1));
            orders.put("k", "small");
            String arn = writer.registerStreamConsumer(
                            request -> request.streamARN(ARN).consumerName("reader"))
                    .consumer()
                    .consumerARN();
            Events events = Events.subscribe(async, arn, SHARD, fromStart());
            events.awaitRecords(1);
            assertThat(events.texts()).hasSize(1);
            clock.advance(Duration.ofMillis(1_500));
            events.awaitRecords(2);
        }
    }

    @Test
    void aConsumerSubscribesToAShardOnceASecond() {
        String arn = consumer("reader");
        String other = consumer("other");
        try (KinesisAsyncClient async = ClientForm.openAsync(kinesis.endpoint(), Region.US_EAST_1, "any")) {
            Events.subscribe(async, arn, SHARD, fromStart()).awaitResponse();
            Events.subscribe(async, other, SHARD, fromStart()).awaitResponse();
            RawHttp http = new RawHttp(kinesis.endpoint());
            Map<String, Object> request =
                    Map.of("ConsumerARN", arn, "ShardId", SHARD, "StartingPosition", Map.of("Type", "TRIM_HORIZON"));
            assertThat(RawForm.JSON.error(http, "SubscribeToShard", request))
                    .isEqualTo("LimitExceededException: " + TOO_FAST);
            clock.advance(Duration.ofSeconds(1));
            assertThat(RawForm.JSON.error(http, "SubscribeToShard", request)).startsWith("ResourceInUseException");
        }
    }

    /** Puts records of a mebibyte, as fast as the shard takes them. */
    private void fill(int count) {
        for (int i = 0; i < count; i++) {
            stream.put("k", SdkBytes.fromByteArray(new byte[MIB - 1]));
            clock.advance(Duration.ofSeconds(1));
        }
    }

    private String getOne(String iterator) {
        return client.getRecords(request -> request.shardIterator(iterator).limit(1))
                .nextShardIterator();
    }

    private String consumer(String name) {
        return client.registerStreamConsumer(request -> request.streamARN(ARN).consumerName(name))
                .consumer()
                .consumerARN();
    }

    private static StartingPosition fromStart() {
        return StartingPosition.builder().type(ShardIteratorType.TRIM_HORIZON).build();
    }
}
