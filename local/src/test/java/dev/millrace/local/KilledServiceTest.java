package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.stream.SequenceNumber;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * Load, {@code kill -9} at a random moment, restart, compare: what was acknowledged is there, unchanged, and nothing is
 * there that nobody sent.
 */
class KilledServiceTest {

    private static final int WRITERS = 3;
    private static final int MAX_BATCH = 40;
    private static final int LARGE_BATCH = 8;
    private static final int LARGE = 1_000_000;
    private static final int MAX_REQUESTS = 150;
    private static final int MAX_DELAY_NANOS = 5_000_000;
    private static final int KEPT_STREAMS = 3;

    @TempDir
    private Path folder;

    /** What is known of one stream: what was acknowledged, by sequence number, and all that was ever sent. */
    private record Expected(String stream, Map<String, String> acknowledged, Set<String> sent, Set<String> closed) {

        Expected(String stream) {
            this(stream, new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
        }
    }

    @Test
    void noAcknowledgedRecordIsLostToAKill() throws Exception {
        run(10);
    }

    @Test
    @Tag("long")
    void noAcknowledgedRecordIsLostToTwoHundredKills() throws Exception {
        run(200);
    }

    private void run(int rounds) throws Exception {
        long seed = Long.getLong("millrace.seed", new Random().nextLong());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Expected> streams = new ArrayList<>();
        long compared = 0;
        int tornTails = 0;
        for (int round = 0; round < rounds; round++) {
            Expected added = new Expected("round-" + round);
            try (KilledService service = KilledService.start(folder)) {
                load(service, added, streams, random);
            }
            try (LocalKinesis kinesis =
                            LocalKinesis.builder().dataDirectory(folder).start();
                    KinesisClient client = client(kinesis.endpoint())) {
                tornTails +=
                        Objects.requireNonNull(kinesis.recovery()).tornTails().size();
                assertThat(client.listStreams().streamNames())
                        .as("round %d", round)
                        .containsExactlyInAnyOrderElementsOf(
                                streams.stream().map(Expected::stream).toList());
                for (Expected expected : streams) {
                    compared += compare(client, expected);
                }
                if (streams.size() == KEPT_STREAMS) {
                    String oldest = streams.remove(0).stream();
                    client.deleteStream(request -> request.streamName(oldest));
                }
            }
        }
        System.out.printf(
                "%d rounds of kill -9: %d acknowledged records compared, %d torn tails%n", rounds, compared, tornTails);
        assertThat(compared).isPositive();
    }

    /** Puts into the new stream and the older ones, splits and merges, until the kill. */
    private static void load(KilledService service, Expected added, List<Expected> streams, Random random)
            throws InterruptedException, ExecutionException, TimeoutException {
        try (KinesisClient control = client(service.endpoint())) {
            control.createStream(request -> request.streamName(added.stream()).shardCount(2));
        }
        streams.add(added);
        // The kill comes a little after a random number of answers.
        CountDownLatch due = new CountDownLatch(1 + random.nextInt(MAX_REQUESTS));
        ExecutorService workers = Executors.newFixedThreadPool(WRITERS + 1);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                Random own = new Random(random.nextLong());
                ends.add(workers.submit(() -> write(service, List.copyOf(streams), own, due)));
            }
            Random own = new Random(random.nextLong());
            ends.add(workers.submit(() -> reshard(service, added, own)));
            assertThat(due.await(30, TimeUnit.SECONDS)).isTrue();
            LockSupport.parkNanos(random.nextInt(MAX_DELAY_NANOS));
            service.kill();
            for (Future<?> end : ends) {
                end.get(30, TimeUnit.SECONDS);
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private static void write(KilledService service, List<Expected> streams, Random random, CountDownLatch due) {
        try (KinesisClient client = client(service.endpoint())) {
            while (true) {
                Expected expected = streams.get(random.nextInt(streams.size()));
                List<PutRecordsRequestEntry> entries = new ArrayList<>();
                // Long writes are those that a kill can fall into.
                boolean large = random.nextInt(20) == 0;
                int count = large ? LARGE_BATCH : 1 + random.nextInt(MAX_BATCH);
                for (int i = 0; i < count; i++) {
                    String text = text(random, large ? LARGE : random.nextInt(200));
                    expected.sent().add(print(text));
                    entries.add(PutRecordsRequestEntry.builder()
                            .partitionKey("key-" + random.nextInt(1_000))
                            .data(SdkBytes.fromUtf8String(text))
                            .build());
                }
                List<PutRecordsResultEntry> results = client.putRecords(
                                request -> request.streamName(expected.stream()).records(entries))
                        .records();
                for (int i = 0; i < count; i++) {
                    PutRecordsRequestEntry entry = entries.get(i);
                    expected.acknowledged()
                            .put(
                                    results.get(i).sequenceNumber(),
                                    entry.partitionKey() + "="
                                            + print(entry.data().asUtf8String()));
                }
                due.countDown();
            }
        } catch (SdkException e) {
            // Killed.
        }
    }

    private static String text(Random random, int length) {
        return Long.toHexString(random.nextLong())
                + Character.toString('a' + random.nextInt(26)).repeat(length);
    }

    /** Enough of a text to tell it from all others, and from itself with a changed character. */
    private static String print(String text) {
        return text.substring(0, Math.min(16, text.length())) + " " + text.length() + " " + text.hashCode();
    }

    private static void reshard(KilledService service, Expected expected, Random random) {
        try (KinesisClient client = client(service.endpoint())) {
            StreamUnderTest stream = new StreamUnderTest(client, expected.stream());
            while (true) {
                List<Shard> open = stream.shards().stream()
                        .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                        .sorted((left, right) -> number(left).compareTo(number(right)))
                        .toList();
                Shard chosen = open.get(random.nextInt(open.size()));
                if (open.size() > 4) {
                    Shard first = open.get(0);
                    Shard second = open.get(1);
                    stream.merge(first.shardId(), second.shardId());
                    expected.closed().add(first.shardId());
                    expected.closed().add(second.shardId());
                } else {
                    BigInteger middle = number(chosen)
                            .add(new BigInteger(chosen.hashKeyRange().endingHashKey()))
                            .shiftRight(1);
                    stream.split(chosen.shardId(), middle.toString());
                    expected.closed().add(chosen.shardId());
                }
            }
        } catch (SdkException e) {
            // Killed.
        }
    }

    private static BigInteger number(Shard shard) {
        return new BigInteger(shard.hashKeyRange().startingHashKey());
    }

    private static int compare(KinesisClient client, Expected expected) {
        StreamUnderTest stream = new StreamUnderTest(client, expected.stream());
        Map<String, String> stored = new HashMap<>();
        Set<String> texts = new HashSet<>();
        for (Shard shard : stream.shards()) {
            if (expected.closed().contains(shard.shardId())) {
                assertThat(shard.sequenceNumberRange().endingSequenceNumber())
                        .as("%s was split or merged", shard.shardId())
                        .isNotNull();
            }
            SequenceNumber last = null;
            String iterator = stream.iterator(shard.shardId(), ShardIteratorType.TRIM_HORIZON);
            while (iterator != null) {
                GetRecordsResponse page = stream.get(iterator);
                for (Record record : page.records()) {
                    SequenceNumber number = SequenceNumber.parse(record.sequenceNumber());
                    assertThat(number).isNotNull();
                    if (last != null) {
                        assertThat(number).isGreaterThan(last);
                    }
                    last = number;
                    String text = print(record.data().asUtf8String());
                    texts.add(text);
                    assertThat(stored.put(record.sequenceNumber(), record.partitionKey() + "=" + text))
                            .isNull();
                }
                iterator = page.records().isEmpty() ? null : page.nextShardIterator();
            }
        }
        assertThat(expected.sent()).containsAll(texts);
        expected.acknowledged().forEach((number, text) -> {
            if (!text.equals(stored.get(number))) {
                throw new AssertionError("acknowledged in " + expected.stream() + " as " + number + ": "
                        + (stored.containsKey(number) ? "changed" : "lost"));
            }
        });
        return expected.acknowledged().size();
    }

    private static KinesisClient client(URI endpoint) {
        return ClientForm.SYNC_CBOR.openWithoutRetries(endpoint, Region.US_EAST_1);
    }
}
