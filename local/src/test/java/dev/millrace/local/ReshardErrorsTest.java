package dev.millrace.local;

import static dev.millrace.local.StreamUnderTest.SHARD_0;
import static dev.millrace.local.StreamUnderTest.SHARD_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;

@ParameterizedClass
@EnumSource(ClientForm.class)
class ReshardErrorsTest {

    private static final String ACCOUNT = "under account 000000000000";

    private final LocalKinesis kinesis = LocalKinesis.start();
    private final KinesisClient client;
    private final StreamUnderTest stream;

    ReshardErrorsTest(ClientForm form) {
        this.client = form.open(kinesis.endpoint(), Region.EU_WEST_1);
        this.stream = StreamUnderTest.create(client, "orders", 2);
    }

    @AfterEach
    void close() {
        client.close();
        kinesis.close();
    }

    @Test
    void aSplitKeyMustLieInsideTheShard() {
        BigInteger half = BigInteger.TWO.pow(127);
        String rule = " used in SplitShard() on shard " + SHARD_1 + " in stream orders " + ACCOUNT
                + " is not both greater than one plus the shard's StartingHashKey " + half
                + " and less than the shard's EndingHashKey "
                + BigInteger.TWO.pow(128).subtract(BigInteger.ONE) + ".";
        for (BigInteger key : new BigInteger[] {
            BigInteger.ZERO,
            half,
            half.add(BigInteger.ONE),
            BigInteger.TWO.pow(128).subtract(BigInteger.ONE),
            BigInteger.TWO.pow(128)
        }) {
            assertThat(invalid(() -> stream.split(SHARD_1, key.toString())))
                    .isEqualTo("NewStartingHashKey " + key + rule);
        }
        stream.split(SHARD_1, half.add(BigInteger.TWO).toString());
    }

    @Test
    void onlyNeighboursInOrderAreMerged() {
        StreamUnderTest four = StreamUnderTest.create(client, "four", 4);
        for (String[] pair : new String[][] {
            {"shardId-000000000000", "shardId-000000000002"},
            {"shardId-000000000001", "shardId-000000000000"},
            {"shardId-000000000001", "shardId-000000000001"}
        }) {
            assertThat(invalid(() -> four.merge(pair[0], pair[1])))
                    .isEqualTo("Shards " + pair[0] + " and " + pair[1] + " in stream four " + ACCOUNT
                            + " are not an adjacent pair of shards eligible for merging");
        }
    }

    @Test
    void aClosedShardIsNeitherSplitNorMerged() {
        stream.split(SHARD_0, "1000");
        String expected = "Shard " + SHARD_0 + " in stream orders " + ACCOUNT
                + " has already been merged or split, and thus is not eligible for merging or splitting.";
        assertThat(invalid(() -> stream.split(SHARD_0, "500"))).isEqualTo(expected);
        assertThat(invalid(() -> stream.merge(SHARD_0, SHARD_1))).isEqualTo(expected);
    }

    private static String invalid(ThrowingCallable call) {
        InvalidArgumentException error = catchThrowableOfType(InvalidArgumentException.class, call);
        assertThat(error).as("the call fails").isNotNull();
        return error.awsErrorDetails().errorMessage();
    }
}
