package dev.millrace.local.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.record.HashKey;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many writers, while the shards under them are split and merged. */
class StreamUnderLoadTest {

    private static final int WRITERS = 8;
    private static final int PUTS_EACH = 2_000;
    private static final int RESHARDS = 20;

    /** Between two reshards, so that they are spread over the writing. */
    private static final int PUTS_PER_RESHARD = WRITERS * PUTS_EACH / (RESHARDS + 1);

    private record Put(HashKey hashKey, int id, PutOutcome outcome) {}

    private final Stream stream = new Stream(
            new StreamName(new Account(Account.DEFAULT_ID, "us-east-1"), "orders"),
            2,
            false,
            Clock.systemUTC(),
            StreamStorage.IN_MEMORY);
    private final AtomicInteger putCount = new AtomicInteger();
    private final Semaphore reshardsDue = new Semaphore(0);
    private final long seed = System.nanoTime();

    @Test
    @Timeout(60)
    void everyPutIsStoredOnceInAShardThatOwnsItsHashKey() throws Exception {
        System.out.println("StreamUnderLoadTest seed=" + seed);
        List<Put> puts = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
        try {
            List<Future<List<Put>>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(threads.submit(writer(i)));
            }
            Future<Void> resharding = threads.submit(this::reshard);
            for (Future<List<Put>> writer : writers) {
                puts.addAll(writer.get(30, TimeUnit.SECONDS));
            }
            resharding.get(30, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertStored(puts);
        assertIndexesWithoutGaps();
        assertParentsEndBeforeChildrenBegin();
        assertThat(stream.shards()).hasSizeGreaterThan(2 + RESHARDS);
    }

    private Callable<List<Put>> writer(int number) {
        return () -> {
            Random random = new Random(seed + number);
            HashKey own = HashKey.of(random.nextLong(), random.nextLong());
            List<Put> puts = new ArrayList<>();
            SequenceNumber lastOfOwn = null;
            for (int i = 0; i < PUTS_EACH; i++) {
                boolean toOwn = i % 4 == 0;
                HashKey hashKey = toOwn ? own : HashKey.of(random.nextLong(), random.nextLong());
                int id = number * PUTS_EACH + i;
                PutOutcome outcome = stream.put(new NewRecord(
                        hashKey,
                        "key",
                        ByteBuffer.allocate(Integer.BYTES).putInt(id).array()));
                puts.add(new Put(hashKey, id, outcome));
                if (putCount.incrementAndGet() % PUTS_PER_RESHARD == 0) {
                    reshardsDue.release();
                }
                if (toOwn) {
                    if (lastOfOwn != null) {
                        assertThat(outcome.sequenceNumber()).isGreaterThan(lastOfOwn);
                    }
                    lastOfOwn = outcome.sequenceNumber();
                }
            }
            return puts;
        };
    }

    private @Nullable Void reshard() throws InterruptedException {
        Random random = new Random(seed - 1);
        for (int i = 0; i < RESHARDS; i++) {
            assertThat(reshardsDue.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
            List<Shard> open = new ArrayList<>(
                    stream.shards().stream().filter(Shard::isOpen).toList());
            open.sort((left, right) ->
                    left.hashKeys().start().compareTo(right.hashKeys().start()));
            int chosen = random.nextInt(open.size());
            if (open.size() > 3 && chosen + 1 < open.size()) {
                stream.merge(open.get(chosen).id(), open.get(chosen + 1).id());
            } else {
                BigInteger start = open.get(chosen).hashKeys().start().toBigInteger();
                BigInteger end = open.get(chosen).hashKeys().end().toBigInteger();
                stream.split(open.get(chosen).id(), start.add(end).shiftRight(1));
            }
        }
        return null;
    }

    private void assertStored(List<Put> puts) {
        assertThat(puts).hasSize(WRITERS * PUTS_EACH);
        Map<Integer, StoredRecord> stored = new HashMap<>();
        Map<Integer, Shard> places = new HashMap<>();
        for (Shard shard : stream.shards()) {
            for (StoredRecord record : all(shard)) {
                int id = record.data().getInt();
                assertThat(stored.put(id, record))
                        .as("record %s is stored once", id)
                        .isNull();
                places.put(id, shard);
            }
        }
        assertThat(stored).hasSize(puts.size());
        for (Put put : puts) {
            assertThat(places.get(put.id())).isSameAs(put.outcome().shard());
            assertThat(put.outcome().shard().hashKeys().contains(put.hashKey())).isTrue();
            StoredRecord record = stored.get(put.id());
            assertThat(record).isNotNull();
            assertThat(record.sequenceNumber()).isEqualTo(put.outcome().sequenceNumber());
        }
    }

    private void assertIndexesWithoutGaps() {
        for (Shard shard : stream.shards()) {
            long expected = 1;
            for (StoredRecord record : all(shard)) {
                assertThat(record.sequenceNumber().index()).isEqualTo(expected++);
                assertThat(record.sequenceNumber().shardIndex()).isEqualTo(shard.index());
            }
        }
    }

    private void assertParentsEndBeforeChildrenBegin() {
        for (Shard shard : stream.shards()) {
            for (int parentIndex : shard.parents()) {
                Shard parent = stream.shards().get(parentIndex);
                SequenceNumber end = parent.endingSequenceNumber();
                assertThat(end).isNotNull().isLessThan(shard.startingSequenceNumber());
                for (StoredRecord record : all(parent)) {
                    assertThat(record.sequenceNumber()).isLessThan(end);
                }
            }
        }
    }

    private static List<StoredRecord> all(Shard shard) {
        return shard.read(1, Integer.MAX_VALUE, Long.MAX_VALUE).records();
    }
}
