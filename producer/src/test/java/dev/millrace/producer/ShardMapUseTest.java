package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.record.AggregationLayout;
import dev.millrace.record.HashKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** What a producer makes of the list of shards, and what it does without one. */
@ExtendWith(KinesisExtension.class)
class ShardMapUseTest {

    private final KinesisExtension.Kinesis kinesis;
    private final FaultyKinesis faulty;

    ShardMapUseTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
        this.faulty = new FaultyKinesis(kinesis.client());
    }

    @ParameterizedTest
    @EnumSource(AggregationLayout.class)
    void onlyRecordsOfOneHashKeyShareAnAggregateWithoutAShardMap(AggregationLayout layout) {
        TestStream stream = kinesis.stream(3);
        faulty.onList(request -> PutFaults.error("AccessDeniedException", 400));
        try (Producer producer = producer(layout)) {
            Await.result(producer.prepare(stream.name()));
            Puts puts = new Puts(producer, stream);
            for (int i = 0; i < 120; i++) {
                puts.put("key-" + i % 12, "record-" + i);
            }
            producer.flush();

            StreamContents contents = stream.contents();
            puts.assertStoredOnceAsAnswered(contents);
            assertThat(contents.records()).hasSize(12);
            contents.userRecords().stream()
                    .collect(Collectors.groupingBy(found -> found.place().sequenceNumber()))
                    .values()
                    .forEach(together -> assertThat(together)
                            .hasSize(10)
                            .extracting(StreamContents.Found::partitionKey)
                            .containsOnly(together.get(0).partitionKey()));
        }
    }

    @Test
    void listIsReadToItsLastPage() {
        TestStream stream = kinesis.stream(7);
        faulty.onList(request -> kinesis.client()
                .listShards(
                        request.nextToken() == null
                                ? request.toBuilder().maxResults(2).build()
                                : request));
        try (Producer producer = producer(AggregationLayout.PINNED)) {
            Await.result(producer.prepare(stream.name()));
            assertThat(faulty.listings()).isEqualTo(2);
            new Puts(producer, stream).some("paged", 200);
            producer.flush();
            assertThat(faulty.entries()).as("one aggregate for each shard").hasSize(7);
        }
    }

    @Test
    void listingThatFailsLaterKeepsTheMapBefore() {
        TestStream stream = kinesis.stream(4);
        try (Producer producer = producer(AggregationLayout.PINNED)) {
            Await.result(producer.prepare(stream.name()));
            faulty.onList(request -> PutFaults.error("LimitExceededException", 400));
            Await.result(producer.prepare(stream.name()));
            new Puts(producer, stream).some("kept", 200);
            producer.flush();
            assertThat(faulty.entries()).hasSize(4);
        }
    }

    @Test
    void clientThatThrowsInsteadOfListingIsALookupThatFailed() {
        TestStream stream = kinesis.stream(1);
        faulty.onList(request -> {
            throw new IllegalStateException("thrown by the test");
        });
        try (Producer producer = producer(AggregationLayout.PINNED)) {
            Await.result(producer.prepare(stream.name()));
            Puts puts = new Puts(producer, stream).some("thrown", 10);
            producer.flush();
            puts.assertStoredOnceAsAnswered(stream.contents());
        }
    }

    @Test
    void putsDoNotWaitForTheFirstListing() {
        TestStream stream = kinesis.stream(1);
        faulty.onList(request -> new CompletableFuture<>());
        try (Producer producer = producer(AggregationLayout.PINNED)) {
            Await.result(producer.put(stream.name(), "key", Texts.bytes("data")).thenApply(PutResult::shardId));
        }
    }

    @Test
    void listIsReadAgainFromTimeToTime() {
        TestStream stream = kinesis.stream(1);
        try (Producer producer =
                Producer.builder(faulty).shardMapRefresh(Duration.ofMillis(20)).build()) {
            Await.result(producer.prepare(stream.name()));
            Await.until("the list was read five times", () -> faulty.listings() >= 5);
        }
    }

    @Test
    void ownHashKeysKeepApartFromPinnedRecordsAndArriveUnchanged() {
        TestStream stream = kinesis.stream(2);
        try (Producer producer = producer(AggregationLayout.PINNED)) {
            Await.result(producer.prepare(stream.name()));
            Map<String, HashKey> own = Map.of("low", HashKey.MIN, "high", HashKey.MAX);
            Set<CompletableFuture<PutResult>> futures = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                String key = i % 2 == 0 ? "low" : "high";
                futures.add(producer.put(stream.name(), key, own.get(key), Texts.bytes("own-" + i)));
                futures.add(producer.put(stream.name(), key, Texts.bytes("pinned-" + i)));
            }
            producer.flush();
            futures.forEach(Await::result);

            StreamContents contents = stream.contents();
            assertThat(contents.userRecords()).hasSize(40);
            contents.userRecords().forEach(found -> {
                boolean isOwn = found.text().startsWith("own");
                assertThat(found.pinned()).isEqualTo(!isOwn);
                assertThat(found.explicitHashKey()).isEqualTo(isOwn ? own.get(found.partitionKey()) : null);
                assertThat(found.withinShard()).isTrue();
            });
            List<String> low = contents.userRecords().stream()
                    .filter(found -> HashKey.MIN.equals(found.explicitHashKey()))
                    .map(found -> found.place().shardId())
                    .distinct()
                    .toList();
            assertThat(low).containsExactly(stream.openShards().get(0).shardId());
        }
    }

    @Test
    void loneRecordsKeepTheirOwnHashKeysToo() {
        TestStream stream = kinesis.stream(2);
        try (Producer producer = producer(AggregationLayout.PINNED)) {
            PutResult low = Await.result(producer.put(stream.name(), "key", HashKey.MIN, Texts.bytes("low")));
            PutResult high = Await.result(producer.put(stream.name(), "key", HashKey.MAX, Texts.bytes("high")));
            assertThat(faulty.entries())
                    .extracting(PutRecordsRequestEntry::explicitHashKey)
                    .containsExactly("0", "340282366920938463463374607431768211455");
            assertThat(low.shardId()).isEqualTo(stream.openShards().get(0).shardId());
            assertThat(high.shardId()).isEqualTo(stream.openShards().get(1).shardId());
            assertThat(stream.contents().records()).noneMatch(StreamContents.Stored::framed);
        }
    }

    @Test
    void aggregateInAShardThatCannotBeLookedUpIsSentAgainRecordByRecordAndOnce() {
        TestStream stream = kinesis.stream(1);
        try (Producer producer = producer(AggregationLayout.KPL)) {
            Await.result(producer.prepare(stream.name()));
            faulty.onList(request -> PutFaults.error("AccessDeniedException", 400));
            stream.split(stream.openShards().get(0));
            Puts puts = new Puts(producer, stream).some("unknown", 10);
            producer.flush();

            assertThat(faulty.entries()).hasSize(11);
            puts.results()
                    .values()
                    .forEach(result -> assertThat(result.attempts())
                            .extracting(Attempt::outcome)
                            .containsExactly(Attempt.Outcome.MISPLACED, Attempt.Outcome.STORED));
            puts.assertStoredAsAnswered(stream.contents());
        }
    }

    private Producer producer(AggregationLayout layout) {
        return Producer.builder(faulty)
                .layout(layout)
                .linger(Duration.ofMillis(200))
                .build();
    }
}
