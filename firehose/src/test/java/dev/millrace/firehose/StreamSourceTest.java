package dev.millrace.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.firehose.crash.NumberedRecords;
import dev.millrace.firehose.destination.Destination;
import dev.millrace.firehose.destination.FolderDestination;
import dev.millrace.local.LocalKinesis;
import dev.millrace.processor.StartPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** With a Kinesis stream. */
class StreamSourceTest {

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

    @Test
    void twoDeliveryStreamsOfOneStreamBothGetEveryRecordOnce() {
        try (LocalKinesis service = LocalKinesis.start();
                KinesisAsyncClient client = NumberedRecords.client(service);
                NumberedRecords records = NumberedRecords.begin(service, new SplittableRandom(1));
                DeliveryStream first =
                        builder(client, "one", destination("one")).build();
                DeliveryStream second =
                        builder(client, "two", destination("two")).build()) {
            first.start();
            records.awaitPuts(50);
            second.start();
            records.splitSomeShard();
            records.awaitPuts(400);
            records.stop();
            awaitAll(delivered("one"), records);
            awaitAll(delivered("two"), records);

            assertThat(delivered("one").lines()).containsExactlyInAnyOrderElementsOf(records.stored());
            assertThat(delivered("two").lines()).containsExactlyInAnyOrderElementsOf(records.stored());
        }
    }

    @Test
    void destinationThatIsGoneForAWhileHoldsBackShardsAndLosesNothing() {
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
            records.awaitPuts(500);
            records.stop();
            assertThat(delivered("one").objects()).isEmpty();
            gone.set(false);
            awaitAll(delivered("one"), records);

            assertThat(delivered("one").lines()).containsExactlyInAnyOrderElementsOf(records.stored());
        }
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
