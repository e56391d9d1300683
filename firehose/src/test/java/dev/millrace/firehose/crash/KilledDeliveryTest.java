package dev.millrace.firehose.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.firehose.Await;
import dev.millrace.firehose.DeliveredFolder;
import dev.millrace.firehose.samples.NumberTransform;
import dev.millrace.local.LocalKinesis;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two delivery streams of one stream, one of them transformed, are killed at random moments while records flow and shards
 * split, and started again: every user record is in one object of each, once, and an object that was there once never
 * changes.
 */
class KilledDeliveryTest {

    private static final int MOST_OBJECTS = 20;
    private static final int MOST_SECONDS = 180;

    private final SplittableRandom random = new SplittableRandom(seed());
    private final Map<String, String> seen = new HashMap<>();

    @TempDir
    private Path folder;

    private static long seed() {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        System.out.println("-Dmillrace.seed=" + seed);
        return seed;
    }

    @Test
    void everyRecordIsDeliveredOnce() throws Exception {
        run(5);
    }

    @Test
    @Tag("long")
    void everyRecordIsDeliveredOnceInFiftyRounds() throws Exception {
        run(50);
    }

    private void run(int rounds) throws Exception {
        DeliveredFolder delivered = new DeliveredFolder(folder.resolve("objects"));
        try (LocalKinesis service = LocalKinesis.start();
                NumberedRecords records = NumberedRecords.begin(service, random.split())) {
            records.awaitPuts(50);
            for (int round = 1; round <= rounds; round++) {
                runUntil(service, delivered(random.nextInt(1, MOST_OBJECTS)));
                assertNothingChanged(delivered);
                if (round % 3 == 1 && round < 30) {
                    records.splitSomeShard();
                }
            }
            records.stop();
            runUntil(service, everythingDelivered(delivered, records));
            assertNothingChanged(delivered);
            List<String> bad =
                    records.stored().stream().filter(NumberTransform::fails).toList();
            List<String> good = new ArrayList<>(records.stored());
            good.removeAll(new HashSet<>(bad));
            assertThat(delivered.originalsBelow(DeliveringProcess.RAW))
                    .containsExactlyInAnyOrderElementsOf(records.stored());
            assertThat(delivered.originalsBelow(DeliveringProcess.PROCESSED + "/good"))
                    .containsExactlyInAnyOrderElementsOf(good);
            assertThat(delivered.originalsBelow(DeliveringProcess.PROCESSED + "/bad"))
                    .containsExactlyInAnyOrderElementsOf(bad);
            assertThat(delivered.objects().values())
                    .allMatch(content -> content.endsWith("\n"))
                    .allMatch(content -> content.startsWith("record-")
                            || content.startsWith("done-record-")
                            || content.startsWith("{\"attemptsMade\":"));
            System.out.println(
                    "killed: rounds=" + rounds + " records=" + records.stored().size() + " bad=" + bad.size()
                            + " objects=" + delivered.objects().size());
        }
    }

    private void assertNothingChanged(DeliveredFolder delivered) {
        Map<String, String> now = delivered.objects();
        assertThat(now).containsAllEntriesOf(seen);
        seen.putAll(now);
    }

    /** Runs it until it says the line that is enough. */
    private void runUntil(LocalKinesis service, Predicate<String> enough) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeliveringProcess.class.getName(),
                        service.endpoint().toString(),
                        NumberedRecords.STREAM,
                        folder.resolve("objects").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // One that delivers nothing says nothing.
        CompletableFuture<Void> limit = CompletableFuture.runAsync(
                () -> process.toHandle().destroyForcibly(),
                CompletableFuture.delayedExecutor(MOST_SECONDS, TimeUnit.SECONDS));
        boolean met = false;
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (enough.test(line)) {
                    met = true;
                    // By its handle, so that what it has said can still be read.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            limit.cancel(false);
            process.destroyForcibly();
        }
        assertThat(process.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(met).isTrue();
    }

    private static Predicate<String> delivered(int objects) {
        AtomicInteger count = new AtomicInteger();
        return line -> line.startsWith(DeliveringProcess.DELIVERED) && count.incrementAndGet() == objects;
    }

    /** Each folder has as many lines as there are records. */
    private static Predicate<String> everythingDelivered(DeliveredFolder delivered, NumberedRecords records) {
        int wanted = 2 * records.stored().size();
        Set<String> counted = new HashSet<>();
        AtomicInteger lines = new AtomicInteger();
        return line -> {
            for (String name : line.startsWith(DeliveringProcess.DELIVERED)
                    ? Set.of(line.substring(DeliveringProcess.DELIVERED.length()))
                    : delivered.objects().keySet()) {
                if (counted.add(name)) {
                    lines.addAndGet(delivered.lines(name).size());
                }
            }
            return lines.get() >= wanted;
        };
    }
}
