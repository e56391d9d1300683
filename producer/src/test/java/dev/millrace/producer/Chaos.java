package dev.millrace.producer;

import dev.millrace.local.LocalKinesis;
import dev.millrace.local.fault.Fault;
import dev.millrace.local.fault.FaultPolicy;
import dev.millrace.local.fault.Latency;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordTag;
import dev.millrace.record.UserRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * One random schedule: a service with faults and reshards, a producer with random settings, several threads that put,
 * some of them interrupted; and then a comparison of what was accepted, what was answered, and what is stored.
 */
final class Chaos {

    private static final String STREAM = "chaos";

    private final long seed;
    private final SplittableRandom random;
    private final Map<String, CompletableFuture<PutResult>> accepted = new ConcurrentHashMap<>();

    private final SdkAsyncHttpClient http;

    /** The HTTP client is its owner's: closing one takes seconds. */
    Chaos(long seed, SdkAsyncHttpClient http) {
        this.http = http;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** What a schedule came to. */
    record Outcome(int accepted, int failed, int copies, int openAttempts) {}

    Outcome run() throws InterruptedException {
        try (LocalKinesis service = LocalKinesis.start();
                KinesisAsyncClient client = KinesisAsyncClient.builder()
                        .endpointOverride(service.endpoint())
                        .httpClient(http)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                        .build()) {
            service.createStream("us-east-1", STREAM, 1 + random.nextInt(5));
            service.faults(faults());
            Producer producer = producer(client);
            put(producer);
            Outstanding left = random.nextBoolean()
                    ? producer.close(Duration.ofSeconds(random.nextInt(3)))
                    : flushAndClose(producer);
            check(producer.outstanding().isEmpty(), "something is outstanding behind close: " + left);
            service.faults(FaultPolicy.none());
            return compare(new TestStream(client, STREAM).contents());
        }
    }

    private static Outstanding flushAndClose(Producer producer) {
        Outstanding left = producer.flush();
        producer.close();
        return left;
    }

    private FaultPolicy faults() {
        FaultPolicy.Builder faults = FaultPolicy.builder().seed(random.nextLong());
        List<Fault> kinds = List.of(
                Fault.THROTTLE,
                Fault.LIMIT_EXCEEDED,
                Fault.INTERNAL_FAILURE,
                Fault.RECORD_THROTTLE,
                Fault.RECORD_FAILURE,
                Fault.CUT_BEFORE,
                Fault.CUT_MIDDLE,
                Fault.LOST_RESPONSE);
        for (Fault fault : kinds) {
            if (random.nextInt(3) == 0) {
                faults.rule(fault, random.nextDouble() * 0.3);
            }
        }
        if (random.nextBoolean()) {
            faults.latency(new Latency(Duration.ZERO, Duration.ofMillis(1 + random.nextInt(30))));
        }
        if (random.nextBoolean()) {
            faults.reshardEvery(Duration.ofMillis(20 + random.nextInt(200)));
        }
        return faults.build();
    }

    private Producer producer(KinesisAsyncClient client) {
        int aggregateBytes = 64 + random.nextInt(20_000);
        Grouping grouping =
                List.of(Grouping.SHARD, Grouping.PARTITION_KEY, Grouping.NONE).get(random.nextInt(3));
        ProducerBuilder settings = Producer.builder(client)
                .layout(random.nextInt(3) == 0 ? AggregationLayout.KPL : AggregationLayout.PINNED)
                .grouping(grouping)
                .ordering(random.nextInt(3) == 0 ? Ordering.PER_PARTITION_KEY : Ordering.NONE)
                .maxAggregateBytes(aggregateBytes)
                .linger(Duration.ofMillis(random.nextInt(30)))
                .adaptive(random.nextBoolean())
                .maxRequestsInFlight(1 + random.nextInt(8))
                .requestTimeout(Duration.ofMillis(100 + random.nextInt(1_000)))
                .deliveryTimeout(Duration.ofMillis(random.nextInt(4) == 0 ? 300 : 6_000))
                .shardMapRefresh(Duration.ofMillis(50 + random.nextInt(5_000)))
                .whenFull(random.nextBoolean() ? WhenFull.BLOCK : WhenFull.FAIL)
                .maxBlock(Duration.ofMillis(random.nextInt(300)))
                .bufferBytes(random.nextInt(3) == 0 ? 1_100_000 : 64 << 20);
        if (grouping != Grouping.NONE && random.nextBoolean()) {
            settings.producerId("chaos-" + random.nextInt(10));
        }
        return settings.build();
    }

    private void put(Producer producer) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            int number = i;
            SplittableRandom own = random.split();
            Thread thread = new Thread(() -> put(producer, number, own), "chaos-" + number);
            threads.add(thread);
            thread.start();
        }
        if (random.nextBoolean()) {
            threads.get(0).interrupt();
        }
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(60).toMillis());
            check(!thread.isAlive(), "a put hangs");
        }
    }

    private void put(Producer producer, int thread, SplittableRandom own) {
        int records = 50 + own.nextInt(400);
        for (int i = 0; i < records; i++) {
            String text =
                    thread + "-" + i + "-" + "x".repeat(own.nextInt(10) == 0 ? own.nextInt(5_000) : own.nextInt(100));
            @Nullable HashKey explicit = own.nextInt(10) == 0 ? HashKey.of(own.nextLong(), own.nextLong()) : null;
            UserRecord record = UserRecord.of("key-" + own.nextInt(50), explicit, Texts.bytes(text));
            accepted.put(text, producer.put(STREAM, record));
        }
    }

    private Outcome compare(StreamContents contents) {
        Map<String, Integer> copies = contents.counts();
        Map<StreamContents.Place, StreamContents.Found> places = contents.byPlace();
        int failed = 0;
        int open = 0;
        for (Map.Entry<String, CompletableFuture<PutResult>> put : accepted.entrySet()) {
            String text = put.getKey();
            check(put.getValue().isDone(), "no answer for " + print(text));
            int stored = copies.getOrDefault(text, 0);
            Throwable failure =
                    put.getValue().handle((result, thrown) -> thrown).join();
            List<Attempt> attempts;
            if (failure == null) {
                PutResult result = put.getValue().join();
                StreamContents.Found found = places.get(StreamContents.Place.of(result));
                check(found != null && found.text().equals(text), "not where the answer says: " + print(text));
                check(found != null && found.withinShard(), "strict readers drop " + print(text));
                attempts = result.attempts();
            } else if (failure instanceof PutFailedException notStored) {
                failed++;
                attempts = notStored.attempts();
            } else {
                check(failure instanceof BufferFullException, "another failure: " + failure);
                attempts = List.of();
            }
            int possible = 0;
            int sure = 0;
            for (Attempt attempt : attempts) {
                if (attempt.outcome() == Attempt.Outcome.OPEN) {
                    open++;
                    possible++;
                } else if (attempt.outcome() != Attempt.Outcome.REFUSED) {
                    sure++;
                }
            }
            check(
                    stored >= sure && stored <= sure + possible,
                    stored + " copies of " + print(text) + " and attempts " + attempts);
        }
        Map<String, List<RecordTag>> tags = new HashMap<>();
        contents.userRecords()
                .forEach(found -> check(
                        found.tags().equals(tags.computeIfAbsent(found.text(), text -> found.tags())),
                        "another tag on a copy of " + print(found.text())));
        check(accepted.keySet().containsAll(copies.keySet()), "something is stored that nobody put");
        int total = copies.values().stream().mapToInt(Integer::intValue).sum();
        return new Outcome(accepted.size(), failed, total, open);
    }

    private static String print(String text) {
        return text.substring(0, Math.min(20, text.length()));
    }

    private void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError("-Dmillrace.seed=" + seed + ": " + otherwise);
        }
    }
}
