package dev.millrace.firehose.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.RecordAggregator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamType;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorType;

/** Delivery streams that read a stream of the same service. */
@Timeout(180)
class KinesisSourceTest {

    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/words";

    @TempDir
    private Path folder;

    private LocalServices services;

    @BeforeEach
    void start() {
        services = LocalServices.start(folder);
        services.kinesis().createStream("us-east-1", "words", 2);
    }

    @AfterEach
    void stop() {
        services.close();
    }

    private void create(String name, String bucket) {
        var request = DeliveryStreams.toBucket(name, bucket, 0).toBuilder()
                .deliveryStreamType(DeliveryStreamType.KINESIS_STREAM_AS_SOURCE)
                .kinesisStreamSourceConfiguration(
                        source -> source.kinesisStreamARN(ARN).roleARN(LocalServices.ROLE));
        var destination = request.build().extendedS3DestinationConfiguration();
        request.extendedS3DestinationConfiguration(destination.toBuilder()
                .processingConfiguration(processing -> processing
                        .enabled(true)
                        .processors(Processor.builder()
                                .type(ProcessorType.APPEND_DELIMITER_TO_RECORD)
                                .build()))
                .build());
        Await.result(services.firehose().createDeliveryStream(request.build()));
        DeliveryStreams.awaitActive(services.firehose(), name);
    }

    private void put(SdkBytes data, String key) {
        Await.result(services.streams()
                .putRecord(
                        request -> request.streamName("words").partitionKey(key).data(data)));
    }

    @Test
    void bothOfTwoGetEveryUserRecordThatCameSinceTheyWereMade() {
        put(SdkBytes.fromUtf8String("too early"), "k");
        create("first", "one");
        create("second", "two");
        RecordAggregator aggregator = RecordAggregator.create();
        IntStream.range(0, 5)
                .forEach(i -> aggregator.addUserRecord("key", ("inner " + i).getBytes(StandardCharsets.UTF_8)));
        AggregatedRecord aggregate = aggregator.clearAndGet().get(0);
        put(SdkBytes.fromByteBuffer(aggregate.data()), aggregate.partitionKey());
        put(SdkBytes.fromUtf8String("plain"), "other");

        Await.until(
                "all in both", () -> lines("one").size() == 6 && lines("two").size() == 6);

        assertThat(lines("one"))
                .containsExactlyInAnyOrder("inner 0", "inner 1", "inner 2", "inner 3", "inner 4", "plain")
                .containsExactlyInAnyOrderElementsOf(lines("two"));
    }

    private List<String> lines(String bucket) {
        return services.content(bucket, "").lines().toList();
    }

    @Test
    void putsAreForOthers() {
        create("reader", "one");

        assertThat(Await.failure(services.firehose()
                        .putRecord(request -> request.deliveryStreamName("reader")
                                .record(record -> record.data(SdkBytes.fromUtf8String("x"))))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("This operation is not permitted on KinesisStreamAsSource delivery stream type.");
        var source =
                DeliveryStreams.describe(services.firehose(), "reader").source().kinesisStreamSourceDescription();
        assertThat(source.kinesisStreamARN()).isEqualTo(ARN);
        assertThat(source.deliveryStartTimestamp()).isNotNull();
    }

    @Test
    void whatItDoesIsInTheConsole() throws Exception {
        create("reader", "one");
        put(SdkBytes.fromUtf8String("shown"), "k");
        Await.until("its delivery", () -> lines("one").size() == 1);
        Await.until("its count", () -> panel().contains("\"Last objects of reader\""));

        assertThat(panel())
                .contains(
                        "\"Delivery streams\"",
                        "\"reader (us-east-1)\",\"ACTIVE\",\"stream words\",\"one\",\"1\",\"1\"");
    }

    private String panel() {
        try {
            URI view = services.kinesis().endpoint().resolve("/_millrace/api/panel?id=firehose");
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(view).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
