package dev.millrace.local;

import static dev.millrace.local.StreamUnderTest.SHARD_0;
import static dev.millrace.local.StreamUnderTest.SHARD_1;
import static dev.millrace.local.StreamUnderTest.SHARD_2;
import static dev.millrace.local.StreamUnderTest.SHARD_3;
import static dev.millrace.local.StreamUnderTest.SHARD_4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

@ParameterizedClass
@EnumSource(ClientForm.class)
class SdkShardConformanceTest {

    private static final Instant CREATED = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final Instant SPLIT = CREATED.plusSeconds(60);
    private static final Instant MERGED = SPLIT.plusSeconds(60);
    private static final String HALF = BigInteger.TWO.pow(127).toString();
    private static final String QUARTER = BigInteger.TWO.pow(126).toString();

    private final SettableClock clock = new SettableClock(CREATED);
    private final LocalKinesis kinesis = LocalKinesis.builder().clock(clock).start();
    private final KinesisClient client;

    SdkShardConformanceTest(ClientForm form) {
        this.client = form.open(kinesis.endpoint(), Region.EU_WEST_1);
    }

    @AfterEach
    void close() {
        client.close();
        kinesis.close();
    }

    @Test
    void shardsAreListedByEveryFilter() {
        StreamUnderTest stream = resharded();
        assertThat(StreamUnderTest.ids(stream.shards())).containsExactly(SHARD_0, SHARD_1, SHARD_2, SHARD_3, SHARD_4);
        assertThat(filtered(ShardFilterType.FROM_TRIM_HORIZON, null)).hasSize(5);
        assertThat(filtered(ShardFilterType.AT_TRIM_HORIZON, null)).containsExactly(SHARD_0, SHARD_1);
        assertThat(filtered(ShardFilterType.AT_LATEST, null)).containsExactly(SHARD_2, SHARD_4);
        assertThat(filtered(ShardFilterType.AT_TIMESTAMP, CREATED.minusSeconds(30)))
                .containsExactly(SHARD_0, SHARD_1);
        assertThat(filtered(ShardFilterType.AT_TIMESTAMP, CREATED.plusSeconds(30)))
                .containsExactly(SHARD_0, SHARD_1);
        assertThat(filtered(ShardFilterType.AT_TIMESTAMP, SPLIT.plusSeconds(30)))
                .containsExactly(SHARD_1, SHARD_2, SHARD_3);
        assertThat(filtered(ShardFilterType.AT_TIMESTAMP, MERGED.plusSeconds(30)))
                .containsExactly(SHARD_2, SHARD_4);
        assertThat(filtered(ShardFilterType.FROM_TIMESTAMP, CREATED.plusSeconds(30)))
                .hasSize(5);
        assertThat(filtered(ShardFilterType.FROM_TIMESTAMP, SPLIT.plusSeconds(30)))
                .containsExactly(SHARD_1, SHARD_2, SHARD_3, SHARD_4);
        assertThat(filtered(ShardFilterType.FROM_TIMESTAMP, MERGED.plusSeconds(30)))
                .containsExactly(SHARD_2, SHARD_4);
        ShardFilter after = ShardFilter.builder()
                .type(ShardFilterType.AFTER_SHARD_ID)
                .shardId(SHARD_2)
                .build();
        assertThat(StreamUnderTest.ids(client.listShards(
                                request -> request.streamName("orders").shardFilter(after))
                        .shards()))
                .containsExactly(SHARD_3, SHARD_4);
        assertThat(StreamUnderTest.ids(client.listShards(
                                request -> request.streamName("orders").exclusiveStartShardId(SHARD_1))
                        .shards()))
                .containsExactly(SHARD_2, SHARD_3, SHARD_4);
    }

    @Test
    void shardsAreListedPageByPageWithTheTokenAlone() {
        StreamUnderTest.create(client, "orders", 7);
        ListShardsResponse page =
                client.listShards(request -> request.streamName("orders").maxResults(3));
        List<String> ids = new ArrayList<>(StreamUnderTest.ids(page.shards()));
        int pages = 1;
        while (page.nextToken() != null) {
            String token = page.nextToken();
            page = client.listShards(request -> request.nextToken(token).maxResults(3));
            ids.addAll(StreamUnderTest.ids(page.shards()));
            pages++;
        }
        assertThat(pages).isEqualTo(3);
        assertThat(ids).hasSize(7).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void aPageThatEndsWithTheLastShardHasNoToken() {
        StreamUnderTest.create(client, "orders", 3);
        assertThat(client.listShards(request -> request.streamName("orders").maxResults(3))
                        .nextToken())
                .isNull();
    }

    @Test
    void theTokenRemembersTheFilter() {
        resharded();
        ListShardsResponse first = client.listShards(
                request -> request.streamName("orders").maxResults(1).shardFilter(filter -> filter.type("AT_LATEST")));
        assertThat(StreamUnderTest.ids(first.shards())).containsExactly(SHARD_2);
        ListShardsResponse second = client.listShards(request -> request.nextToken(first.nextToken()));
        assertThat(StreamUnderTest.ids(second.shards())).containsExactly(SHARD_4);
        assertThat(second.nextToken()).isNull();
    }

    @Test
    void aTokenLivesFiveMinutes() {
        StreamUnderTest.create(client, "orders", 2);
        String token = client.listShards(request -> request.streamName("orders").maxResults(1))
                .nextToken();
        clock.advance(Duration.ofMinutes(5));
        assertThat(client.listShards(request -> request.nextToken(token)).shards())
                .hasSize(1);
        clock.advance(Duration.ofMillis(1));
        assertThatThrownBy(() -> client.listShards(request -> request.nextToken(token)))
                .isInstanceOf(ExpiredNextTokenException.class);
    }

    @Test
    void aSplitClosesTheParentAndNamesItInBothChildren() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
        stream.split(SHARD_0, HALF);
        List<Shard> shards = stream.shards();
        assertThat(shards.get(0).sequenceNumberRange().endingSequenceNumber()).isNotNull();
        assertThat(shards.get(1).parentShardId()).isEqualTo(SHARD_0);
        assertThat(shards.get(1).adjacentParentShardId()).isNull();
        assertThat(shards.get(1).hashKeyRange().startingHashKey()).isEqualTo("0");
        assertThat(shards.get(1).hashKeyRange().endingHashKey())
                .isEqualTo(new BigInteger(HALF).subtract(BigInteger.ONE).toString());
        assertThat(shards.get(2).parentShardId()).isEqualTo(SHARD_0);
        assertThat(shards.get(2).hashKeyRange().startingHashKey()).isEqualTo(HALF);
        assertThat(shards.get(2).sequenceNumberRange().endingSequenceNumber()).isNull();
    }

    @Test
    void aMergeNamesBothParentsInTheChild() {
        resharded();
        Shard merged = new StreamUnderTest(client, "orders").shards().get(4);
        assertThat(merged.parentShardId()).isEqualTo(SHARD_3);
        assertThat(merged.adjacentParentShardId()).isEqualTo(SHARD_1);
        assertThat(merged.hashKeyRange().startingHashKey()).isEqualTo(QUARTER);
    }

    @Test
    void aClosedShardIsReadToItsEndWhichNamesTheChildren() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
        stream.put("key", "one");
        stream.put("key", "two");
        stream.split(SHARD_0, HALF);
        stream.put("key", "three");
        GetRecordsResponse first = client.getRecords(
                request -> request.shardIterator(stream.iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON))
                        .limit(1));
        assertThat(StreamUnderTest.texts(first)).containsExactly("one");
        assertThat(first.childShards()).isEmpty();
        assertThat(first.nextShardIterator()).isNotNull();
        GetRecordsResponse last = stream.get(first.nextShardIterator());
        assertThat(StreamUnderTest.texts(last)).containsExactly("two");
        assertThat(last.nextShardIterator()).isNull();
        assertThat(last.millisBehindLatest()).isZero();
        assertThat(last.childShards()).hasSize(2);
        assertThat(last.childShards().get(0).shardId()).isEqualTo(SHARD_1);
        assertThat(last.childShards().get(0).parentShards()).containsExactly(SHARD_0);
        assertThat(last.childShards().get(1).hashKeyRange().startingHashKey()).isEqualTo(HALF);
    }

    @Test
    void latestOnAClosedShardIsItsEnd() {
        StreamUnderTest stream = resharded();
        GetRecordsResponse end = stream.get(stream.iterator(SHARD_1, ShardIteratorType.LATEST));
        assertThat(end.records()).isEmpty();
        assertThat(end.nextShardIterator()).isNull();
        assertThat(end.childShards()).hasSize(1);
        assertThat(end.childShards().get(0).parentShards()).containsExactly(SHARD_3, SHARD_1);
    }

    @Test
    void sequenceNumbersAscendFromParentToChild() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
        List<BigInteger> numbers = new ArrayList<>();
        numbers.add(new BigInteger(stream.shards().get(0).sequenceNumberRange().startingSequenceNumber()));
        numbers.add(new BigInteger(stream.put("key", "a").sequenceNumber()));
        numbers.add(new BigInteger(stream.put("key", "b").sequenceNumber()));
        stream.split(SHARD_0, HALF);
        numbers.add(ending(stream, 0));
        numbers.add(new BigInteger(stream.putAt("7", "c").sequenceNumber()));
        stream.merge(SHARD_1, SHARD_2);
        numbers.add(ending(stream, 1));
        numbers.add(new BigInteger(stream.putAt("7", "d").sequenceNumber()));
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
    }

    private static BigInteger ending(StreamUnderTest stream, int shardIndex) {
        return new BigInteger(
                stream.shards().get(shardIndex).sequenceNumberRange().endingSequenceNumber());
    }

    private List<String> filtered(ShardFilterType type, @Nullable Instant timestamp) {
        ShardFilter filter =
                ShardFilter.builder().type(type).timestamp(timestamp).build();
        return StreamUnderTest.ids(
                client.listShards(request -> request.streamName("orders").shardFilter(filter))
                        .shards());
    }

    /** Two shards; a minute later the first is split, and after another its upper half merged with the second. */
    private StreamUnderTest resharded() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 2);
        clock.advance(Duration.between(CREATED, SPLIT));
        stream.split(SHARD_0, QUARTER);
        clock.advance(Duration.between(SPLIT, MERGED));
        stream.merge(SHARD_3, SHARD_1);
        clock.advance(Duration.ofMinutes(1));
        return stream;
    }
}
