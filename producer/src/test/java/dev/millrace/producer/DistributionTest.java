package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

/** Streams that place records themselves, found out by asking. */
@ExtendWith(KinesisExtension.class)
class DistributionTest {

    private final KinesisExtension.Kinesis kinesis;

    DistributionTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
    }

    @Test
    void streamThatSaysSoGetsPlainRecordsFromTheFirstOn() {
        TestStream stream = placedByStream(kinesis);
        try (Producer producer = Producer.builder(kinesis.client()).build()) {
            Await.result(producer.prepare(stream.name()));
            Await.until("the strategy is known", () -> producer.isPlacedByStream(stream.name()));
            Puts puts = new Puts(producer, stream).some("plain", 50);
            producer.flush();
            StreamContents contents = stream.contents();
            puts.assertStoredOnceAsAnswered(contents);
            assertThat(contents.records()).hasSize(50).noneMatch(StreamContents.Stored::framed);
        }
    }

    @Test
    void otherStreamsAreAggregatedInto() {
        TestStream stream = kinesis.stream(1);
        try (Producer producer = Producer.builder(kinesis.client()).build()) {
            Await.result(producer.prepare(stream.name()));
            new Puts(producer, stream).some("together", 50);
            producer.flush();
            assertThat(stream.contents().records()).hasSize(1);
            assertThat(producer.isPlacedByStream(stream.name())).isFalse();
        }
    }

    @Test
    void bothEncodingsOfTheAnswerAreUnderstood() {
        assertThat(says("{\"RecordDistributionStrategy\":\"AUTO\"}")).isTrue();
        assertThat(says("{\"RecordDistributionStrategy\": \"AUTO\", \"a\": 1}")).isTrue();
        assertThat(says("xRecordDistributionStrategydAUTO")).isTrue();
        assertThat(says("{\"RecordDistributionStrategy\":\"USER_PARTITION_KEY\",\"b\":\"AUTO\"}"))
                .isFalse();
        assertThat(says("{\"StreamName\":\"AUTO\"}")).isFalse();
        assertThat(says("{\"RecordDistributionStrategy\":\"AU")).isFalse();
        assertThat(says("")).isFalse();
    }

    private static boolean says(String answer) {
        byte[] bytes = answer.getBytes(StandardCharsets.US_ASCII);
        return DistributionQuestion.saysAuto(bytes, bytes.length);
    }

    /** The SDK has no operation for it in this version. */
    static TestStream placedByStream(KinesisExtension.Kinesis kinesis) {
        TestStream stream = kinesis.stream(1);
        String arn = Await.result(kinesis.client().describeStreamSummary(request -> request.streamName(stream.name())))
                .streamDescriptionSummary()
                .streamARN();
        Await.result(kinesis.client()
                .updateStreamMode(request ->
                        request.streamARN(arn).streamModeDetails(mode -> mode.streamMode(StreamMode.ON_DEMAND))));
        HttpRequest request = HttpRequest.newBuilder(kinesis.service().endpoint())
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "Kinesis_20131202.UpdateStreamRecordDistributionStrategy")
                .header("X-Amz-Date", "20260304T050607Z")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=any/20260304/us-east-1/kinesis/aws4_request,"
                                + " SignedHeaders=host;x-amz-date, Signature=0123")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"StreamARN\":\"" + arn + "\",\"RecordDistributionStrategy\":\"AUTO\"}"))
                .build();
        try {
            var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return stream;
    }
}
