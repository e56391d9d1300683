package dev.millrace.firehose.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.millrace.firehose.Await;
import dev.millrace.firehose.DeliveryListener;
import dev.millrace.firehose.DeliveryStream;
import dev.millrace.firehose.destination.S3Destination;
import dev.millrace.firehose.journal.ObjectState;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The SDK's S3 client against S3Proxy, with faults between them. */
class S3DestinationTest {

    private static final String BUCKET = "words";

    @TempDir
    private static Path buckets;

    private static S3Proxy proxy;
    private static FaultyFront front;
    private static S3Client client;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startService() throws Exception {
        proxy = S3Proxy.start(buckets);
        front = FaultyFront.start(proxy.endpoint(), () -> FaultyFront.Fault.NONE);
        client = client(front.endpoint());
        var unused = client.createBucket(request -> request.bucket(BUCKET));
    }

    @AfterAll
    static void stopService() {
        client.close();
        front.close();
        proxy.close();
    }

    @AfterEach
    void emptyBucket() {
        keys().forEach(key -> {
            var unused = client.deleteObject(request -> request.bucket(BUCKET).key(key));
        });
    }

    private static S3Client client(URI endpoint) {
        return S3Clients.of(endpoint, Duration.ofSeconds(30));
    }

    private String content(String key) {
        return client.getObjectAsBytes(request -> request.bucket(BUCKET).key(key))
                .asString(StandardCharsets.ISO_8859_1);
    }

    private List<String> keys() {
        return client.listObjectsV2Paginator(request -> request.bucket(BUCKET)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private List<String> lines() {
        return keys().stream().flatMap(key -> content(key).lines()).toList();
    }

    private Path file(int bytes) throws Exception {
        byte[] content = new byte[bytes];
        new SplittableRandom(1).nextBytes(content);
        return Files.write(folder.resolve("file-" + bytes), content);
    }

    private void assertDelivered(String key, Path file) throws Exception {
        assertThat(content(key)).isEqualTo(Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    @Test
    void objectsArriveAsTheyAreAndOnlyOnce() throws Exception {
        Path small = file(1000);
        Path large = file(S3Destination.PART_BYTES + 1000);
        Path empty = file(0);
        try (FaultyFront faulty = FaultyFront.start(proxy.endpoint(), () -> FaultyFront.Fault.NONE);
                S3Client through = client(faulty.endpoint())) {
            S3Destination destination = S3Destination.of(through, BUCKET);
            destination.write("a b/c=1/%2F small", small);
            destination.write("large", large);
            destination.write("empty", empty);
            int requests = faulty.requests().size();
            destination.write("a b/c=1/%2F small", small);
            destination.write("large", large);

            assertThat(faulty.requests().subList(requests, requests + 2))
                    .allMatch(request -> request.startsWith("HEAD"));
            assertThat(faulty.requests()).hasSize(requests + 2);
        }
        assertDelivered("a b/c=1/%2F small", small);
        assertDelivered("large", large);
        assertDelivered("empty", empty);
    }

    @Test
    void partsOfAFailedUploadAreRemoved() throws Exception {
        Path large = file(S3Destination.PART_BYTES * 2 + 1);
        AtomicInteger requests = new AtomicInteger();
        try (FaultyFront faulty = FaultyFront.start(
                        proxy.endpoint(),
                        () -> requests.incrementAndGet() == 3
                                ? FaultyFront.Fault.SERVER_ERROR
                                : FaultyFront.Fault.NONE);
                S3Client through = client(faulty.endpoint())) {
            S3Destination destination = S3Destination.of(through, BUCKET);
            assertThatIOException()
                    .isThrownBy(() -> destination.write("large", large))
                    .withMessageContaining("object was not put: bucket=words key=large bytes=33554433");
            assertThat(keys()).isEmpty();
            assertThat(client.listMultipartUploads(request -> request.bucket(BUCKET))
                            .uploads())
                    .isEmpty();

            destination.write("large", large);
            assertDelivered("large", large);
        }
    }

    @Test
    void bucketThatIsNotThereIsNamed() throws Exception {
        Path small = file(10);
        assertThatIOException()
                .isThrownBy(() -> S3Destination.of(client, "other").write("key", small))
                .withMessageContaining("object was not put: bucket=other key=key bytes=10");
    }

    private DeliveryStream stream(S3Client through, DeliveryListener listener) {
        return DeliveryStream.builder("words", folder.resolve("state"), S3Destination.of(through, BUCKET))
                .delimiter("\n")
                .bufferBytes(1000)
                .listener(listener)
                .build();
    }

    /** Puts numbered records, a hundred at a time. */
    private static List<String> put(DeliveryStream stream, int from, int count, String more) throws Exception {
        List<String> texts = IntStream.range(from, from + count)
                .mapToObj(number -> "record-" + number + more)
                .toList();
        for (int i = 0; i < count; i += 100) {
            stream.put(texts.subList(i, Math.min(count, i + 100)).stream()
                    .map(text -> ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
                    .toList());
        }
        return texts;
    }

    @Test
    void requestsThatFailOrWhoseAnswersAreLostLoseNothing() throws Exception {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        System.out.println("-Dmillrace.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        AtomicInteger slow = new AtomicInteger();
        try (FaultyFront faulty = FaultyFront.start(proxy.endpoint(), () -> fault(random, slow));
                S3Client through = S3Clients.of(faulty.endpoint(), Duration.ofSeconds(5));
                DeliveryStream stream = stream(through, DeliveryListener.NONE)) {
            stream.start();
            List<String> texts = put(stream, 0, 2000, "");

            assertThat(stream.flush(Await.LIMIT.multipliedBy(3))).isTrue();
            assertThat(lines()).containsExactlyInAnyOrderElementsOf(texts);
            // No object was put again once it was there, whether the answer came or not.
            assertThat(faulty.requests())
                    .filteredOn(request -> request.startsWith("PUT"))
                    .doesNotHaveDuplicates()
                    .hasSize(keys().size());
        }
    }

    private static synchronized FaultyFront.Fault fault(SplittableRandom random, AtomicInteger slow) {
        int chance = random.nextInt(20);
        if (chance < 2) {
            return FaultyFront.Fault.SERVER_ERROR;
        }
        if (chance == 2) {
            return FaultyFront.Fault.LOST_ANSWER;
        }
        // PutObject without an answer costs the client's timeout, so only once.
        return chance == 3 && slow.getAndIncrement() == 0 ? FaultyFront.Fault.NO_ANSWER : FaultyFront.Fault.NONE;
    }

    @Test
    void serviceThatIsGoneForAWhileLosesNothingAndTakesNoMemory() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        DeliveryListener counting = new DeliveryListener() {
            @Override
            public void deliveryFailed(ObjectState object, Exception failure) {
                failures.incrementAndGet();
            }
        };
        String large = "-" + "x".repeat(2_000);
        try (DeliveryStream stream = DeliveryStream.builder(
                        "words", folder.resolve("state"), S3Destination.of(client, BUCKET))
                .delimiter("\n")
                .bufferBytes(1 << 20)
                .listener(counting)
                .build()) {
            stream.start();
            List<String> texts = new ArrayList<>(put(stream, 0, 1000, ""));
            proxy.close();
            put(stream, 1_000_000, 2_000, large);
            long before = usedHeap();
            for (int i = 0; i < 16; i++) {
                put(stream, 2_000_000 + 2_000 * i, 2_000, large);
            }
            texts.addAll(put(stream, 1000, 1000, ""));
            long after = usedHeap();
            System.out.println("heap: journaled=64 MB before=" + before + " after=" + after);
            assertThat(after - before).isLessThan(16 << 20);
            Await.until("deliveries fail", () -> failures.get() >= 3);
            proxy = S3Proxy.start(buckets);
            front.target(proxy.endpoint());

            assertThat(stream.flush(Await.LIMIT.multipliedBy(3))).isTrue();
            List<String> delivered = lines();
            assertThat(delivered).hasSize(2_000 + 17 * 2_000);
            assertThat(delivered.stream().filter(line -> !line.endsWith(large)))
                    .containsExactlyInAnyOrderElementsOf(texts);
            assertThat(delivered).doesNotHaveDuplicates();
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
