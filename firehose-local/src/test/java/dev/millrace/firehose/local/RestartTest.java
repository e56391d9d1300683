package dev.millrace.firehose.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamDescription;
import software.amazon.awssdk.services.firehose.model.Tag;

/** What is there after the service has ended and was started again. */
@Timeout(180)
class RestartTest {

    @TempDir
    private Path folder;

    private static void put(LocalServices services, String data) {
        Await.result(services.firehose()
                .putRecord(request -> request.deliveryStreamName("puts")
                        .record(record -> record.data(SdkBytes.fromUtf8String(data)))));
    }

    private static void create(LocalServices services) {
        Await.result(services.firehose()
                .createDeliveryStream(DeliveryStreams.toBucket("puts", "bucket", 900).toBuilder()
                        .tags(Tag.builder().key("team").value("a").build())
                        .build()));
        DeliveryStreams.awaitActive(services.firehose(), "puts");
    }

    @Test
    void definitionsAndWhatWasNotDelivered() {
        DeliveryStreamDescription before;
        try (LocalServices first = LocalServices.start(folder)) {
            create(first);
            put(first, "one,");
            before = DeliveryStreams.describe(first.firehose(), "puts");
        }
        try (LocalServices second = LocalServices.start(folder)) {
            DeliveryStreamDescription after = DeliveryStreams.describe(second.firehose(), "puts");
            var tags = Await.result(
                    second.firehose().listTagsForDeliveryStream(request -> request.deliveryStreamName("puts")));
            put(second, "two");
            assertThat(second.objects("bucket")).isEmpty();
            Await.result(second.firehose().deleteDeliveryStream(request -> request.deliveryStreamName("puts")));
            Await.until("the delivery", () -> second.content("bucket", "").equals("one,two"));

            assertThat(after).isEqualTo(before);
            assertThat(tags.tags())
                    .containsExactly(Tag.builder().key("team").value("a").build());
        }
        try (LocalServices third = LocalServices.start(folder)) {
            assertThat(Await.result(third.firehose().listDeliveryStreams()).deliveryStreamNames())
                    .isEmpty();
        }
    }

    /** The service died when the deletion was stored and nothing was delivered yet. */
    @Test
    void deletionGoesOnAndDeliversWhatWaits() throws IOException {
        try (LocalServices first = LocalServices.start(folder)) {
            create(first);
            put(first, "late");
        }
        for (Path definition : files("state", "definition.json")) {
            String text = Files.readString(definition);
            assertThat(text).contains("\"ACTIVE\"");
            Files.writeString(definition, text.replace("\"ACTIVE\"", "\"DELETING\""));
        }
        try (LocalServices second = LocalServices.start(folder)) {
            Await.until(
                    "its end",
                    () -> Await.result(second.firehose().listDeliveryStreams())
                            .deliveryStreamNames()
                            .isEmpty());

            assertThat(second.content("bucket", "")).isEqualTo("late");
        }
        assertThat(files("state", "")).isEmpty();
    }

    @Test
    void onceOnlyEverythingIsDeliveredAtTheEnd() {
        try (LocalServices services = LocalServices.startForOnce(folder)) {
            create(services);
            put(services, "late");
            assertThat(services.objects("bucket")).isEmpty();
        }
        assertThat(files("objects", "")).hasSize(1);
    }

    private List<Path> files(String below, String nameEnd) {
        try (Stream<Path> files = Files.walk(folder.resolve(below))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(nameEnd))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
