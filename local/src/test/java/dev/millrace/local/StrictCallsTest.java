package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentInputStatus;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

/** How often the strict service lets each operation be called, whatever else becomes of the calls. */
class StrictCallsTest {

    private static final String NAME = "orders";
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/orders";
    private static final String CONSUMER = ARN + "/consumer/reader:1";
    private static final String OF_STREAM = "Rate exceeded for stream orders under account 000000000000.";
    private static final String OF_ACCOUNT = "Rate exceeded for account 000000000000.";

    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-03-04T05:06:07Z"));
    private static LocalKinesis kinesis;
    private static KinesisClient client;

    @BeforeAll
    static void start() {
        kinesis = LocalKinesis.builder().strict(true).clock(CLOCK).start();
        client = ClientForm.SYNC_CBOR.openWithoutRetries(kinesis.endpoint(), Region.US_EAST_1);
        client.createStream(request -> request.streamName(NAME).shardCount(1));
    }

    @AfterAll
    static void stop() {
        client.close();
        kinesis.close();
    }

    @BeforeEach
    void wait1000Seconds() {
        CLOCK.advance(Duration.ofSeconds(1_000));
    }

    static Stream<Arguments> rates() {
        return Stream.of(
                rate(
                        "AddTagsToStream",
                        5,
                        c -> c.addTagsToStream(r -> r.streamName(NAME).tags(Map.of("a", "b")))),
                rate(
                        "CreateStream",
                        5,
                        c -> c.createStream(r -> r.streamName(NAME).shardCount(1))),
                rate(
                        "DecreaseStreamRetentionPeriod",
                        5,
                        c -> c.decreaseStreamRetentionPeriod(
                                r -> r.streamName(NAME).retentionPeriodHours(24))),
                rate("DeleteResourcePolicy", 5, c -> c.deleteResourcePolicy(r -> r.resourceARN(ARN))),
                rate("DeregisterStreamConsumer", 5, c -> c.deregisterStreamConsumer(r -> r.consumerARN(CONSUMER))),
                rate("DescribeStream", 10, c -> c.describeStream(r -> r.streamName(NAME))),
                rate("DescribeStreamConsumer", 20, c -> c.describeStreamConsumer(r -> r.consumerARN(CONSUMER))),
                rate("DescribeStreamSummary", 20, c -> c.describeStreamSummary(r -> r.streamARN(ARN))),
                rate(
                        "DisableEnhancedMonitoring",
                        5,
                        c -> c.disableEnhancedMonitoring(r -> r.streamName(NAME).shardLevelMetrics(MetricsName.ALL))),
                rate(
                        "EnableEnhancedMonitoring",
                        5,
                        c -> c.enableEnhancedMonitoring(r -> r.streamName(NAME).shardLevelMetrics(MetricsName.ALL))),
                rate("GetResourcePolicy", 5, c -> c.getResourcePolicy(r -> r.resourceARN(ARN))),
                rate(
                        "IncreaseStreamRetentionPeriod",
                        5,
                        c -> c.increaseStreamRetentionPeriod(
                                r -> r.streamName(NAME).retentionPeriodHours(48))),
                rate("ListShards", 1_000, c -> c.listShards(r -> r.streamName(NAME))),
                rate("ListStreamConsumers", 5, c -> c.listStreamConsumers(r -> r.streamARN(ARN))),
                rate("ListTagsForResource", 5, c -> c.listTagsForResource(r -> r.resourceARN(ARN))),
                rate("ListTagsForStream", 5, c -> c.listTagsForStream(r -> r.streamName(NAME))),
                rate(
                        "MergeShards",
                        5,
                        c -> c.mergeShards(
                                r -> r.streamName(NAME).shardToMerge("0").adjacentShardToMerge("1"))),
                rate(
                        "PutResourcePolicy",
                        5,
                        c -> c.putResourcePolicy(r -> r.resourceARN(ARN).policy("{}"))),
                rate(
                        "RegisterStreamConsumer",
                        5,
                        c -> c.registerStreamConsumer(r -> r.streamARN(ARN).consumerName("reader"))),
                rate(
                        "RemoveTagsFromStream",
                        5,
                        c -> c.removeTagsFromStream(r -> r.streamName(NAME).tagKeys("a"))),
                rate(
                        "SplitShard",
                        5,
                        c -> c.splitShard(
                                r -> r.streamName(NAME).shardToSplit("0").newStartingHashKey("0"))),
                rate(
                        "StartStreamEncryption",
                        5,
                        c -> c.startStreamEncryption(r -> r.streamName(NAME)
                                .encryptionType(EncryptionType.KMS)
                                .keyId("key"))),
                rate(
                        "StopStreamEncryption",
                        5,
                        c -> c.stopStreamEncryption(r -> r.streamName(NAME)
                                .encryptionType(EncryptionType.KMS)
                                .keyId("key"))),
                rate(
                        "TagResource",
                        5,
                        c -> c.tagResource(r -> r.resourceARN(ARN).tags(Map.of("a", "b")))),
                rate(
                        "UntagResource",
                        5,
                        c -> c.untagResource(r -> r.resourceARN(ARN).tagKeys("a"))),
                rate(
                        "UpdateMaxRecordSize",
                        5,
                        c -> c.updateMaxRecordSize(r -> r.streamARN(ARN).maxRecordSizeInKiB(1024))),
                rate(
                        "UpdateShardCount",
                        10,
                        c -> c.updateShardCount(
                                r -> r.streamName(NAME).targetShardCount(9).scalingType("UNIFORM_SCALING"))),
                rate(
                        "UpdateStreamMode",
                        5,
                        c -> c.updateStreamMode(r ->
                                r.streamARN(ARN).streamModeDetails(mode -> mode.streamMode(StreamMode.PROVISIONED)))),
                rate(
                        "UpdateStreamWarmThroughput",
                        5,
                        c -> c.updateStreamWarmThroughput(r -> r.streamARN(ARN).warmThroughputMiBps(1))),
                ofAccount("DescribeAccountSettings", 5, c -> c.describeAccountSettings(r -> {})),
                ofAccount("DescribeLimits", 1, KinesisClient::describeLimits),
                ofAccount("ListStreams", 5, KinesisClient::listStreams),
                ofAccount(
                        "UpdateAccountSettings",
                        5,
                        c -> c.updateAccountSettings(r -> r.minimumThroughputBillingCommitment(commitment ->
                                commitment.status(MinimumThroughputBillingCommitmentInputStatus.DISABLED)))));
    }

    private static Arguments rate(String operation, int perSecond, Consumer<KinesisClient> call) {
        return Arguments.of(operation, perSecond, call, OF_STREAM);
    }

    private static Arguments ofAccount(String operation, int perSecond, Consumer<KinesisClient> call) {
        return Arguments.of(operation, perSecond, call, OF_ACCOUNT);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("rates")
    void anOperationIsCalledSoOftenInASecond(
            String operation, int perSecond, Consumer<KinesisClient> call, String text) {
        for (int i = 0; i < perSecond; i++) {
            assertThat(refusal(call)).as("call %d of %s", i, operation).isNull();
        }
        assertThat(refusal(call)).isEqualTo(text);
        CLOCK.advance(Duration.ofMillis(1_000 / perSecond - 1));
        assertThat(refusal(call)).isEqualTo(text);
        CLOCK.advance(Duration.ofMillis(1));
        assertThat(refusal(call)).isNull();
        assertThat(refusal(call)).isEqualTo(text);
    }

    @Test
    void everyOtherOperationHasARateOfAShardOrIsUnknownToTheSdk() {
        List<String> tested = rates().map(rate -> (String) rate.get()[0]).toList();
        assertThat(Stream.of(KinesisClient.class.getMethods())
                        .filter(method -> method.getParameterCount() == 1
                                && method.getParameterTypes()[0].getSimpleName().endsWith("Request"))
                        .map(method -> Character.toUpperCase(method.getName().charAt(0))
                                + method.getName().substring(1))
                        .filter(name -> !name.endsWith("Paginator") && !tested.contains(name)))
                .containsExactlyInAnyOrder("DeleteStream", "GetRecords", "GetShardIterator", "PutRecord", "PutRecords");
    }

    @Test
    void deletionsAreCountedToo() {
        Consumer<KinesisClient> call = c -> c.deleteStream(r -> r.streamName("missing"));
        for (int i = 0; i < 5; i++) {
            assertThat(refusal(call)).isNull();
        }
        assertThat(refusal(call)).isEqualTo("Rate exceeded for stream missing under account 000000000000.");
    }

    @Test
    void accountsAndRegionsDoNotShareTheirCalls() {
        client.describeLimits();
        try (KinesisClient elsewhere = ClientForm.SYNC_JSON.openWithoutRetries(kinesis.endpoint(), Region.EU_WEST_1);
                KinesisClient other = ClientForm.SYNC_JSON.open(kinesis.endpoint(), Region.US_EAST_1, "123456789012")) {
            elsewhere.describeLimits();
            other.describeLimits();
        }
    }

    @Test
    void anAccountHasTheServicesLimits() {
        assertThat(client.describeLimits().shardLimit()).isEqualTo(20_000);
        CLOCK.advance(Duration.ofSeconds(1));
        assertThat(client.describeLimits().onDemandStreamCountLimit()).isEqualTo(50);
        try (LocalKinesis other =
                        LocalKinesis.builder().shardLimit(7).strict(true).start();
                KinesisClient own = ClientForm.SYNC_CBOR.openWithoutRetries(other.endpoint(), Region.US_EAST_1)) {
            assertThat(own.describeLimits().shardLimit()).isEqualTo(7);
        }
    }

    /** The text if there were too many calls; null if the call came through, even to fail. */
    private static @Nullable String refusal(Consumer<KinesisClient> call) {
        try {
            call.accept(client);
        } catch (LimitExceededException e) {
            String text = e.awsErrorDetails().errorMessage();
            return text.startsWith("Rate exceeded") ? text : null;
        } catch (KinesisException e) {
            assertThat(e.statusCode()).isEqualTo(400);
        }
        return null;
    }
}
