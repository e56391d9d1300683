package dev.millrace.firehose.transformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.firehose.samples.NumberTransform;
import dev.millrace.firehose.samples.SampleZip;
import dev.millrace.lambda.firehose.FirehoseEvent;
import dev.millrace.lambda.firehose.FirehoseResponse;
import dev.millrace.lambda.firehose.FirehoseResponseRecord;
import dev.millrace.lambda.firehose.Transformed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Where functions run: in this process, in one of their own, in Lambda. */
class TransformationsTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:f";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    private static FirehoseEvent event(String... texts) {
        List<SourceRecord> records = Stream.of(texts)
                .map(text ->
                        new SourceRecord(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), Instant.EPOCH, null))
                .toList();
        return new EventSource("arn:aws:firehose:us-east-1:123456789012:deliverystream/d", null).event("i", records);
    }

    /** Results, with the data of those that are delivered. */
    private static List<String> texts(FirehoseResponse response) {
        return Objects.requireNonNull(response.getRecords()).stream()
                .map(TransformationsTest::text)
                .toList();
    }

    private static String text(FirehoseResponseRecord answer) {
        ByteBuffer data = answer.getData();
        return answer.getRecordId() + " " + answer.getResult()
                + (data == null ? "" : " " + StandardCharsets.UTF_8.decode(data.duplicate()));
    }

    private static void assertFails(
            Transformation transformation, FirehoseEvent event, Duration timeout, String code, String message) {
        assertThatThrownBy(() -> transformation.invoke(event, timeout))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(TransformationException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(code);
                    assertThat(failure.retriable()).isTrue();
                });
    }

    @Test
    void functionOfJavaRunsHere() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger interrupts = new AtomicInteger();
        try (Transformation transformation = FunctionTransformation.of(ARN, record -> {
            if (record.text().equals("hang")) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    interrupts.incrementAndGet();
                    throw e;
                }
            }
            return record.text().equals("bad") ? Transformed.failed("bad") : Transformed.ok("new " + record.text());
        })) {
            assertThat(texts(transformation.invoke(event("a", "bad", "b"), LONG)))
                    .containsExactly("i-0 Ok new a", "i-1 ProcessingFailed", "i-2 Ok new b");
            assertFails(transformation, event("hang"), SHORT, FailureCode.FUNCTION_TIMED_OUT, "");
            assertThat(texts(transformation.invoke(event("c"), LONG))).containsExactly("i-0 Ok new c");
        }
    }

    @Test
    void handlerThatThrowsOrAnswersTooMuchHasFailed() throws Exception {
        try (Transformation throwing = FunctionTransformation.of(ARN, (event, context) -> {
                    throw new IllegalArgumentException("wrong");
                });
                Transformation large = FunctionTransformation.of(ARN, (event, context) -> {
                    FirehoseResponseRecord answer = new FirehoseResponseRecord();
                    answer.setData(ByteBuffer.allocate(5 << 20));
                    FirehoseResponse response = new FirehoseResponse();
                    response.setRecords(List.of(answer));
                    return response;
                })) {
            assertFails(
                    throwing,
                    event("a"),
                    LONG,
                    FailureCode.FUNCTION_ERROR,
                    "kind=java.lang.IllegalArgumentException: wrong");
            assertFails(
                    large,
                    event("a"),
                    LONG,
                    FailureCode.FUNCTION_ERROR,
                    "response too large: function=" + ARN + " bytes=6990508 (max 6291456)");
        }
    }

    @Test
    void zipRunsUnderTheRuntimesOwnClientAndIsStartedAnew() throws Exception {
        Path zip = SampleZip.write(folder);
        try (Transformation transformation =
                ZipTransformation.of(ARN, zip, NumberTransform.class.getName(), 128, Map.of())) {
            assertThat(texts(transformation.invoke(event("6", "7"), LONG)))
                    .containsExactly("i-0 Ok done-6", "i-1 ProcessingFailed");
            assertFails(
                    transformation, event(NumberTransform.EXIT), LONG, FailureCode.FUNCTION_ERROR, "Runtime.ExitError");
            assertThat(texts(transformation.invoke(event("8"), LONG))).containsExactly("i-0 Ok done-8");
            assertFails(transformation, event(NumberTransform.HANG), SHORT, FailureCode.FUNCTION_TIMED_OUT, "");
            assertThat(texts(transformation.invoke(event("9"), LONG))).containsExactly("i-0 Ok done-9");
        }
    }

    @Test
    void zipThatIsNoneCannotBeStarted() {
        try (Transformation transformation =
                ZipTransformation.of(ARN, folder.resolve("none.zip"), "a.Handler", 128, Map.of())) {
            assertFails(
                    transformation,
                    event("a"),
                    LONG,
                    FailureCode.RESOURCE_NOT_FOUND,
                    "function cannot be started: zip=" + folder.resolve("none.zip"));
        }
    }

    private static LambdaClient client(HttpServer server) {
        return LambdaClient.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    /** How the service answers: a status, what failed in the function, and a body. */
    private record Answer(int status, String functionError, String body) {}

    @Test
    void functionOfLambdaIsInvokedThroughTheSdk() throws Exception {
        AtomicReference<Answer> answer = new AtomicReference<>();
        AtomicReference<String> request = new AtomicReference<>("");
        CountDownLatch over = new CountDownLatch(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                request.set(exchange.getRequestURI().getPath() + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                Answer next = answer.get();
                if (next == null) {
                    over.await();
                    return;
                }
                if (!next.functionError().isEmpty()) {
                    exchange.getResponseHeaders().set("X-Amz-Function-Error", next.functionError());
                }
                byte[] body = next.body().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(next.status(), body.length);
                exchange.getResponseBody().write(body);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        server.start();
        try (LambdaClient client = client(server);
                Transformation transformation = LambdaTransformation.of(client, ARN)) {
            answer.set(
                    new Answer(200, "", "{\"records\":[{\"recordId\":\"i-0\",\"result\":\"Ok\",\"data\":\"bmV3\"}]}"));
            assertThat(texts(transformation.invoke(event("a"), LONG))).containsExactly("i-0 Ok new");
            assertThat(request.get())
                    .isEqualTo("/2015-03-31/functions/" + ARN + "/invocations " + EventJson.write(event("a")));

            answer.set(new Answer(200, "Unhandled", "{\"errorMessage\":\"no\"}"));
            assertFails(
                    transformation,
                    event("a"),
                    LONG,
                    FailureCode.FUNCTION_ERROR,
                    "kind=Unhandled: {\"errorMessage\":\"no\"}");
            answer.set(new Answer(429, "", "{\"Reason\":\"ConcurrentInvocationLimitExceeded\"}"));
            assertFails(transformation, event("a"), LONG, FailureCode.INVOKE_LIMIT_EXCEEDED, "");
            answer.set(new Answer(403, "", "{\"message\":\"no\"}"));
            assertFails(transformation, event("a"), LONG, FailureCode.INVOKE_ACCESS_DENIED, "");
            answer.set(new Answer(500, "", "{}"));
            assertFails(transformation, event("a"), LONG, FailureCode.FUNCTION_ERROR, "");
            answer.set(null);
            assertFails(transformation, event("a"), SHORT, FailureCode.FUNCTION_TIMED_OUT, "");
        } finally {
            over.countDown();
            server.stop(0);
        }
    }
}
