package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * Load, {@code kill -9} of {@code millrace local --firehose} at a random moment, restart, compare. Of puts: what was
 * acknowledged is in the objects once; a batch without an answer is there once as a whole, or not at all. Of a stream:
 * what it holds is in the objects once, though its shards split. No object ever changes.
 */
class KilledFirehoseTest {

    private static final String STREAM = "words";
    private static final int WRITERS = 2;
    private static final int MOST_BATCH = 30;
    private static final int MOST_PUTS = 300;
    private static final int MOST_SPLITS = 5;
    private static final long LIMIT_SECONDS = 60;

    private final SplittableRandom random = new SplittableRandom(seed());
    private final AtomicInteger batches = new AtomicInteger();
    private final Map<String, List<String>> sent = new ConcurrentHashMap<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<String, String> seen = new TreeMap<>();

    @TempDir
    private Path folder;

    private static long seed() {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        System.out.println("-Dmillrace.seed=" + seed);
        return seed;
    }

    @Test
    void nothingAcknowledgedIsMissingAndNothingIsThereTwice() throws Exception {
        run(3);
    }

    @Test
    @Tag("long")
    void nothingAcknowledgedIsMissingAndNothingIsThereTwiceInTwentyRounds() throws Exception {
        run(20);
    }

    private LocalProcess start() throws Exception {
        return LocalProcess.start(
                folder,
                "--data-dir",
                folder.resolve("data").toString(),
                "--firehose",
                folder.resolve("buckets").toString());
    }

    private void run(int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            try (LocalProcess local = start();
                    FirehoseClients clients = FirehoseClients.of(local.endpoint())) {
                if (round == 0) {
                    create(clients);
                }
                loadAndKill(local, clients, round < MOST_SPLITS);
            }
            assertNoObjectChanged();
        }
        try (LocalProcess local = start();
                FirehoseClients clients = FirehoseClients.of(local.endpoint())) {
            Collection<String> stored = stored(clients);
            assertThat(stored).as("records of the stream").isNotEmpty();
            Await.until("the stream's records", () -> lines("words").size() >= stored.size());
            Await.until("the puts", () -> new HashSet<>(lines("puts")).containsAll(acknowledged));
            // Nothing that comes later is left out.
            local.terminate();
            assertNoObjectChanged();
            assertThat(lines("words")).containsExactlyInAnyOrderElementsOf(stored);
            assertPuts();
            System.out.println("killed: rounds=" + rounds + " acknowledged=" + acknowledged.size() + " stream="
                    + stored.size() + " objects=" + seen.size());
        }
    }

    private static void create(FirehoseClients clients) throws Exception {
        var unused = clients.kinesis()
                .createStream(request -> request.streamName(STREAM).shardCount(2))
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        clients.create("puts", "puts", 1);
        clients.createReader("reader", STREAM, "words", 1);
    }

    private void loadAndKill(LocalProcess local, FirehoseClients clients, boolean split) throws Exception {
        CountDownLatch due = new CountDownLatch(random.nextInt(10, MOST_PUTS));
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            SplittableRandom own = random.split();
            ends.add(inThread(() -> putToDeliveryStream(clients, own, due)));
            ends.add(inThread(() -> putToStream(clients, own.split(), due)));
        }
        if (split) {
            splitSomeShard(clients);
        }
        assertThat(due.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        local.kill();
        for (CompletableFuture<Void> end : ends) {
            end.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Work that goes on until the service is gone. */
    @FunctionalInterface
    private interface UntilKilled {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> inThread(UntilKilled work) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (ExecutionException killed) {
                        end.complete(null);
                    } catch (Exception | Error e) {
                        end.completeExceptionally(e);
                    }
                },
                "writer");
        thread.setDaemon(true);
        thread.start();
        return end;
    }

    private void putToDeliveryStream(FirehoseClients clients, SplittableRandom own, CountDownLatch due)
            throws Exception {
        while (true) {
            String batch = "put-" + batches.incrementAndGet();
            List<String> texts = IntStream.rangeClosed(0, own.nextInt(MOST_BATCH))
                    .mapToObj(i -> batch + "-" + i)
                    .toList();
            sent.put(batch, texts);
            clients.put("puts", texts);
            acknowledged.addAll(texts);
            due.countDown();
        }
    }

    private void putToStream(FirehoseClients clients, SplittableRandom own, CountDownLatch due) throws Exception {
        while (true) {
            String text = "record-" + batches.incrementAndGet();
            var unused = clients.kinesis()
                    .putRecord(request -> request.streamName(STREAM)
                            .partitionKey("key-" + own.nextInt(100))
                            .data(SdkBytes.fromUtf8String(text)))
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            due.countDown();
        }
    }

    private static List<Shard> shards(FirehoseClients clients) throws Exception {
        return clients.kinesis()
                .listShards(request -> request.streamName(STREAM))
                .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                .shards();
    }

    private void splitSomeShard(FirehoseClients clients) throws Exception {
        List<Shard> open = shards(clients).stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .toList();
        Shard shard = open.get(random.nextInt(open.size()));
        HashKeyRange range = HashKeyRange.parse(
                shard.hashKeyRange().startingHashKey(), shard.hashKeyRange().endingHashKey());
        BigInteger sum = range.start().toBigInteger().add(range.end().toBigInteger());
        HashKey middle = HashKey.of(sum.shiftRight(1).add(BigInteger.ONE));
        try {
            var unused = clients.kinesis()
                    .splitShard(request -> request.streamName(STREAM)
                            .shardToSplit(shard.shardId())
                            .newStartingHashKey(middle.toString()))
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("shard cannot be split", e);
        }
    }

    /** All that the stream holds. */
    private static Collection<String> stored(FirehoseClients clients) throws Exception {
        List<String> stored = new ArrayList<>();
        for (Shard shard : shards(clients)) {
            String iterator = clients.kinesis()
                    .getShardIterator(request -> request.streamName(STREAM)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .shardIterator();
            while (iterator != null) {
                String next = iterator;
                GetRecordsResponse page = clients.kinesis()
                        .getRecords(request -> request.shardIterator(next))
                        .get(LIMIT_SECONDS, TimeUnit.SECONDS);
                page.records().forEach(record -> stored.add(record.data().asUtf8String()));
                iterator = page.records().isEmpty() && page.millisBehindLatest() == 0 ? null : page.nextShardIterator();
            }
        }
        return stored;
    }

    private List<String> lines(String bucket) throws Exception {
        return new ObjectFolder(folder.resolve("buckets").resolve(bucket))
                .objects().values().stream().flatMap(String::lines).toList();
    }

    private void assertNoObjectChanged() throws Exception {
        Map<String, String> now = new ObjectFolder(folder.resolve("buckets")).objects();
        assertThat(now).containsAllEntriesOf(seen);
        seen.putAll(now);
    }

    private void assertPuts() throws Exception {
        List<String> delivered = lines("puts");
        assertThat(delivered).doesNotHaveDuplicates();
        Set<String> left = new HashSet<>(delivered);
        assertThat(left).containsAll(acknowledged);
        for (List<String> batch : sent.values()) {
            boolean whole = left.containsAll(batch);
            assertThat(left.removeAll(batch)).as("batch: %s", batch.get(0)).isEqualTo(whole);
        }
        assertThat(left).as("sent by nobody").isEmpty();
    }
}
