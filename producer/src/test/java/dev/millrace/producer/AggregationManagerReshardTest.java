package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** What the manager does when the shards change: by count, by time, on demand, after an answer; and when it cannot see. */
@ExtendWith(KinesisExtension.class)
class AggregationManagerReshardTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final KinesisExtension.Kinesis kinesis;
    private final FaultyKinesis client;
    private final List<AggregatedRecord> finished = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();

    AggregationManagerReshardTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
        this.client = new FaultyKinesis(kinesis.client());
    }

    @Test
    void pinnedAggregateOfAShardThatIsGoneIsHandedOverAsItIs() throws Exception {
        TestStream stream = kinesis.stream(1);
        AggregationManager manager = manager(stream).build();
        add(manager, 0, 100);
        stream.split(stream.openShards().get(0));
        assertThat(finished).isEmpty();

        assertThat(manager.refresh(LIMIT)).isTrue();

        assertThat(finished).hasSize(1);
        assertThat(finished.get(0).userRecordCount()).isEqualTo(100);
        add(manager, 100, 200);
        manager.close();
        assertThat(finished).hasSize(3);
    }

    @Test
    void kplLayoutIsTakenApartAndFindsItsNewShards() throws Exception {
        TestStream stream = kinesis.stream(1);
        AggregationManager manager =
                manager(stream).layout(AggregationLayout.KPL).build();
        add(manager, 0, 100);
        stream.split(stream.openShards().get(0));

        assertThat(manager.refresh(LIMIT)).isTrue();

        assertThat(finished).isEmpty();
        assertThat(manager.userRecordCount()).isEqualTo(100);
        manager.close();
        assertThat(finished).hasSize(2);
        List<HashKeyRange> open =
                stream.openShards().stream().map(TestStream::range).toList();
        for (AggregatedRecord record : finished) {
            assertThat(open).anyMatch(range -> range.contains(record.hashKeys()));
        }
        assertThat(finished.stream().mapToInt(AggregatedRecord::userRecordCount).sum())
                .isEqualTo(100);
    }

    @Test
    void aggregatesOfShardsThatStayAreLeftOpen() throws Exception {
        TestStream stream = kinesis.stream(2);
        AggregationManager manager = manager(stream).build();
        add(manager, 0, 100);
        HashKey staying = TestStream.range(stream.openShards().get(1)).end();
        int waiting = manager.userRecordCount(staying);
        stream.split(stream.openShards().get(0));

        assertThat(manager.refresh(LIMIT)).isTrue();

        assertThat(finished).hasSize(1);
        assertThat(waiting).isPositive();
        assertThat(manager.userRecordCount()).isEqualTo(waiting);
        manager.close();
    }

    @Test
    void shardsAreReadAgainAfterSoManyRecords() {
        TestStream stream = kinesis.stream(1);
        AggregationManager manager =
                manager(stream).refreshShardFrequencyCount(10).build();
        add(manager, 0, 9);
        assertThat(client.listings()).isOne();
        stream.split(stream.openShards().get(0));
        add(manager, 9, 10);
        assertThat(client.listings()).isEqualTo(2);
        Await.until("the parent's aggregate is handed over", () -> {
            manager.addUserRecord("key", new byte[1]);
            return !finished.isEmpty();
        });
        manager.close();
    }

    @Test
    void shardsAreReadAgainAfterSoMuchTime() {
        TestStream stream = kinesis.stream(1);
        AggregationManager manager =
                manager(stream).refreshInterval(Duration.ofMinutes(5)).build();
        add(manager, 0, 1);
        nanos.addAndGet(Duration.ofMinutes(5).toNanos() - 1);
        add(manager, 1, 2);
        assertThat(client.listings()).isOne();
        nanos.incrementAndGet();
        add(manager, 2, 3);
        assertThat(client.listings()).isEqualTo(2);
        add(manager, 3, 4);
        assertThat(client.listings()).isEqualTo(2);
        manager.close();
    }

    @Test
    void answerThatNamesAnotherShardHasTheShardsReadAgain() {
        TestStream stream = kinesis.stream(1);
        AggregationManager manager =
                manager(stream).layout(AggregationLayout.KPL).build();
        add(manager, 0, 100);
        manager.flushAll();
        String parent = stream.openShards().get(0).shardId();
        assertThat(Await.result(manager.putAnswered(finished.get(0), parent))).isTrue();
        assertThat(client.listings()).isOne();
        stream.split(stream.openShards().get(0));
        String child = stream.openShards().get(0).shardId();

        assertThat(Await.result(manager.putAnswered(finished.get(0), child))).isFalse();

        assertThat(client.listings()).isEqualTo(2);
        manager.reroute(finished.get(0));
        assertThat(manager.userRecordCount()).isEqualTo(100);
        manager.close();
        assertThat(finished.stream().skip(1)).hasSize(2);
    }

    @Test
    void loneRecordIsRightWhereverItLandsAndIsReroutedAsItWasGiven() {
        TestStream stream = kinesis.stream(2);
        AggregationManager manager =
                manager(stream).layout(AggregationLayout.KPL).build();
        manager.addUserRecord("key", "lone");
        manager.flushAll();
        for (Shard shard : stream.openShards()) {
            assertThat(Await.result(manager.putAnswered(finished.get(0), shard.shardId())))
                    .isTrue();
        }
        manager.reroute(finished.get(0));
        manager.close();
        assertThat(finished.get(1).data()).isEqualTo(finished.get(0).data());
        assertThat(finished.get(1).explicitHashKey()).isEqualTo(HashKey.ofPartitionKey("key"));
    }

    @Test
    void handleStandsForTheShardThatOwnsItsKeyWhateverHappens() throws Exception {
        TestStream stream = kinesis.stream(1);
        AggregationManager manager = manager(stream).build();
        ShardAggregator handle = manager.getRecordAggregator("some key", null);
        assertThat(handle.hashKey()).isEqualTo(HashKey.ofPartitionKey("some key"));
        handle.addUserRecord("some key", new byte[10]);
        assertThat(handle.userRecordCount()).isOne();
        stream.split(stream.openShards().get(0));
        assertThat(manager.refresh(LIMIT)).isTrue();
        assertThat(handle.userRecordCount()).isZero();

        handle.addUserRecord("some key", new byte[10]);
        add(manager, 0, 100);

        assertThat(handle.userRecordCount()).isBetween(2, 100);
        long bytes = handle.sizeBytes();
        List<AggregatedRecord> records = handle.clearAndGet();
        assertThat(records).hasSize(1);
        assertThat(records.get(0).sizeBytes()).isEqualTo((int) bytes);
        assertThat(handle.userRecordCount()).isZero();
        assertThat(manager.userRecordCount()).isPositive();
        manager.close();
    }

    @Test
    void listingInPagesIsReadToItsEndAndClosedShardsAreLeftOut() throws Exception {
        TestStream stream = kinesis.stream(7);
        stream.split(stream.openShards().get(3));
        stream.merge(stream.openShards().get(0), stream.openShards().get(1));
        client.onList(request ->
                kinesis.client().listShards(request.toBuilder().maxResults(2).build()));
        AggregationManager manager = manager(stream).build();
        add(manager, 0, 900);
        assertThat(client.listings()).isEqualTo(5);
        manager.close();
        assertThat(finished).hasSize(7);
    }

    @Test
    void refreshThatFailsKeepsTheMapBefore() throws Exception {
        TestStream stream = kinesis.stream(4);
        AggregationManager manager = manager(stream).build();
        add(manager, 0, 100);
        client.onList(request -> CompletableFuture.failedFuture(new IllegalStateException("no")));
        assertThat(manager.refresh(LIMIT)).isFalse();
        client.onList(request -> new CompletableFuture<ListShardsResponse>());
        assertThat(manager.refresh(Duration.ofMillis(20))).isFalse();
        assertThat(finished).isEmpty();
        add(manager, 100, 200);
        manager.close();
        assertThat(finished).hasSize(4);
    }

    @Test
    void withoutAMapOnlyRecordsOfOnePartitionKeyShareAPinnedAggregate() {
        TestStream stream = kinesis.stream(4);
        client.onList(request -> CompletableFuture.failedFuture(new IllegalStateException("denied")));
        AggregationManager manager = manager(stream).build();
        for (int i = 0; i < 30; i++) {
            manager.addUserRecord("key-" + i % 3, new byte[10]);
        }
        manager.close();
        assertThat(finished).hasSize(3);
        finished.forEach(record -> assertThat(record.userRecordCount()).isEqualTo(10));
    }

    @Test
    void withoutAMapRecordsInKplLayoutGoAlone() {
        TestStream stream = kinesis.stream(4);
        client.onList(request -> CompletableFuture.failedFuture(new IllegalStateException("denied")));
        AggregationManager manager =
                manager(stream).layout(AggregationLayout.KPL).build();
        add(manager, 0, 30);
        assertThat(finished).hasSize(30);
        finished.forEach(record -> assertThat(record.framed()).isFalse());
        manager.close();
        assertThat(finished).hasSize(30);
    }

    private AggregationManagerBuilder manager(TestStream stream) {
        return AggregationManager.builder(stream.name(), client)
                .nanoClock(nanos::get)
                .onRecordComplete(finished::add, Runnable::run);
    }

    private static void add(AggregationManager manager, int from, int to) {
        for (int i = from; i < to; i++) {
            manager.addUserRecord("key-" + i, new byte[10]);
        }
    }
}
