package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.subscription.SubscriptionTimes;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;

/** SubscribeToShard with the SDK's own default client: events, their end, and who may have how many. */
@Timeout(60)
class SubscribeToShardTest {

    private static final String SHARD = "shardId-000000000000";
    private static final StartingPosition TRIM_HORIZON =
            StartingPosition.builder().type(ShardIteratorType.TRIM_HORIZON).build();
    private static final StartingPosition LATEST =
            StartingPosition.builder().type(ShardIteratorType.LATEST).build();

    private final LocalKinesis kinesis = LocalKinesis.builder()
            .subscriptionTimes(
                    new SubscriptionTimes(Duration.ofMillis(300), Duration.ofSeconds(30), Duration.ofMillis(400)))
            .start();
    private final KinesisAsyncClient client = ClientForm.openAsync(kinesis.endpoint(), Region.US_EAST_1, "any");

    @AfterEach
    void stop() {
        client.close();
        kinesis.close();
    }

    @Test
    void recordsThatAreThereAndThoseThatComeArePushedInOrder() {
        String consumer = consumer();
        put("before");
        Events events = Events.subscribe(client, consumer, SHARD, TRIM_HORIZON);
        events.awaitRecords(1);
        put("one");
        put("two");
        events.awaitRecords(3);
        assertThat(events.texts()).containsExactly("before", "one", "two");
        assertThat(events.responded()).isTrue();
        SubscribeToShardEvent last = events.lastWithRecords();
        assertThat(last.continuationSequenceNumber())
                .isEqualTo(last.records().get(last.records().size() - 1).sequenceNumber());
        assertThat(last.millisBehindLatest()).isZero();
    }

    @Test
    void pushTakesMilliseconds() {
        Events events = Events.subscribe(client, consumer(), SHARD, LATEST);
        events.awaitResponse();
        long[] nanos = new long[200];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            put("record " + i);
            events.awaitRecords(i + 1);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf("put and push: median %d us, 99 %% %d us%n", nanos[100] / 1_000, nanos[198] / 1_000);
        assertThat(Duration.ofNanos(nanos[100])).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void eventsComeWithoutRecordsTooAndTheirNumbersServeToGoOn() {
        String consumer = consumer();
        put("before");
        Events events = Events.subscribe(client, consumer, SHARD, LATEST);
        events.awaitEvents(3);
        assertThat(events.texts()).isEmpty();
        String number = events.all().get(2).continuationSequenceNumber();
        assertThat(number).isNotNull();
        String iterator = client.getShardIterator(request -> request.streamName("stream")
                        .shardId(SHARD)
                        .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                        .startingSequenceNumber(number))
                .join()
                .shardIterator();
        put("after");
        assertThat(client.getRecords(request -> request.shardIterator(iterator))
                        .join()
                        .records())
                .hasSize(1);
        Events second = Events.subscribe(client, register("second"), SHARD, after(number));
        second.awaitRecords(1);
        assertThat(second.texts()).containsExactly("after");
    }

    @Test
    void splitEndsTheSubscriptionWithTheChildren() {
        String consumer = consumer();
        Events events = Events.subscribe(client, consumer, SHARD, TRIM_HORIZON);
        put("in the parent");
        events.awaitRecords(1);
        client.splitShard(request -> request.streamName("stream")
                        .shardToSplit(SHARD)
                        .newStartingHashKey(BigInteger.ONE.shiftLeft(127).toString()))
                .join();
        events.awaitEnd();
        SubscribeToShardEvent last = events.last();
        assertThat(last.continuationSequenceNumber()).isNull();
        assertThat(last.childShards()).hasSize(2);
        last.childShards().forEach(child -> assertThat(child.parentShards()).containsExactly(SHARD));
        assertThat(events.texts()).containsExactly("in the parent");

        Events child =
                Events.subscribe(client, consumer, last.childShards().get(0).shardId(), TRIM_HORIZON);
        Events other =
                Events.subscribe(client, consumer, last.childShards().get(1).shardId(), TRIM_HORIZON);
        put("in a child");
        events.awaitTrue(() -> child.texts().size() + other.texts().size() == 1);
        Events again = Events.subscribe(client, register("late"), SHARD, TRIM_HORIZON);
        again.awaitEnd();
        assertThat(again.texts()).containsExactly("in the parent");
        assertThat(again.last().childShards()).hasSize(2);
    }

    @Test
    void secondSubscriptionIsRefusedAtFirstAndTakesOverLater() {
        String consumer = consumer();
        Events first = Events.subscribe(client, consumer, SHARD, LATEST);
        first.awaitResponse();
        assertThatThrownBy(
                        () -> Events.subscribe(client, consumer, SHARD, LATEST).awaitEnd())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("Another active subscription exists for this consumer:");
        first.awaitEvents(3);
        Events second = Events.subscribe(client, consumer, SHARD, LATEST);
        assertThatThrownBy(first::awaitEnd).hasCauseInstanceOf(ResourceInUseException.class);
        put("for the second");
        second.awaitRecords(1);
        assertThat(first.texts()).isEmpty();
    }

    @Test
    void deregistrationAndDeletionEndSubscriptionsWithAnError() {
        Events deregistered = Events.subscribe(client, consumer(), SHARD, LATEST);
        Events deleted = Events.subscribe(client, register("other"), SHARD, LATEST);
        deregistered.awaitResponse();
        deleted.awaitResponse();
        client.deregisterStreamConsumer(request -> request.streamARN(arn()).consumerName("consumer"))
                .join();
        assertThatThrownBy(deregistered::awaitEnd).hasCauseInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> client.deleteStream(request -> request.streamName("stream"))
                        .join())
                .hasCauseInstanceOf(ResourceInUseException.class);
        client.deleteStream(request -> request.streamName("stream").enforceConsumerDeletion(true))
                .join();
        assertThatThrownBy(deleted::awaitEnd).hasCauseInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void subscriptionEndsAfterItsTime() {
        try (LocalKinesis brief = LocalKinesis.builder()
                        .subscriptionLifetime(Duration.ofMillis(200))
                        .start();
                KinesisAsyncClient other = ClientForm.openAsync(brief.endpoint(), Region.US_EAST_1, "any")) {
            other.createStream(request -> request.streamName("stream").shardCount(1))
                    .join();
            Consumer consumer = other.registerStreamConsumer(
                            request -> request.streamARN(arn()).consumerName("consumer"))
                    .join()
                    .consumer();
            Events events = Events.subscribe(other, consumer.consumerARN(), SHARD, LATEST);
            events.awaitEnd();
            assertThat(events.all())
                    .allMatch(event -> event.childShards().isEmpty() && event.continuationSequenceNumber() != null);
        }
    }

    @Test
    void wrongRequestsAreRefusedBeforeAnyEvent() {
        String consumer = consumer();
        assertThatThrownBy(() ->
                        Events.subscribe(client, consumer + "1", SHARD, LATEST).awaitEnd())
                .hasCauseInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> Events.subscribe(client, consumer, "shardId-000000000007", LATEST)
                        .awaitEnd())
                .hasCauseInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() ->
                        Events.subscribe(client, consumer, SHARD, after("1")).awaitEnd())
                .hasCauseInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("used in SubscribeToShard on shard");
    }

    @Test
    void manySubscribersOfOneShardSeeEverything() {
        consumer();
        List<Events> all = java.util.stream.IntStream.range(0, 19)
                .mapToObj(i -> Events.subscribe(client, register("consumer-" + i), SHARD, TRIM_HORIZON))
                .toList();
        for (int i = 0; i < 100; i++) {
            put("record " + i);
        }
        all.forEach(events -> events.awaitRecords(100));
        all.forEach(events -> assertThat(events.texts()).isEqualTo(all.get(0).texts()));
        assertThatThrownBy(() -> register("one too many"))
                .hasCauseInstanceOf(software.amazon.awssdk.services.kinesis.model.KinesisException.class);
    }

    private static StartingPosition after(String number) {
        return StartingPosition.builder()
                .type(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                .sequenceNumber(number)
                .build();
    }

    /** A stream of one shard with its first consumer. */
    private String consumer() {
        client.createStream(request -> request.streamName("stream").shardCount(1))
                .join();
        return register("consumer");
    }

    private String register(String name) {
        return client.registerStreamConsumer(request -> request.streamARN(arn()).consumerName(name))
                .join()
                .consumer()
                .consumerARN();
    }

    private static String arn() {
        return "arn:aws:kinesis:us-east-1:000000000000:stream/stream";
    }

    private PutRecordResponse put(String text) {
        return client.putRecord(request ->
                        request.streamName("stream").partitionKey("key").data(SdkBytes.fromUtf8String(text)))
                .join();
    }
}
