package dev.millrace.local;

import static dev.millrace.local.StreamUnderTest.SHARD_0;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountResponse;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

@ParameterizedClass
@EnumSource(
        value = ClientForm.class,
        names = {"SYNC_JSON", "ASYNC_CBOR"})
class ScalingConformanceTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-04T05:06:07.089Z"));
    private final LocalKinesis kinesis =
            LocalKinesis.builder().clock(clock).shardLimit(20).start();
    private final KinesisClient client;
    private final StreamUnderTest stream;

    ScalingConformanceTest(ClientForm form) {
        this.client = form.open(kinesis.endpoint(), Region.EU_WEST_1);
        this.stream = StreamUnderTest.create(client, "orders", 4);
    }

    @AfterEach
    void close() {
        client.close();
        kinesis.close();
    }

    @Test
    void aStreamIsScaledToEqualShards() {
        UpdateShardCountResponse response = scale(6);
        assertThat(response.streamName()).isEqualTo("orders");
        assertThat(response.streamARN()).isEqualTo("arn:aws:kinesis:eu-west-1:000000000000:stream/orders");
        assertThat(response.currentShardCount()).isEqualTo(4);
        assertThat(response.targetShardCount()).isEqualTo(6);
        assertOpenShardsAreEqual(6);
        scale(3);
        assertOpenShardsAreEqual(3);
    }

    @Test
    void readersFindEveryRecordOfAKeyInOrderHoweverOftenTheStreamIsScaled() {
        int[] counts = {8, 5, 3, 6, 4};
        for (int round = 0; round < counts.length; round++) {
            for (int key = 0; key < 20; key++) {
                stream.put("key" + key, "key" + key + " " + round);
            }
            scale(counts[round]);
        }
        List<String> read = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String first :
                List.of(SHARD_0, StreamUnderTest.SHARD_1, StreamUnderTest.SHARD_2, StreamUnderTest.SHARD_3)) {
            readOn(first, seen, read);
        }
        assertThat(read).hasSize(100).doesNotHaveDuplicates();
        for (int key = 0; key < 20; key++) {
            String prefix = "key" + key + " ";
            assertThat(read.stream().filter(text -> text.startsWith(prefix)))
                    .containsExactly(prefix + 0, prefix + 1, prefix + 2, prefix + 3, prefix + 4);
        }
    }

    /** Reads a shard to its end, and then the children all of whose parents have been read. */
    private void readOn(String shardId, Set<String> done, List<String> read) {
        GetRecordsResponse response = stream.fromStart(shardId);
        read.addAll(StreamUnderTest.texts(response));
        done.add(shardId);
        if (response.nextShardIterator() != null) {
            return;
        }
        assertThat(response.childShards()).isNotEmpty();
        for (ChildShard child : response.childShards()) {
            if (done.containsAll(child.parentShards()) && !done.contains(child.shardId())) {
                readOn(child.shardId(), done, read);
            }
        }
    }

    @Test
    void aStreamIsScaledToAtMostDoubleAndAtLeastHalf() {
        assertThat(limit(() -> scale(9)))
                .isEqualTo("UpdateShardCount cannot scale up over double your current open shard count. Current open"
                        + " shard count: 4 Target shard count: 9");
        assertThat(limit(() -> scale(1)))
                .isEqualTo("UpdateShardCount cannot scale down below half your current open shard count. Current open"
                        + " shard count: 4 Target shard count: 1");
        assertThat(stream.shards()).hasSize(4);
        scale(8);
        scale(4);
        scale(2);
    }

    @Test
    void aStreamIsScaledTenTimesADay() {
        for (int i = 0; i < 10; i++) {
            scale(i % 2 == 0 ? 5 : 4);
            clock.advance(Duration.ofHours(1));
        }
        assertThat(limit(() -> scale(5))).contains("10 times within 24 hours");
        clock.advance(Duration.ofHours(14));
        scale(5);
        assertThat(limit(() -> scale(4))).contains("10 times within 24 hours");
    }

    @Test
    void anAccountHasALimitOfShards() {
        scale(8);
        StreamUnderTest.create(client, "others", 12);
        String counts = " Current shard count for the account: 20. Limit: 20. Number of additional shards that would"
                + " have resulted from this request: ";
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> StreamUnderTest.create(client, "more", 1),
                () -> stream.split("shardId-000000000004", "1000"),
                () -> scale(9))) {
            assertThat(limit(call))
                    .startsWith("This request would exceed the shard limit for the account 000000000000 in eu-west-1."
                            + counts + "1. Refer to the AWS Service Limits page"
                            + " (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html)");
        }
        scale(7);
        assertThat(client.describeLimits().openShardCount()).isEqualTo(19);
        assertThat(client.describeLimits().shardLimit()).isEqualTo(20);
        // On-demand streams do not count.
        client.createStream(request -> request.streamName("elastic"));
        assertThat(client.describeLimits().openShardCount()).isEqualTo(19);
        assertThat(client.describeLimits().onDemandStreamCount()).isEqualTo(1);
        assertThat(client.describeLimits().onDemandStreamCountLimit()).isEqualTo(1_000_000);
    }

    @Test
    void theServiceScalesOnDemandStreamsItself() {
        client.createStream(request -> request.streamName("elastic"));
        assertThat(Errors.text(
                        ValidationException.class,
                        () -> client.updateShardCount(request -> request.streamName("elastic")
                                .targetShardCount(8)
                                .scalingType("UNIFORM_SCALING"))))
                .isEqualTo("Request is invalid. Stream elastic under account 000000000000 is in On-Demand mode.");
    }

    @Test
    void scalingIsUniform() {
        assertThat(Errors.text(
                        ValidationException.class,
                        () -> client.updateShardCount(request ->
                                request.streamName("orders").targetShardCount(0).scalingType("SOMEHOW"))))
                .isEqualTo("2 validation errors detected: Value '0' at 'targetShardCount' failed to satisfy constraint:"
                        + " Member must have value greater than or equal to 1; Value 'SOMEHOW' at 'scalingType' failed"
                        + " to satisfy constraint: Member must satisfy enum value set: [UNIFORM_SCALING]");
    }

    private UpdateShardCountResponse scale(int count) {
        return client.updateShardCount(
                request -> request.streamName("orders").targetShardCount(count).scalingType("UNIFORM_SCALING"));
    }

    private void assertOpenShardsAreEqual(int count) {
        List<Shard> open = new ArrayList<>(client.listShards(
                        request -> request.streamName("orders").shardFilter(by -> by.type(ShardFilterType.AT_LATEST)))
                .shards());
        BigInteger size = BigInteger.TWO.pow(128).divide(BigInteger.valueOf(count));
        assertThat(open)
                .extracting(shard -> new BigInteger(shard.hashKeyRange().startingHashKey())
                        .divide(size)
                        .intValueExact())
                .hasSize(count)
                .doesNotHaveDuplicates();
        assertThat(open)
                .allMatch(shard -> new BigInteger(shard.hashKeyRange().startingHashKey())
                                .mod(size)
                                .signum()
                        == 0);
    }

    private static String limit(ThrowingCallable call) {
        return Errors.text(LimitExceededException.class, call);
    }
}
