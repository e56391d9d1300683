package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.record.AggregationLayout;
import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Splits and merges while records flow, with a shard map that is always behind. */
@ExtendWith(KinesisExtension.class)
class ReshardTest {

    private static final int RECORDS = 20_000;
    private static final int RESHARDS = 6;

    /** Long enough that a slow machine fills its aggregates before this ends them. */
    private static final Duration LINGER = Duration.ofMillis(500);

    private final KinesisExtension.Kinesis kinesis;
    private final SplittableRandom random = Seed.random();

    ReshardTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
    }

    @Test
    void pinnedRecordsAreStoredExactlyOnceWhateverTheShardsDo() {
        TestStream stream = kinesis.stream(3);
        try (Producer producer = producer(AggregationLayout.PINNED, true)) {
            // Before the shards are known nothing is aggregated but records of one key: how many go so is a matter of
            // time.
            Await.result(producer.prepare(stream.name()));
            Puts puts = new Puts(producer, stream);
            putThroughReshards(puts, stream);
            producer.flush();

            StreamContents contents = stream.contents();
            puts.assertStoredOnceAsAnswered(contents);
            assertThat(contents.userRecords()).hasSize(RECORDS);
            assertThat(contents.records()).hasSizeLessThan(RECORDS / 2);
            puts.results()
                    .values()
                    .forEach(result ->
                            assertThat(Puts.outcomes(result.attempts())).containsExactly(Attempt.Outcome.STORED));
        }
    }

    @Test
    void kplLayoutStoresAtLeastOnceAndEveryDuplicateHasItsReason() {
        TestStream stream = kinesis.stream(3);
        try (Producer producer = producer(AggregationLayout.KPL, true)) {
            Await.result(producer.prepare(stream.name()));
            Puts puts = new Puts(producer, stream);
            putThroughReshards(puts, stream);
            producer.flush();

            StreamContents contents = stream.contents();
            puts.assertStoredAsAnswered(contents);
            Map<String, Integer> counts = contents.counts();
            Map<String, Integer> strict = contents.countsOfStrictReader();
            int duplicates = 0;
            for (Map.Entry<String, PutResult> put : puts.results().entrySet()) {
                List<Attempt.Outcome> outcomes = Puts.outcomes(put.getValue().attempts());
                // One copy for each attempt, and only the last of them lies where strict readers see it.
                assertThat(counts).containsEntry(put.getKey(), outcomes.size());
                assertThat(strict).containsEntry(put.getKey(), 1);
                assertThat(outcomes.subList(0, outcomes.size() - 1)).allMatch(Attempt.Outcome.MISPLACED::equals);
                assertThat(outcomes).endsWith(Attempt.Outcome.STORED);
                duplicates += outcomes.size() - 1;
            }
            assertThat(duplicates)
                    .as("a map that is behind misplaces something")
                    .isPositive();
            assertThat(contents.userRecords()).hasSize(RECORDS + duplicates);
        }
    }

    @Test
    void listenerIsToldOfTheTriesInAllKinesisRecordsThatARecordWasIn() {
        TestStream stream = kinesis.stream(1);
        Map<Integer, Integer> told = new ConcurrentHashMap<>();
        ProducerListener listener = new ProducerListener() {
            @Override
            public void deliveryEnded(DeliveryEvent event) {
                assertThat(event.dataBytes()).isEqualTo(event.userRecords() * (long) "first-0".length());
                told.merge(event.attempts(), event.userRecords(), Integer::sum);
            }
        };
        CompletableFuture<Void> held = new CompletableFuture<>();
        FaultyKinesis faulty = new FaultyKinesis(kinesis.client());
        faulty.onPut(request -> kinesis.client().putRecords(request).thenCombine(held, (response, unused) -> response));
        try (Producer producer = Producer.builder(faulty)
                .layout(AggregationLayout.KPL)
                .shardMapRefresh(Duration.ofHours(1))
                .linger(Duration.ofHours(1))
                .listener(listener)
                .build()) {
            Await.result(producer.prepare(stream.name()));
            stream.split(stream.openShards().get(0));
            Puts puts = new Puts(producer, stream);
            for (int i = 0; i < 9; i++) {
                puts.put("key-" + i, "first-" + i);
            }
            producer.flush(Duration.ZERO);
            Await.until("they are under way", () -> !faulty.puts().isEmpty());
            Await.result(producer.prepare(stream.name()));
            // What is misplaced now goes on with these.
            for (int i = 0; i < 9; i++) {
                puts.put("key-" + i, "other-" + i);
            }
            held.complete(null);
            Map<Integer, Integer> attempts = new HashMap<>();
            puts.results()
                    .values()
                    .forEach(result -> attempts.merge(result.attempts().size(), 1, Integer::sum));
            assertThat(attempts).isEqualTo(Map.of(1, 9, 2, 9));
            assertThat(told).isEqualTo(attempts);
            assertThat(stream.contents().records()).as("they share aggregates").hasSize(3);
        }
    }

    @Test
    void withoutTheVerdictStrictReadersLoseAggregatesInKplLayout() {
        assertThat(lostForStrictReaders(AggregationLayout.KPL, false)).isPositive();
        assertThat(lostForStrictReaders(AggregationLayout.KPL, true)).isZero();
    }

    @Test
    void pinnedLayoutLosesNothingEvenWithoutTheVerdict() {
        assertThat(lostForStrictReaders(AggregationLayout.PINNED, false)).isZero();
    }

    @Test
    void keysLieInTheShardThatOwnsThemWhileShardsStayAsTheyAre() {
        TestStream stream = kinesis.stream(7);
        try (Producer producer = producer(AggregationLayout.PINNED, true)) {
            Await.result(producer.prepare(stream.name()));
            Puts puts = new Puts(producer, stream).some("calm", 2_000);
            producer.flush();

            StreamContents contents = stream.contents();
            puts.assertStoredOnceAsAnswered(contents);
            Map<String, HashKeyRange> ranges = stream.ranges();
            contents.userRecords().forEach(found -> {
                HashKey own = HashKey.ofPartitionKey(found.partitionKey());
                HashKeyRange range =
                        Objects.requireNonNull(ranges.get(found.place().shardId()));
                assertThat(range.contains(own)).as(found.partitionKey()).isTrue();
            });
            assertThat(contents.records()).hasSizeLessThan(200);
        }
    }

    @Test
    void keysMoveToTheNewShardsSoonAfterASplit() {
        TestStream stream = kinesis.stream(1);
        try (Producer producer = producer(AggregationLayout.PINNED, true)) {
            Await.result(producer.prepare(stream.name()));
            stream.split(stream.openShards().get(0));
            Puts before = new Puts(producer, stream).some("before", 200);
            producer.flush();
            // The answers named shards that were not expected, so the map is being read again.
            Await.result(producer.prepare(stream.name()));
            Puts behind = new Puts(producer, stream).some("behind", 200);
            producer.flush();

            before.results();
            Map<String, HashKeyRange> ranges = stream.ranges();
            behind.results().forEach((text, result) -> {
                HashKey own = HashKey.ofPartitionKey(text.replace("behind-", "behind-key-"));
                HashKeyRange range = Objects.requireNonNull(ranges.get(result.shardId()));
                assertThat(range.contains(own)).isTrue();
            });
        }
    }

    /** How many user records a strict reader does not see after a split that the producer learns of too late. */
    private int lostForStrictReaders(AggregationLayout layout, boolean judge) {
        TestStream stream = kinesis.stream(2);
        try (Producer producer = producer(layout, judge)) {
            Await.result(producer.prepare(stream.name()));
            stream.split(stream.openShards().get(0));
            Puts puts = new Puts(producer, stream).some("lost", 300);
            producer.flush();
            puts.results();
            StreamContents contents = stream.contents();
            assertThat(contents.counts()).hasSize(300);
            return 300 - contents.countsOfStrictReader().size();
        }
    }

    private void putThroughReshards(Puts puts, TestStream stream) {
        int part = RECORDS / (RESHARDS + 1);
        for (int i = 0; i < RECORDS; i++) {
            if (i > 0 && i % part == 0 && i / part <= RESHARDS) {
                reshard(stream, i / part);
            }
            puts.put("key-" + random.nextInt(5_000), "record-" + i);
        }
        assertThat(stream.shards()).as("three splits and three merges").hasSize(3 + 3 * 2 + 3);
    }

    private void reshard(TestStream stream, int round) {
        List<Shard> open = stream.openShards();
        if (round % 2 == 1) {
            stream.split(open.get(random.nextInt(open.size())));
        } else {
            int first = random.nextInt(open.size() - 1);
            stream.merge(open.get(first), open.get(first + 1));
        }
    }

    private Producer producer(AggregationLayout layout, boolean judge) {
        return Producer.builder(kinesis.client())
                .layout(layout)
                .judgeDelivery(judge)
                .linger(LINGER)
                .maxAggregateBytes(8 * 1024)
                .build();
    }
}
