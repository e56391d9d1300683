package dev.millrace.firehose.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseAsyncClient;
import software.amazon.awssdk.services.firehose.model.CompressionFormat;
import software.amazon.awssdk.services.firehose.model.ConcurrentModificationException;
import software.amazon.awssdk.services.firehose.model.CreateDeliveryStreamRequest;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamDescription;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamEncryptionStatus;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamStatus;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamType;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.ResourceInUseException;
import software.amazon.awssdk.services.firehose.model.ResourceNotFoundException;
import software.amazon.awssdk.services.firehose.model.Tag;

/** A delivery stream of puts from its creation to its end, under the real SDK client. */
@Timeout(180)
class DeliveryStreamLifeTest {

    @TempDir
    private Path folder;

    private LocalServices services;

    @BeforeEach
    void start() {
        services = LocalServices.start(folder);
    }

    @AfterEach
    void stop() {
        services.close();
    }

    private FirehoseAsyncClient firehose() {
        return services.firehose();
    }

    private void create(String name, int intervalSeconds) {
        create(DeliveryStreams.toBucket(name, "bucket", intervalSeconds));
    }

    private void create(CreateDeliveryStreamRequest request) {
        String arn = Await.result(firehose().createDeliveryStream(request)).deliveryStreamARN();
        assertThat(arn)
                .isEqualTo("arn:aws:firehose:us-east-1:000000000000:deliverystream/" + request.deliveryStreamName());
        DeliveryStreams.awaitActive(firehose(), request.deliveryStreamName());
    }

    private DeliveryStreamDescription describe(String name) {
        return DeliveryStreams.describe(firehose(), name);
    }

    private void put(String name, String data) {
        String id = Await.result(firehose()
                        .putRecord(request -> request.deliveryStreamName(name).record(record(data))))
                .recordId();
        assertThat(id).isNotEmpty();
    }

    private static Record record(String data) {
        return Record.builder().data(SdkBytes.fromUtf8String(data)).build();
    }

    @Test
    void recordsThatArePutBecomeObjects() {
        create("puts", 0);

        put("puts", "one\n");
        var batch = Await.result(firehose()
                .putRecordBatch(
                        request -> request.deliveryStreamName("puts").records(record("two\n"), record("three\n"))));
        Await.until("all objects", () -> services.content("bucket", "").lines().count() == 3);

        assertThat(batch.failedPutCount()).isZero();
        assertThat(batch.requestResponses())
                .hasSize(2)
                .allSatisfy(answer -> assertThat(answer.recordId()).isNotEmpty());
        assertThat(services.content("bucket", "").lines()).containsExactlyInAnyOrder("one", "two", "three");
        assertThat(services.objects("bucket").keySet())
                .allMatch(name -> name.matches("\\d{4}/\\d{2}/\\d{2}/\\d{2}/puts-1-[0-9-]{19}-[0-9a-f-]{36}"));
    }

    @Test
    void descriptionSaysWhatWasAskedForAndTheDefaults() {
        create("puts", 300);

        DeliveryStreamDescription description = describe("puts");

        assertThat(description.deliveryStreamType()).isEqualTo(DeliveryStreamType.DIRECT_PUT);
        assertThat(description.versionId()).isEqualTo("1");
        assertThat(description.hasMoreDestinations()).isFalse();
        assertThat(description.lastUpdateTimestamp()).isNull();
        assertThat(description.deliveryStreamEncryptionConfiguration().status())
                .isEqualTo(DeliveryStreamEncryptionStatus.DISABLED);
        var destination = description.destinations().get(0);
        assertThat(destination.destinationId()).isEqualTo("destinationId-000000000001");
        assertThat(destination
                        .extendedS3DestinationDescription()
                        .bufferingHints()
                        .sizeInMBs())
                .isEqualTo(5);
        assertThat(destination.extendedS3DestinationDescription().compressionFormat())
                .isEqualTo(CompressionFormat.UNCOMPRESSED);
        assertThat(destination.s3DestinationDescription().bucketARN()).isEqualTo("arn:aws:s3:::bucket");
    }

    @Test
    void deletedOneDeliversWhatWaitsAndIsGone() {
        create("puts", 900);
        put("puts", "late");

        Await.result(firehose().deleteDeliveryStream(request -> request.deliveryStreamName("puts")));
        Await.until("its end", () -> names().isEmpty());

        assertThat(services.content("bucket", "")).isEqualTo("late");
        assertThat(Await.failure(firehose().describeDeliveryStream(request -> request.deliveryStreamName("puts"))))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Firehose puts under account 000000000000 not found.");
        create("puts", 900);
    }

    private List<String> names() {
        return Await.result(firehose().listDeliveryStreams()).deliveryStreamNames();
    }

    @Test
    void nameIsThereOnce() {
        create("puts", 300);

        assertThat(Await.failure(firehose().createDeliveryStream(DeliveryStreams.toBucket("puts", "other", 300))))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("already exists");
    }

    @Test
    void listsComeInPages() {
        IntStream.range(0, 12).forEach(i -> create("puts-" + (char) ('a' + i), 300));

        var first = Await.result(firehose().listDeliveryStreams());
        var second = Await.result(firehose()
                .listDeliveryStreams(request ->
                        request.exclusiveStartDeliveryStreamName("puts-j").limit(1)));
        var none = Await.result(firehose()
                .listDeliveryStreams(
                        request -> request.deliveryStreamType(DeliveryStreamType.KINESIS_STREAM_AS_SOURCE)));

        assertThat(first.deliveryStreamNames()).hasSize(10).startsWith("puts-a").endsWith("puts-j");
        assertThat(first.hasMoreDeliveryStreams()).isTrue();
        assertThat(second.deliveryStreamNames()).containsExactly("puts-k");
        assertThat(second.hasMoreDeliveryStreams()).isTrue();
        assertThat(none.deliveryStreamNames()).isEmpty();
        assertThat(none.hasMoreDeliveryStreams()).isFalse();
    }

    @Test
    void tagsAreKept() {
        create(DeliveryStreams.toBucket("puts", "bucket", 300).toBuilder()
                .tags(tag("team", "a"))
                .build());

        Await.result(firehose()
                .tagDeliveryStream(
                        request -> request.deliveryStreamName("puts").tags(tag("team", "b"), tag("stage", "test"))));
        var both = Await.result(firehose().listTagsForDeliveryStream(request -> request.deliveryStreamName("puts")));
        Await.result(firehose()
                .untagDeliveryStream(
                        request -> request.deliveryStreamName("puts").tagKeys("stage", "no-such")));
        var one = Await.result(firehose().listTagsForDeliveryStream(request -> request.deliveryStreamName("puts")));

        assertThat(both.tags()).containsExactly(tag("stage", "test"), tag("team", "b"));
        assertThat(both.hasMoreTags()).isFalse();
        assertThat(one.tags()).containsExactly(tag("team", "b"));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void encryptionIsTold() {
        create("puts", 300);

        Await.result(firehose().startDeliveryStreamEncryption(request -> request.deliveryStreamName("puts")));
        assertThat(describe("puts").deliveryStreamEncryptionConfiguration().statusAsString())
                .isEqualTo("ENABLED");
        assertThat(Await.result(firehose()
                                .putRecord(request ->
                                        request.deliveryStreamName("puts").record(record("x"))))
                        .encrypted())
                .isTrue();
        Await.result(firehose().stopDeliveryStreamEncryption(request -> request.deliveryStreamName("puts")));
        assertThat(describe("puts").deliveryStreamEncryptionConfiguration().statusAsString())
                .isEqualTo("DISABLED");
    }

    @Test
    void updatedDestinationGetsWhatComesAndTheOneBeforeWhatWasThere() {
        create("puts", 900);
        put("puts", "before");

        Await.result(firehose()
                .updateDestination(request -> request.deliveryStreamName("puts")
                        .currentDeliveryStreamVersionId("1")
                        .destinationId("destinationId-000000000001")
                        .extendedS3DestinationUpdate(update -> update.bucketARN("arn:aws:s3:::second")
                                .prefix("good/")
                                .bufferingHints(hints -> hints.sizeInMBs(5).intervalInSeconds(0)))));
        put("puts", "after");
        Await.until("the new bucket", () -> !services.objects("second").isEmpty());

        DeliveryStreamDescription description = describe("puts");
        assertThat(description.versionId()).isEqualTo("2");
        assertThat(description.lastUpdateTimestamp()).isNotNull();
        assertThat(description.deliveryStreamStatus()).isEqualTo(DeliveryStreamStatus.ACTIVE);
        var hints = description
                .destinations()
                .get(0)
                .extendedS3DestinationDescription()
                .bufferingHints();
        assertThat(Map.of(hints.sizeInMBs(), hints.intervalInSeconds())).isEqualTo(Map.of(5, 0));
        assertThat(services.content("bucket", "")).isEqualTo("before");
        assertThat(services.content("second", "good/")).isEqualTo("after");
        assertThat(services.objects("second").keySet()).allMatch(name -> name.contains("/puts-2-"));
    }

    @Test
    void updateOfAnotherVersionIsRefused() {
        create("puts", 300);

        assertThat(Await.failure(firehose()
                        .updateDestination(request -> request.deliveryStreamName("puts")
                                .currentDeliveryStreamVersionId("2")
                                .destinationId("destinationId-000000000001")
                                .extendedS3DestinationUpdate(update -> update.prefix("x/")))))
                .isInstanceOf(ConcurrentModificationException.class)
                .hasMessageContaining("Version of delivery stream puts is 1, not 2.");
    }
}
