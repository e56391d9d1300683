package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.StreamSummary;

@ParameterizedClass
@EnumSource(ClientForm.class)
class SdkStreamConformanceTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final String ARN = "arn:aws:kinesis:eu-west-1:000000000000:stream/orders";

    private final ClientForm form;
    private final LocalKinesis kinesis =
            LocalKinesis.builder().clock(new SettableClock(NOW)).start();
    private final KinesisClient client;

    SdkStreamConformanceTest(ClientForm form) {
        this.form = form;
        this.client = form.open(kinesis.endpoint(), Region.EU_WEST_1);
    }

    @AfterEach
    void close() {
        client.close();
        kinesis.close();
    }

    @Test
    void aNewStreamIsDescribedWithItsShards() {
        StreamUnderTest.create(client, "orders", 3);
        StreamDescription description =
                client.describeStream(request -> request.streamName("orders")).streamDescription();
        assertThat(description.streamName()).isEqualTo("orders");
        assertThat(description.streamARN()).isEqualTo(ARN);
        assertThat(description.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
        assertThat(description.streamModeDetails().streamMode()).isEqualTo(StreamMode.PROVISIONED);
        assertThat(description.retentionPeriodHours()).isEqualTo(24);
        assertThat(description.streamCreationTimestamp()).isEqualTo(NOW);
        assertThat(description.encryptionType()).isEqualTo(EncryptionType.NONE);
        assertThat(description.keyId()).isNull();
        assertThat(description.hasMoreShards()).isFalse();
        assertThat(StreamUnderTest.ids(description.shards()))
                .containsExactly(StreamUnderTest.SHARD_0, StreamUnderTest.SHARD_1, StreamUnderTest.SHARD_2);
        Shard last = description.shards().get(2);
        BigInteger third = BigInteger.TWO.pow(128).divide(BigInteger.valueOf(3));
        assertThat(last.hashKeyRange().startingHashKey())
                .isEqualTo(third.shiftLeft(1).toString());
        assertThat(last.hashKeyRange().endingHashKey())
                .isEqualTo(BigInteger.TWO.pow(128).subtract(BigInteger.ONE).toString());
        assertThat(last.parentShardId()).isNull();
        assertThat(last.adjacentParentShardId()).isNull();
        assertThat(last.sequenceNumberRange().startingSequenceNumber())
                .hasSize(56)
                .startsWith("49");
        assertThat(last.sequenceNumberRange().endingSequenceNumber()).isNull();
    }

    @Test
    void describeStreamGivesShardsPageByPage() {
        StreamUnderTest.create(client, "orders", 5);
        StreamDescription first = client.describeStream(
                        request -> request.streamName("orders").limit(2))
                .streamDescription();
        assertThat(first.shards()).hasSize(2);
        assertThat(first.hasMoreShards()).isTrue();
        StreamDescription rest = client.describeStream(
                        request -> request.streamName("orders").exclusiveStartShardId(StreamUnderTest.SHARD_1))
                .streamDescription();
        assertThat(StreamUnderTest.ids(rest.shards()))
                .containsExactly(StreamUnderTest.SHARD_2, StreamUnderTest.SHARD_3, StreamUnderTest.SHARD_4);
        assertThat(rest.hasMoreShards()).isFalse();
    }

    @Test
    void theSummaryCountsOpenShardsOnly() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 2);
        stream.split(StreamUnderTest.SHARD_0, "1000");
        StreamDescriptionSummary summary = client.describeStreamSummary(request -> request.streamName("orders"))
                .streamDescriptionSummary();
        assertThat(summary.streamName()).isEqualTo("orders");
        assertThat(summary.streamARN()).isEqualTo(ARN);
        assertThat(summary.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
        assertThat(summary.streamCreationTimestamp()).isEqualTo(NOW);
        assertThat(summary.openShardCount()).isEqualTo(3);
        assertThat(summary.consumerCount()).isZero();
        assertThat(summary.maxRecordSizeInKiB()).isEqualTo(1024);
    }

    @Test
    void aStreamWithoutShardCountIsOnDemandWithFourShards() {
        client.createStream(request -> request.streamName("orders"));
        StreamDescriptionSummary summary = client.describeStreamSummary(request -> request.streamName("orders"))
                .streamDescriptionSummary();
        assertThat(summary.streamModeDetails().streamMode()).isEqualTo(StreamMode.ON_DEMAND);
        assertThat(summary.openShardCount()).isEqualTo(4);
    }

    @Test
    void theModeMayBeNamed() {
        client.createStream(request ->
                request.streamName("orders").shardCount(1).streamModeDetails(mode -> mode.streamMode("PROVISIONED")));
        assertThat(client.describeStreamSummary(request -> request.streamName("orders"))
                        .streamDescriptionSummary()
                        .streamModeDetails()
                        .streamMode())
                .isEqualTo(StreamMode.PROVISIONED);
    }

    @Test
    void streamsAreListedByNamePageByPage() {
        for (String name : List.of("delta", "alpha", "echo", "charlie", "bravo")) {
            StreamUnderTest.create(client, name, 1);
        }
        List<String> names = new ArrayList<>();
        ListStreamsResponse page = client.listStreams(request -> request.limit(2));
        names.addAll(page.streamNames());
        while (page.hasMoreStreams()) {
            String token = page.nextToken();
            page = client.listStreams(request -> request.limit(2).nextToken(token));
            names.addAll(page.streamNames());
        }
        assertThat(names).containsExactly("alpha", "bravo", "charlie", "delta", "echo");
        assertThat(page.nextToken()).isNull();
        assertThat(client.listStreams(request -> request.exclusiveStartStreamName("charlie"))
                        .streamNames())
                .containsExactly("delta", "echo");
    }

    @Test
    void listedStreamsHaveSummaries() {
        StreamUnderTest.create(client, "orders", 1);
        List<StreamSummary> summaries = client.listStreams().streamSummaries();
        assertThat(summaries).hasSize(1);
        assertThat(summaries.get(0).streamName()).isEqualTo("orders");
        assertThat(summaries.get(0).streamARN()).isEqualTo(ARN);
        assertThat(summaries.get(0).streamStatus()).isEqualTo(StreamStatus.ACTIVE);
        assertThat(summaries.get(0).streamCreationTimestamp()).isEqualTo(NOW);
    }

    @Test
    void aDeletedStreamIsGoneAndItsNameIsFree() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
        stream.put("key", "old");
        client.deleteStream(request -> request.streamName("orders"));
        assertThatThrownBy(() -> client.describeStreamSummary(request -> request.streamName("orders")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThat(client.listStreams().streamNames()).isEmpty();
        StreamUnderTest.create(client, "orders", 1);
        assertThat(stream.fromStart(StreamUnderTest.SHARD_0).records()).isEmpty();
    }

    @Test
    void everyOperationTakesTheArnInsteadOfTheName() {
        StreamUnderTest.create(client, "orders", 1);
        client.putRecord(request -> request.streamARN(ARN).partitionKey("key").data(SdkBytes.fromUtf8String("one")));
        client.putRecords(request -> request.streamARN(ARN)
                .records(PutRecordsRequestEntry.builder()
                        .partitionKey("key")
                        .data(SdkBytes.fromUtf8String("two"))
                        .build()));
        String iterator = client.getShardIterator(request -> request.streamARN(ARN)
                        .shardId(StreamUnderTest.SHARD_0)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        assertThat(StreamUnderTest.texts(
                        client.getRecords(request -> request.streamARN(ARN).shardIterator(iterator))))
                .containsExactly("one", "two");
        client.splitShard(request ->
                request.streamARN(ARN).shardToSplit(StreamUnderTest.SHARD_0).newStartingHashKey("1000"));
        client.mergeShards(request -> request.streamARN(ARN)
                .shardToMerge(StreamUnderTest.SHARD_1)
                .adjacentShardToMerge(StreamUnderTest.SHARD_2));
        assertThat(client.listShards(request -> request.streamARN(ARN)).shards())
                .hasSize(4);
        assertThat(client.describeStream(request -> request.streamARN(ARN))
                        .streamDescription()
                        .shards())
                .hasSize(4);
        assertThat(client.describeStreamSummary(request -> request.streamARN(ARN))
                        .streamDescriptionSummary()
                        .openShardCount())
                .isEqualTo(1);
        client.deleteStream(request -> request.streamARN(ARN));
        assertThat(client.listStreams().streamNames()).isEmpty();
    }

    @Test
    void regionsAndAccountsSeeNothingOfEachOther() {
        StreamUnderTest.create(client, "orders", 1);
        try (KinesisClient elsewhere = form.open(kinesis.endpoint(), Region.US_WEST_2);
                KinesisClient another = form.open(kinesis.endpoint(), Region.EU_WEST_1, "123456789012")) {
            assertThat(elsewhere.listStreams().streamNames()).isEmpty();
            assertThat(another.listStreams().streamNames()).isEmpty();
            StreamUnderTest.create(elsewhere, "orders", 2);
            StreamUnderTest.create(another, "orders", 3);
            assertThat(elsewhere
                            .describeStreamSummary(request -> request.streamName("orders"))
                            .streamDescriptionSummary()
                            .streamARN())
                    .isEqualTo("arn:aws:kinesis:us-west-2:000000000000:stream/orders");
            assertThat(another.describeStreamSummary(request -> request.streamName("orders"))
                            .streamDescriptionSummary()
                            .streamARN())
                    .isEqualTo("arn:aws:kinesis:eu-west-1:123456789012:stream/orders");
        }
        assertThat(client.listShards(request -> request.streamName("orders")).shards())
                .hasSize(1);
    }
}
