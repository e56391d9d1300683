package dev.millrace.firehose.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.firehose.Await;
import dev.millrace.firehose.DeliveredFolder;
import dev.millrace.firehose.s3.FaultyFront;
import dev.millrace.firehose.s3.S3Clients;
import dev.millrace.firehose.s3.S3Proxy;
import dev.millrace.firehose.samples.NumberTransform;
import dev.millrace.local.LocalKinesis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The S3 service of two delivery streams of one stream, one of them transformed, is killed while records flow, and comes back:
 * every user record is in one object of each, once, no object has two versions, and what waits takes no memory.
 */
class GoneBucketTest {

    private static final int RECORD_CHARACTERS = 2_000;
    private static final long MOST_MORE_HEAP_BYTES = 16 << 20;
    private static final List<String> BUCKETS = List.of(DeliveringProcess.RAW, DeliveringProcess.PROCESSED);

    private final Map<String, String> contents = new HashMap<>();

    @TempDir
    private Path folder;

    @Test
    void serviceThatIsGoneForSecondsLosesNothing() throws Exception {
        goneFor(Duration.ofSeconds(2));
    }

    @Test
    @Tag("long")
    void serviceThatIsGoneForAMinuteLosesNothing() throws Exception {
        goneFor(Duration.ofMinutes(1));
    }

    private void goneFor(Duration least) throws Exception {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        System.out.println("-Dmillrace.seed=" + seed);
        Path stored = folder.resolve("buckets");
        S3Proxy proxy = S3Proxy.start(stored);
        try (FaultyFront front = FaultyFront.start(proxy.endpoint(), () -> FaultyFront.Fault.NONE);
                S3Client client = S3Clients.of(front.endpoint(), Duration.ofSeconds(30));
                LocalKinesis service = LocalKinesis.start();
                NumberedRecords records =
                        NumberedRecords.beginLarge(service, new SplittableRandom(seed), RECORD_CHARACTERS);
                BucketDelivery delivery = BucketDelivery.start(
                        service.endpoint(), front.endpoint(), Files.createDirectory(folder.resolve("state")))) {
            BUCKETS.forEach(bucket -> {
                var unused = client.createBucket(request -> request.bucket(bucket));
            });
            awaitObjectsOfBoth(delivery, 0);
            long before = delivery.usedHeap();
            proxy.close();
            List<Long> during = new ArrayList<>();
            long end = System.nanoTime() + least.toNanos();
            Await.until("both notice", () -> BUCKETS.stream().allMatch(bucket -> delivery.failures(bucket) > 0));
            while (System.nanoTime() < end) {
                int known = records.stored().size();
                Await.until("more is put", () -> records.stored().size() >= known + 1000);
                during.add(delivery.usedHeap());
            }
            long waiting = bytes(".object");
            long stores = bytes(".mv");
            int delivered = delivery.objects().size();
            proxy = S3Proxy.start(stored);
            front.target(proxy.endpoint());
            awaitObjectsOfBoth(delivery, delivered);
            records.stop();
            awaitEverything(client, delivery, records);

            System.out.println("gone: for=" + least + " records="
                    + records.stored().size() + " objects="
                    + contents.size() + " bytesThatWaited=" + waiting + " bytesOfStores=" + stores + " heapBefore="
                    + before + " heapMeanwhile="
                    + during + " heapAfter=" + delivery.usedHeap());
            assertOnce(client, front, delivery, records.stored());
            assertThat(heap(during).max().orElse(0) - before).isLessThan(MOST_MORE_HEAP_BYTES);
        } finally {
            proxy.close();
        }
    }

    private static LongStream heap(List<Long> bytes) {
        return bytes.stream().mapToLong(Long::longValue);
    }

    private static void awaitObjectsOfBoth(BucketDelivery delivery, int behind) {
        for (String bucket : BUCKETS) {
            Await.until(
                    "objects come: bucket=" + bucket,
                    () -> delivery.objects().stream().skip(behind).anyMatch(object -> object.startsWith(bucket + "/")));
        }
    }

    /** Of files of the delivery streams' state, of which none goes while nothing is delivered. */
    private long bytes(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .mapToLong(GoneBucketTest::size)
                    .sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each bucket has as many lines as there are records; an object is read when it is new. */
    private void awaitEverything(S3Client client, BucketDelivery delivery, NumberedRecords records) {
        long wanted = (long) BUCKETS.size() * records.stored().size();
        while (contents.values().stream()
                        .mapToLong(content -> content.lines().count())
                        .sum()
                < wanted) {
            Await.until("another object comes", () -> delivery.objects().size() > contents.size());
            delivery.objects().forEach(object -> contents.computeIfAbsent(object, name -> content(client, name)));
        }
    }

    private static String content(S3Client client, String object) {
        int slash = object.indexOf('/');
        return client.getObjectAsBytes(
                        request -> request.bucket(object.substring(0, slash)).key(object.substring(slash + 1)))
                .asString(StandardCharsets.UTF_8);
    }

    private void assertOnce(S3Client client, FaultyFront front, BucketDelivery delivery, List<String> stored) {
        List<String> bad = stored.stream().filter(NumberTransform::fails).toList();
        List<String> good = new ArrayList<>(stored);
        good.removeAll(new HashSet<>(bad));
        assertSame(originals(DeliveringProcess.RAW + "/"), stored);
        assertSame(originals(DeliveringProcess.PROCESSED + "/good/"), good);
        assertSame(originals(DeliveringProcess.PROCESSED + "/bad/"), bad);
        assertThat(delivery.objects()).doesNotHaveDuplicates();
        assertThat(front.stored()).doesNotHaveDuplicates();
        assertThat(keys(client)).containsExactlyInAnyOrderElementsOf(contents.keySet());
        contents.forEach((object, content) ->
                assertThat(content(client, object).equals(content)).as(object).isTrue());
    }

    /** As multisets; what is compared is long, so only the first difference is told. */
    private static void assertSame(List<String> found, List<String> wanted) {
        assertThat(found).hasSameSizeAs(wanted);
        assertThat(found.stream()
                        .sorted()
                        .toList()
                        .equals(wanted.stream().sorted().toList()))
                .isTrue();
    }

    private List<String> originals(String prefix) {
        return contents.entrySet().stream()
                .filter(object -> object.getKey().startsWith(prefix))
                .flatMap(object -> object.getValue().lines())
                .map(DeliveredFolder::original)
                .toList();
    }

    private static List<String> keys(S3Client client) {
        return BUCKETS.stream()
                .flatMap(bucket -> client.listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
                        .map(S3Object::key)
                        .map(key -> bucket + "/" + key))
                .toList();
    }
}
