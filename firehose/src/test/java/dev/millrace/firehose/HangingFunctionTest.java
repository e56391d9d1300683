package dev.millrace.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.firehose.crash.NumberedRecords;
import dev.millrace.firehose.destination.FolderDestination;
import dev.millrace.firehose.samples.NumberTransform;
import dev.millrace.firehose.samples.SampleZip;
import dev.millrace.firehose.transformation.FunctionTransformation;
import dev.millrace.firehose.transformation.Transformation;
import dev.millrace.firehose.transformation.TransformationSettings;
import dev.millrace.firehose.transformation.ZipTransformation;
import dev.millrace.lambda.firehose.Transformed;
import dev.millrace.local.LocalKinesis;
import dev.millrace.processor.StartPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Functions that do not answer, in delivery streams that are closed. */
@Timeout(180)
class HangingFunctionTest {

    private static final TransformationSettings PATIENT =
            TransformationSettings.defaults().timeout(Duration.ofMinutes(5)).retries(300);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private DeliveryStreamBuilder builder() {
        return DeliveryStream.builder(
                        "words",
                        folder.resolve("state"),
                        FolderDestination.of(objects().root()))
                .delimiter("\n");
    }

    private DeliveredFolder objects() {
        return new DeliveredFolder(folder.resolve("objects"));
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current().children().collect(Collectors.toSet());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void closingEndsAFunctionsProcessAndItsRecordsAreReadAgain() throws Exception {
        Path zip = SampleZip.write(folder);
        Set<ProcessHandle> others = children();
        try (LocalKinesis service = LocalKinesis.start();
                KinesisAsyncClient client = NumberedRecords.client(service)) {
            put(client, NumberTransform.HANG, "record-1");
            try (DeliveryStream stream =
                    reading(client, ZipTransformation.of("f", zip, NumberTransform.class.getName(), 128, Map.of()))) {
                stream.start();
                Await.until("the function runs", () -> !others.containsAll(children()));
                Set<ProcessHandle> functions = children();
                functions.removeAll(others);

                assertThat(stream.close(CLOSING)).isTrue();
                Await.until("its process has ended", () -> functions.stream().noneMatch(ProcessHandle::isAlive));
                assertThat(stream.termination()).isCompleted();
            }
            assertThat(objects().objects()).isEmpty();
            try (DeliveryStream stream =
                    reading(client, FunctionTransformation.of("f", record -> Transformed.ok("new " + record.text())))) {
                stream.start();
                Await.until(
                        "all is read",
                        () -> isFlushed(stream) && !objects().lines().isEmpty());

                assertThat(objects().lines()).containsExactly("new " + NumberTransform.HANG, "new record-1");
            }
        }
    }

    private static void put(KinesisAsyncClient client, String... texts) {
        Await.result(client.createStream(
                request -> request.streamName(NumberedRecords.STREAM).shardCount(1)));
        for (String text : texts) {
            var unused = Await.result(client.putRecord(request -> request.streamName(NumberedRecords.STREAM)
                    .partitionKey("key")
                    .data(SdkBytes.fromUtf8String(text))));
        }
    }

    private DeliveryStream reading(KinesisAsyncClient client, Transformation transformation) {
        return builder()
                .source(client, NumberedRecords.STREAM, StartPosition.trimHorizon())
                .transformation(transformation, PATIENT)
                .build();
    }

    private static boolean isFlushed(DeliveryStream stream) {
        try {
            return stream.flush(Await.LIMIT);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void putIsGivenUpWhateverTheFunctionDoes() throws Exception {
        CountDownLatch invoked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        Transformation stubborn = FunctionTransformation.of("f", record -> {
            invoked.countDown();
            while (over.getCount() > 0) {
                Thread.onSpinWait();
            }
            return Transformed.ok("late");
        });
        DeliveryStream stream =
                builder().transformation(stubborn, PATIENT.retries(0)).build();
        stream.start();
        CompletableFuture<Void> put = CompletableFuture.runAsync(() -> put(stream, "a"));
        try {
            invoked.await();

            assertThat(stream.close(CLOSING)).isTrue();
            assertThatIllegalStateException()
                    .isThrownBy(() -> {
                        throw Await.failure(put);
                    })
                    .withMessage("delivery stream is closed amid an invocation: function=f");
        } finally {
            over.countDown();
        }
        try (DeliveryStream again = builder().build()) {
            again.start();
            put(again, "b");

            assertThat(again.flush(Await.LIMIT)).isTrue();
            assertThat(objects().lines()).containsExactly("b");
        }
    }

    private static void put(DeliveryStream stream, String text) {
        try {
            stream.put(List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
