package dev.millrace.firehose.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.firehose.transformation.FunctionTransformation;
import dev.millrace.lambda.firehose.FirehoseRecord;
import dev.millrace.lambda.firehose.Transformed;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
import software.amazon.awssdk.services.firehose.model.ProcessorType;
import software.amazon.awssdk.services.firehose.model.PutRecordResponse;

/** A function that gives no answer, for longer than any of these tests, holds up nothing but the put that waits for it. */
@Timeout(120)
class HangingFunctionTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:slow";

    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @TempDir
    private Path folder;

    private LocalServices services;

    @BeforeEach
    void start() {
        services = LocalServices.start(folder, Map.of("slow", () -> FunctionTransformation.of(ARN, this::transform)));
    }

    @AfterEach
    void stop() {
        released.countDown();
        services.close();
    }

    private Transformed transform(FirehoseRecord record) throws InterruptedException {
        if (record.text().equals("slow")) {
            hanging.countDown();
            released.await();
        }
        return Transformed.ok(record.text());
    }

    private void create() {
        var request = DeliveryStreams.toBucket("puts", "first", 900);
        var destination = request.extendedS3DestinationConfiguration().toBuilder()
                .processingConfiguration(processing -> processing
                        .enabled(true)
                        .processors(Processor.builder()
                                .type(ProcessorType.LAMBDA)
                                .parameters(ProcessorParameter.builder()
                                        .parameterName("LambdaArn")
                                        .parameterValue(ARN)
                                        .build())
                                .build()))
                .build();
        Await.result(services.firehose()
                .createDeliveryStream(request.toBuilder()
                        .extendedS3DestinationConfiguration(destination)
                        .build()));
        DeliveryStreams.awaitActive(services.firehose(), "puts");
    }

    private CompletableFuture<PutRecordResponse> put(String text) {
        return services.firehose()
                .putRecord(request -> request.deliveryStreamName("puts")
                        .record(record -> record.data(SdkBytes.fromUtf8String(text))));
    }

    private CompletableFuture<PutRecordResponse> putThatHangs() throws InterruptedException {
        CompletableFuture<PutRecordResponse> put = put("slow");
        hanging.await();
        return put;
    }

    @Test
    void updateComesThroughAndThePutIsRepeated() throws Exception {
        create();
        Await.result(put("before"));
        CompletableFuture<PutRecordResponse> put = putThatHangs();

        Await.result(services.firehose()
                .updateDestination(request -> request.deliveryStreamName("puts")
                        .currentDeliveryStreamVersionId("1")
                        .destinationId("destinationId-000000000001")
                        .extendedS3DestinationUpdate(update -> update.bucketARN(LocalServices.bucketArn("second"))
                                .bufferingHints(hints -> hints.sizeInMBs(5).intervalInSeconds(0)))));
        released.countDown();
        // By the client, since it was told that the service is unavailable.
        Await.result(put);
        Await.until("its delivery", () -> !services.objects("second").isEmpty());

        assertThat(services.content("first", "")).isEqualTo("before");
        assertThat(services.content("second", "")).isEqualTo("slow");
    }

    @Test
    void deletedOneDeliversTheRestAndIsGone() throws Exception {
        create();
        Await.result(put("before"));
        var unused = putThatHangs();

        Await.result(services.firehose().deleteDeliveryStream(request -> request.deliveryStreamName("puts")));
        Await.until(
                "its end",
                () -> Await.result(services.firehose().listDeliveryStreams())
                        .deliveryStreamNames()
                        .isEmpty());

        assertThat(services.content("first", "")).isEqualTo("before");
    }

    @Test
    void serviceEndsAndKeepsTheRest() throws Exception {
        create();
        Await.result(put("before"));
        var unused = putThatHangs();

        CompletableFuture<Void> end = CompletableFuture.runAsync(services::close);
        Await.result(end);

        assertThat(services.objects("first")).isEmpty();
        start();
        Await.result(services.firehose().deleteDeliveryStream(request -> request.deliveryStreamName("puts")));
        Await.until("the delivery", () -> services.content("first", "").equals("before"));
    }
}
