package dev.millrace.local;

import static dev.millrace.local.StreamUnderTest.SHARD_0;
import static dev.millrace.local.StreamUnderTest.SHARD_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

@ParameterizedClass
@EnumSource(ClientForm.class)
class ErrorsTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final String ACCOUNT = "under account 000000000000";
    private static final String TWO_TO_128 = BigInteger.TWO.pow(128).toString();
    private static final SdkBytes DATA = SdkBytes.fromUtf8String("payload");

    private final SettableClock clock = new SettableClock(NOW);
    private final LocalKinesis kinesis = LocalKinesis.builder().clock(clock).start();
    private final KinesisClient client;
    private final StreamUnderTest stream;

    ErrorsTest(ClientForm form) {
        this.client = form.open(kinesis.endpoint(), Region.EU_WEST_1);
        this.stream = StreamUnderTest.create(client, "orders", 2);
    }

    @AfterEach
    void close() {
        client.close();
        kinesis.close();
    }

    @Test
    void aStreamThatIsNotThereIsNotFound() {
        String expected = "Stream missing " + ACCOUNT + " not found.";
        assertThat(notFound(() -> client.describeStream(request -> request.streamName("missing"))))
                .isEqualTo(expected);
        assertThat(notFound(() -> client.describeStreamSummary(request -> request.streamName("missing"))))
                .isEqualTo(expected);
        assertThat(notFound(() -> client.listShards(request -> request.streamName("missing"))))
                .isEqualTo(expected);
        assertThat(notFound(() -> client.deleteStream(request -> request.streamName("missing"))))
                .isEqualTo(expected);
        assertThat(notFound(() -> new StreamUnderTest(client, "missing").put("key", DATA)))
                .isEqualTo(expected);
        assertThat(notFound(() -> client.putRecords(request -> request.streamName("missing")
                        .records(PutRecordsRequestEntry.builder()
                                .partitionKey("key")
                                .data(DATA)
                                .build()))))
                .isEqualTo(expected);
        assertThat(notFound(() -> new StreamUnderTest(client, "missing").split(SHARD_0, "1")))
                .isEqualTo(expected);
        assertThat(notFound(() -> new StreamUnderTest(client, "missing").merge(SHARD_0, SHARD_1)))
                .isEqualTo(expected);
    }

    @Test
    void aShardThatIsNotThereIsNotFound() {
        assertThat(notFound(() -> stream.iterator("shardId-000000000005", ShardIteratorType.LATEST)))
                .isEqualTo("Shard shardId-000000000005 in stream orders " + ACCOUNT + " does not exist");
        assertThat(notFound(() -> stream.iterator("5", ShardIteratorType.LATEST)))
                .isEqualTo("Shard shardId-000000000005 in stream orders " + ACCOUNT + " does not exist");
        assertThat(notFound(() -> stream.iterator("nonsense", ShardIteratorType.LATEST)))
                .isEqualTo("Could not find shard nonsense in stream orders " + ACCOUNT + ".");
        assertThat(notFound(() -> stream.split("shardId-000000000005", "1")))
                .isEqualTo("Could not find shard shardId-000000000005 in stream orders " + ACCOUNT + ".");
        assertThat(notFound(() -> stream.merge(SHARD_0, "nonsense")))
                .isEqualTo("Could not find shard nonsense in stream orders " + ACCOUNT + ".");
    }

    @Test
    void theIteratorOfADeletedStreamIsRefusedEvenIfTheNameIsTakenAgain() {
        String iterator = stream.iterator(SHARD_1, ShardIteratorType.TRIM_HORIZON);
        client.deleteStream(request -> request.streamName("orders"));
        assertThat(notFound(() -> stream.get(iterator))).isEqualTo("Stream orders " + ACCOUNT + " not found.");
        // The clock stands still: the new stream was created in the same millisecond.
        StreamUnderTest.create(client, "orders", 1);
        assertThat(notFound(() -> stream.get(iterator)))
                .isEqualTo("Shard shardId-000000000001 in stream orders " + ACCOUNT + " does not exist");
    }

    @Test
    void aStreamThatIsThereCannotBeCreatedAgain() {
        ResourceInUseException error =
                catchThrowableOfType(ResourceInUseException.class, () -> StreamUnderTest.create(client, "orders", 1));
        assertThat(text(error)).isEqualTo("Stream orders " + ACCOUNT + " already exists.");
    }

    @Test
    void anExplicitHashKeyOf2To128IsInvalid() {
        String expected = "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]."
                + " Specified value was " + TWO_TO_128;
        assertThat(invalid(() -> stream.putAt(TWO_TO_128, "payload"))).isEqualTo(expected);
        assertThat(invalid(() -> client.putRecords(request -> request.streamName("orders")
                        .records(PutRecordsRequestEntry.builder()
                                .partitionKey("key")
                                .explicitHashKey(TWO_TO_128)
                                .data(DATA)
                                .build()))))
                .isEqualTo(expected);
    }

    @Test
    void aSequenceNumberMustBeOneOfTheShard() {
        String other = stream.putAt("0", "payload").sequenceNumber();
        assertThat(invalid(() -> stream.iterator(SHARD_1, ShardIteratorType.AT_SEQUENCE_NUMBER, other)))
                .isEqualTo("Invalid StartingSequenceNumber. It encodes shardId-000000000000, while it was used in a"
                        + " call to a shard with shardId-000000000001");
        assertThat(invalid(() -> stream.iterator(SHARD_0, ShardIteratorType.AT_SEQUENCE_NUMBER, "12345")))
                .isEqualTo("StartingSequenceNumber 12345 used in GetShardIterator on shard " + SHARD_0
                        + " in stream orders " + ACCOUNT + " is invalid.");
        String following =
                new BigInteger(other).add(BigInteger.ONE.shiftLeft(80)).toString();
        assertThat(invalid(() -> stream.iterator(SHARD_0, ShardIteratorType.AFTER_SEQUENCE_NUMBER, following)))
                .isEqualTo("StartingSequenceNumber " + following + " used in GetShardIterator on shard " + SHARD_0
                        + " in stream orders " + ACCOUNT + " is invalid.");
    }

    @Test
    void aSequenceNumberMustComeFromThisStream() {
        clock.advance(Duration.ofHours(1));
        String foreign =
                StreamUnderTest.create(client, "others", 1).put("key", DATA).sequenceNumber();
        assertThat(invalid(() -> stream.iterator(SHARD_0, ShardIteratorType.AT_SEQUENCE_NUMBER, foreign)))
                .isEqualTo("StartingSequenceNumber " + foreign + " used in GetShardIterator on shard " + SHARD_0
                        + " in stream orders " + ACCOUNT + " is invalid because it did not come from this stream.");
    }

    @Test
    void anIteratorTypeNeedsItsOwnArgument() {
        String number = stream.putAt("0", "payload").sequenceNumber();
        String rule = "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber"
                + " or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ";
        assertThat(invalid(() -> stream.iterator(SHARD_0, ShardIteratorType.AT_SEQUENCE_NUMBER)))
                .isEqualTo(rule + "AT_SEQUENCE_NUMBER and no StartingSequenceNumber.");
        assertThat(invalid(() -> stream.iterator(SHARD_0, ShardIteratorType.LATEST, number)))
                .isEqualTo(rule + "LATEST and also a StartingSequenceNumber.");
        assertThat(invalid(() -> stream.iterator(SHARD_0, ShardIteratorType.AT_TIMESTAMP)))
                .isEqualTo("Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request"
                        + " has no timestamp parameter.");
    }

    @Test
    void aTimestampInTheFutureIsInvalid() {
        Consumer<GetShardIteratorRequest.Builder> future = request -> request.streamName("orders")
                .shardId(SHARD_0)
                .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                .timestamp(NOW.plusMillis(1));
        assertThat(invalid(() -> client.getShardIterator(future)))
                .isEqualTo("The timestampInMillis parameter cannot be greater than the currentTimestampInMillis."
                        + " timestampInMillis: " + (NOW.toEpochMilli() + 1) + ", currentTimestampInMillis: "
                        + NOW.toEpochMilli());
    }

    @Test
    void anIteratorThatWasNotGivenOutIsInvalid() {
        String iterator = stream.iterator(SHARD_0, ShardIteratorType.LATEST);
        char last = iterator.charAt(30);
        String changed = iterator.substring(0, 30) + (last == 'A' ? 'B' : 'A') + iterator.substring(31);
        for (String garbage : new String[] {"garbage", "AAAA", changed, iterator.substring(4), iterator + "AAAA"}) {
            assertThat(invalid(() -> stream.get(garbage))).isEqualTo("Invalid ShardIterator.");
        }
    }

    @Test
    void anIteratorLivesFiveMinutes() {
        String iterator = stream.iterator(SHARD_0, ShardIteratorType.LATEST);
        clock.advance(Duration.ofMinutes(5));
        assertThat(stream.get(iterator).nextShardIterator()).isNotNull();
        clock.advance(Duration.ofMillis(1));
        ExpiredIteratorException error =
                catchThrowableOfType(ExpiredIteratorException.class, () -> stream.get(iterator));
        assertThat(text(error))
                .isEqualTo("Iterator expired. The iterator was created at time Wed Mar 04 05:06:07 UTC 2026 while right"
                        + " now it is Wed Mar 04 05:11:07 UTC 2026 which is further in the future than the tolerated"
                        + " delay of 300000 milliseconds.");
    }

    @Test
    void anOrderingNumberMustBeASequenceNumber() {
        assertThat(invalid(() -> client.putRecord(request -> request.streamName("orders")
                        .partitionKey("key")
                        .sequenceNumberForOrdering("12345")
                        .data(DATA))))
                .isEqualTo("ExclusiveMinimumSequenceNumber 12345 used in PutRecord on stream orders " + ACCOUNT
                        + " is invalid.");
    }

    @Test
    void aListingNeedsAStreamOrATokenAndNotBoth() {
        String token = client.listShards(request -> request.streamName("orders").maxResults(1))
                .nextToken();
        assertThat(invalid(() -> client.listShards(request -> request.maxResults(1))))
                .isEqualTo("Either NextToken or StreamName should be provided.");
        assertThat(invalid(() -> client.listShards(
                        request -> request.streamName("orders").nextToken(token))))
                .isEqualTo("NextToken and StreamName cannot be provided together.");
        assertThat(invalid(() -> client.listShards(request -> request.nextToken("garbage"))))
                .isEqualTo("Invalid NextToken.");
    }

    private static String notFound(ThrowingCallable call) {
        return text(catchThrowableOfType(ResourceNotFoundException.class, call));
    }

    private static String invalid(ThrowingCallable call) {
        return text(catchThrowableOfType(InvalidArgumentException.class, call));
    }

    private static String text(KinesisException error) {
        assertThat(error).as("the call fails").isNotNull();
        assertThat(error.statusCode()).isEqualTo(400);
        assertThat(error.requestId()).isNotBlank();
        return error.awsErrorDetails().errorMessage();
    }
}
