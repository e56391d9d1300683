package dev.millrace.local;

import static dev.millrace.local.StreamUnderTest.SHARD_0;
import static dev.millrace.local.StreamUnderTest.SHARD_1;
import static dev.millrace.local.StreamUnderTest.SHARD_2;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

@ParameterizedClass
@EnumSource(
        value = ClientForm.class,
        names = {"SYNC_JSON", "ASYNC_CBOR"})
class RetentionConformanceTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-04T05:06:07.089Z"));
    private final LocalKinesis kinesis = LocalKinesis.builder().clock(clock).start();
    private final KinesisClient client;
    private final StreamUnderTest stream;

    RetentionConformanceTest(ClientForm form) {
        this.client = form.open(kinesis.endpoint(), Region.EU_WEST_1);
        this.stream = StreamUnderTest.create(client, "orders", 1);
    }

    @AfterEach
    void close() {
        client.close();
        kinesis.close();
    }

    @Test
    void theRetentionIsRaisedAndLowered() {
        increase(8_760);
        assertThat(client.describeStreamSummary(request -> request.streamName("orders"))
                        .streamDescriptionSummary()
                        .retentionPeriodHours())
                .isEqualTo(8_760);
        increase(8_760);
        decrease(24);
        decrease(24);
        assertThat(client.describeStream(request -> request.streamName("orders"))
                        .streamDescription()
                        .retentionPeriodHours())
                .isEqualTo(24);
    }

    @Test
    void theRetentionIsWithinLimitsAndChangesInTheRightDirection() {
        assertThat(invalid(() -> increase(23)))
                .isEqualTo("Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too"
                        + " short.");
        assertThat(invalid(() -> increase(8_761)))
                .isEqualTo("Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is"
                        + " too long.");
        assertThat(invalid(() -> decrease(0))).contains("Requested retention period (0 hours) is too short.");
        assertThat(invalid(() -> decrease(25)))
                .isEqualTo("Requested retention period (25 hours) for stream orders can not be longer than existing"
                        + " retention period (24 hours). Use IncreaseRetentionPeriod API.");
        increase(48);
        assertThat(invalid(() -> increase(47)))
                .isEqualTo("Requested retention period (47 hours) for stream orders can not be shorter than existing"
                        + " retention period (48 hours). Use DecreaseRetentionPeriod API.");
    }

    @Test
    void readersOfATrimmedPartBeginAtTheOldestRecordThatIsKept() {
        String trimmed = stream.put("key", "old").sequenceNumber();
        clock.advance(Duration.ofHours(20));
        stream.put("key", "new");
        clock.advance(Duration.ofHours(5));
        assertThat(StreamUnderTest.texts(stream.fromStart(SHARD_0))).containsExactly("new");
        for (ShardIteratorType type :
                List.of(ShardIteratorType.AT_SEQUENCE_NUMBER, ShardIteratorType.AFTER_SEQUENCE_NUMBER)) {
            assertThat(StreamUnderTest.texts(stream.get(stream.iterator(SHARD_0, type, trimmed))))
                    .containsExactly("new");
        }
    }

    @Test
    void aClosedShardThatExpiredIsListedNoMore() {
        stream.put("key", "old");
        stream.split(SHARD_0, "1000");
        clock.advance(Duration.ofHours(24));
        assertThat(listed(ShardFilterType.AT_TRIM_HORIZON)).containsExactly(SHARD_0);
        assertThat(listed(ShardFilterType.FROM_TRIM_HORIZON)).containsExactly(SHARD_0, SHARD_1, SHARD_2);
        clock.advance(Duration.ofSeconds(1));
        assertThat(listed(ShardFilterType.AT_TRIM_HORIZON)).containsExactly(SHARD_1, SHARD_2);
        assertThat(listed(ShardFilterType.FROM_TRIM_HORIZON)).containsExactly(SHARD_1, SHARD_2);
        List<Shard> described = client.describeStream(request -> request.streamName("orders"))
                .streamDescription()
                .shards();
        assertThat(StreamUnderTest.ids(described)).containsExactly(SHARD_1, SHARD_2);
        assertThat(described).extracting(Shard::parentShardId).containsOnly(SHARD_0);
        assertThat(Errors.text(
                        ResourceNotFoundException.class,
                        () -> stream.iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON)))
                .isEqualTo("Shard " + SHARD_0 + " in stream orders under account 000000000000 does not exist");
    }

    private List<String> listed(ShardFilterType filter) {
        return StreamUnderTest.ids(
                client.listShards(request -> request.streamName("orders").shardFilter(by -> by.type(filter)))
                        .shards());
    }

    private void increase(int hours) {
        client.increaseStreamRetentionPeriod(
                request -> request.streamName("orders").retentionPeriodHours(hours));
    }

    private void decrease(int hours) {
        client.decreaseStreamRetentionPeriod(
                request -> request.streamName("orders").retentionPeriodHours(hours));
    }

    private static String invalid(ThrowingCallable call) {
        return Errors.text(InvalidArgumentException.class, call);
    }
}
