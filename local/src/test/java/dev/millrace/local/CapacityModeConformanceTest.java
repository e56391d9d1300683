package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentInputStatus;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentOutput;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentOutputStatus;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.UpdateStreamWarmThroughputResponse;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

@ParameterizedClass
@EnumSource(
        value = ClientForm.class,
        names = {"SYNC_JSON", "ASYNC_CBOR"})
class CapacityModeConformanceTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final String ARN = "arn:aws:kinesis:eu-west-1:000000000000:stream/orders";

    private final SettableClock clock = new SettableClock(NOW);
    private final LocalKinesis kinesis =
            LocalKinesis.builder().clock(clock).shardLimit(3).start();
    private final KinesisClient client;

    CapacityModeConformanceTest(ClientForm form) {
        this.client = form.open(kinesis.endpoint(), Region.EU_WEST_1);
        StreamUnderTest.create(client, "orders", 2);
    }

    @AfterEach
    void close() {
        client.close();
        kinesis.close();
    }

    @Test
    void theModeChangesAndTheShardsStay() {
        change(StreamMode.ON_DEMAND);
        assertThat(summary().streamModeDetails().streamMode()).isEqualTo(StreamMode.ON_DEMAND);
        assertThat(summary().openShardCount()).isEqualTo(2);
        change(StreamMode.PROVISIONED);
        assertThat(summary().streamModeDetails().streamMode()).isEqualTo(StreamMode.PROVISIONED);
        new StreamUnderTest(client, "orders").split("0", "1000");
    }

    @Test
    void theModeChangesTwiceADay() {
        change(StreamMode.ON_DEMAND);
        clock.advance(Duration.ofHours(1));
        change(StreamMode.PROVISIONED);
        // No change, and none is counted.
        change(StreamMode.PROVISIONED);
        assertThat(Errors.text(LimitExceededException.class, () -> change(StreamMode.ON_DEMAND)))
                .contains("2 times within 24 hours");
        clock.advance(Duration.ofHours(23));
        change(StreamMode.ON_DEMAND);
    }

    @Test
    void shardsOfAStreamThatBecomesProvisionedCount() {
        client.createStream(request -> request.streamName("elastic"));
        assertThat(Errors.text(
                        LimitExceededException.class,
                        () -> client.updateStreamMode(request -> request.streamARN(ARN.replace("orders", "elastic"))
                                .streamModeDetails(mode -> mode.streamMode(StreamMode.PROVISIONED)))))
                .contains("Number of additional shards that would have resulted from this request: 4.");
    }

    @Test
    void theModeOfAStreamIsChangedByItsArn() {
        assertThat(validation(() -> client.updateStreamMode(
                        request -> request.streamModeDetails(mode -> mode.streamMode(StreamMode.ON_DEMAND)))))
                .isEqualTo("1 validation error detected: Value null at 'streamARN' failed to satisfy constraint: Member"
                        + " must not be null");
    }

    @Test
    void aStreamIsCreatedWithAShardCountIfItIsProvisionedAndOnlyThen() {
        assertThat(validation(() -> client.createStream(request -> request.streamName("others")
                        .shardCount(1)
                        .streamModeDetails(mode -> mode.streamMode(StreamMode.ON_DEMAND)))))
                .isEqualTo("ShardCount is not expected when StreamMode=ON_DEMAND.");
        assertThat(validation(() -> client.createStream(request -> request.streamName("others")
                        .streamModeDetails(mode -> mode.streamMode(StreamMode.PROVISIONED)))))
                .isEqualTo("ShardCount is required when StreamMode=PROVISIONED.");
        client.createStream(request ->
                request.streamName("others").streamModeDetails(mode -> mode.streamMode(StreamMode.ON_DEMAND)));
    }

    @Test
    void warmThroughputIsForOnDemandStreamsOfAccountsThatCommitThemselves() {
        assertThat(validation(() -> warm(100))).contains("is in provisioned mode");
        change(StreamMode.ON_DEMAND);
        assertThat(validation(() -> warm(100))).contains("MinimumThroughputBillingCommitment");
        assertThat(summary().warmThroughput()).isNull();
        commit(MinimumThroughputBillingCommitmentInputStatus.ENABLED);
        UpdateStreamWarmThroughputResponse response = warm(100);
        assertThat(response.streamARN()).isEqualTo(ARN);
        assertThat(response.streamName()).isEqualTo("orders");
        assertThat(response.warmThroughput().targetMiBps()).isEqualTo(100);
        assertThat(summary().warmThroughput().currentMiBps()).isEqualTo(100);
        assertThat(Errors.text(LimitExceededException.class, () -> warm(10_241)))
                .contains("10240");
        client.createStream(request -> request.streamName("warm").warmThroughputMiBps(7));
        assertThat(client.describeStreamSummary(request -> request.streamName("warm"))
                        .streamDescriptionSummary()
                        .warmThroughput()
                        .targetMiBps())
                .isEqualTo(7);
        change(StreamMode.PROVISIONED);
        assertThat(summary().warmThroughput()).isNull();
    }

    @Test
    void aCommitmentLastsForADayAtLeast() {
        MinimumThroughputBillingCommitmentOutput commitment =
                client.describeAccountSettings(request -> {}).minimumThroughputBillingCommitment();
        assertThat(commitment.status()).isEqualTo(MinimumThroughputBillingCommitmentOutputStatus.DISABLED);
        assertThat(commitment.startedAt()).isNull();
        commitment = commit(MinimumThroughputBillingCommitmentInputStatus.ENABLED);
        assertThat(commitment.status()).isEqualTo(MinimumThroughputBillingCommitmentOutputStatus.ENABLED);
        assertThat(commitment.startedAt()).isEqualTo(NOW);
        assertThat(commitment.earliestAllowedEndAt()).isEqualTo(NOW.plus(Duration.ofHours(24)));
        clock.advance(Duration.ofHours(23));
        commitment = commit(MinimumThroughputBillingCommitmentInputStatus.DISABLED);
        assertThat(commitment.status())
                .isEqualTo(MinimumThroughputBillingCommitmentOutputStatus.ENABLED_UNTIL_EARLIEST_ALLOWED_END);
        clock.advance(Duration.ofHours(1));
        commitment = client.describeAccountSettings(request -> {}).minimumThroughputBillingCommitment();
        assertThat(commitment.status()).isEqualTo(MinimumThroughputBillingCommitmentOutputStatus.DISABLED);
        assertThat(commitment.endedAt()).isEqualTo(NOW.plus(Duration.ofHours(24)));
    }

    private MinimumThroughputBillingCommitmentOutput commit(MinimumThroughputBillingCommitmentInputStatus status) {
        return client.updateAccountSettings(
                        request -> request.minimumThroughputBillingCommitment(commitment -> commitment.status(status)))
                .minimumThroughputBillingCommitment();
    }

    private UpdateStreamWarmThroughputResponse warm(int mebibytes) {
        return client.updateStreamWarmThroughput(
                request -> request.streamName("orders").warmThroughputMiBps(mebibytes));
    }

    private void change(StreamMode mode) {
        client.updateStreamMode(
                request -> request.streamARN(ARN).streamModeDetails(details -> details.streamMode(mode)));
    }

    private StreamDescriptionSummary summary() {
        return client.describeStreamSummary(request -> request.streamName("orders"))
                .streamDescriptionSummary();
    }

    private static String validation(ThrowingCallable call) {
        return Errors.text(ValidationException.class, call);
    }
}
