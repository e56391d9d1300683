package dev.millrace.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.firehose.crash.NumberedRecords;
import dev.millrace.firehose.destination.Destination;
import dev.millrace.firehose.destination.FolderDestination;
import dev.millrace.firehose.samples.NumberTransform;
import dev.millrace.firehose.transformation.FunctionTransformation;
import dev.millrace.firehose.transformation.Transformation;
import dev.millrace.firehose.transformation.TransformationSettings;
import dev.millrace.local.LocalKinesis;
import dev.millrace.processor.StartPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** With a Kinesis stream. */
class StreamSourceTest {

    private static final String BAD = "bad/!{firehose:error-output-type}/";

    @TempDir
    private Path folder;

    private DeliveryStreamBuilder builder(KinesisAsyncClient client, String name, Destination destination) {
        return DeliveryStream.builder(name, folder.resolve(name + "-state"), destination)
                .source(
                        client,
                        NumberedRecords.STREAM,
                        StartPosition.trimHorizon(),
                        worker -> worker.pollInterval(Duration.ofMillis(5)).idlePollInterval(Duration.ofMillis(5)))
                .delimiter("\n")
                .bufferBytes(300)
                .bufferInterval(Duration.ofMillis(100));
    }

    private DeliveredFolder delivered(String name) {
        return new DeliveredFolder(folder.resolve(name));
    }

    private Destination destination(String name) {
        return FolderDestination.of(delivered(name).root());
    }

    private static void awaitAll(DeliveredFolder folder, NumberedRecords records) {
        Await.until("everything is delivered", () -> new HashSet<>(folder.lines()).containsAll(records.stored()));
    }

    /** The experiment of the seeds' notes: one raw, one transformed, each with good and bad prefixes, while shards split. */
    @Test
    void rawAndTransformedBothHoldEveryRecordOnce() {
        Transformation transformation = FunctionTransformation.of("sevens", new NumberTransform());
        try (LocalKinesis service = LocalKinesis.start();
                KinesisAsyncClient client = NumberedRecords.client(service);
                NumberedRecords records = NumberedRecords.begin(service, new SplittableRandom(1));
                DeliveryStream raw = builder(client, "raw", destination("raw"))
                        .prefix("good/", BAD)
                        .bufferBytes(2000)
                        .build();
                DeliveryStream processed = builder(client, "processed", destination("processed"))
                        .prefix("good/", BAD)
                        .bufferBytes(2000)
                        .transformation(
                                transformation,
                                TransformationSettings.defaults().bufferBytes(100))
                        .build()) {
            raw.start();
            records.awaitPuts(50);
            processed.start();
            for (int splits = 1; splits <= 4; splits++) {
                records.splitSomeShard();
                records.awaitPuts(300 * splits);
            }
            records.stop();
            List<String> bad =
                    records.stored().stream().filter(NumberTransform::fails).toList();
            List<String> good = records.stored().stream()
                    .filter(text -> !bad.contains(text))
                    .toList();
            Await.until(
                    "all is delivered",
                    () -> delivered("raw").lines().size() >= records.stored().size()
                            && delivered("processed").lines().size()
                                    >= records.stored().size());

            assertThat(delivered("raw").lines()).containsExactlyInAnyOrderElementsOf(records.stored());
            assertThat(delivered("processed").originalsBelow("good/")).containsExactlyInAnyOrderElementsOf(good);
            assertThat(delivered("processed").originalsBelow("bad/processing-failed/"))
                    .containsExactlyInAnyOrderElementsOf(bad);
            assertThat(delivered("processed").lines())
                    .allMatch(line -> line.startsWith("done-record-") || isFailed(line));
            assertThat(delivered("raw").objects().values()).allMatch(content -> content.endsWith("\n"));
            assertThat(delivered("processed").objects().values()).allMatch(content -> content.endsWith("\n"));
        }
    }

    private static boolean isFailed(String line) {
        return line.startsWith("{\"attemptsMade\":1,") && line.endsWith(",\"lambdaArn\":\"sevens\"}");
    }

    @Test
    void destinationThatIsGoneForAWhileHoldsBackShardsAndLosesNothing() throws IOException {
        AtomicBoolean gone = new AtomicBoolean(true);
        Destination real = destination("one");
        Destination flaky = (name, bytes) -> {
            if (gone.get()) {
                throw new IOException("destination is gone");
            }
            real.write(name, bytes);
        };
        try (LocalKinesis service = LocalKinesis.start();
                KinesisAsyncClient client = NumberedRecords.client(service);
                NumberedRecords records = NumberedRecords.begin(service, new SplittableRandom(2));
                DeliveryStream stream =
                        builder(client, "one", flaky).journalBytes(600).build()) {
            stream.start();
            records.awaitPuts(2000);
            records.stop();
            assertThat(delivered("one").objects()).isEmpty();
            long put = records.stored().stream().mapToLong(String::length).sum();
            assertThat(journaledBytes("one")).isLessThan(put / 2);
            gone.set(false);
            awaitAll(delivered("one"), records);

            assertThat(delivered("one").lines()).containsExactlyInAnyOrderElementsOf(records.stored());
        }
    }

    private long journaledBytes(String name) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(folder.resolve(name + "-state/journal"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".object")).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    @Test
    void streamWithASourceTakesNoPuts() {
        try (LocalKinesis service = LocalKinesis.start();
                KinesisAsyncClient client = NumberedRecords.client(service);
                DeliveryStream stream =
                        builder(client, "one", destination("one")).build()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> stream.put(List.of(ByteBuffer.allocate(1))))
                    .withMessageContaining("records are put to that stream");
        }
    }
}
