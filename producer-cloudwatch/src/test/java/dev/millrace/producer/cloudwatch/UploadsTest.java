package dev.millrace.producer.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

@Timeout(60)
class UploadsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final RecordingCloudWatch cloudWatch = new RecordingCloudWatch();
    private final Uploads uploads = new Uploads(cloudWatch, "space", 2_500);

    @Test
    void requestsKeepTheLimitOfTheirNumber() throws InterruptedException {
        uploads.send(data(0, 2_100, 10), TIMEOUT);

        assertThat(cloudWatch.requests)
                .extracting(request -> request.metricData().size())
                .containsExactly(1_000, 1_000, 100);
        assertThat(cloudWatch.stored).isEqualTo(data(0, 2_100, 10));
    }

    @Test
    void requestsKeepTheLimitOfTheirSize() throws InterruptedException {
        uploads.send(data(0, 1_000, 250), TIMEOUT);

        assertThat(cloudWatch.requests)
                .extracting(request -> request.metricData().size())
                .hasSizeGreaterThan(1)
                .allMatch(size -> size * (250 + 200) < Uploads.MAX_BYTES);
        assertThat(cloudWatch.stored).hasSize(1_000);
    }

    @Test
    void whatFailedGoesFirstTheNextTime() throws InterruptedException {
        cloudWatch.answer = () -> error("ThrottlingException", 400);
        uploads.send(data(0, 10, 10), TIMEOUT);
        assertThat(uploads.kept()).isEqualTo(10);

        cloudWatch.answer = RecordingCloudWatch::done;
        uploads.send(data(10, 5, 10), TIMEOUT);

        assertThat(cloudWatch.stored).isEqualTo(data(0, 15, 10));
        assertThat(uploads.kept()).isZero();
    }

    @Test
    void silenceIsAFailureToo() throws InterruptedException {
        cloudWatch.answer = CompletableFuture::new;
        uploads.send(data(0, 10, 10), Duration.ofMillis(5));

        assertThat(uploads.kept()).isEqualTo(10);
    }

    @Test
    void oldestAreGivenUpWhenTooManyWait() throws InterruptedException {
        cloudWatch.answer = () -> {
            throw new IllegalStateException("client is closed");
        };
        uploads.send(data(0, 2_000, 10), TIMEOUT);
        uploads.send(data(2_000, 1_000, 10), TIMEOUT);
        assertThat(uploads.kept()).isEqualTo(2_500);

        cloudWatch.answer = RecordingCloudWatch::done;
        uploads.send(List.of(), TIMEOUT);

        assertThat(cloudWatch.stored).isEqualTo(data(500, 2_500, 10));
    }

    @Test
    void whatIsInvalidDoesNotKeepTheOthersBack() throws InterruptedException {
        cloudWatch.answer = () ->
                cloudWatch.requests.size() == 1 ? error("InvalidParameterValue", 400) : RecordingCloudWatch.done();
        uploads.send(data(0, 1_100, 10), TIMEOUT);

        assertThat(cloudWatch.stored).isEqualTo(data(1_000, 100, 10));
        assertThat(uploads.kept()).isZero();
    }

    private static List<MetricDatum> data(int from, int count, int nameLength) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> MetricDatum.builder()
                        .metricName("m" + i)
                        .timestamp(Instant.EPOCH)
                        .value(1.0)
                        .dimensions(Dimension.builder()
                                .name("d")
                                .value("x".repeat(nameLength))
                                .build())
                        .build())
                .toList();
    }

    private static CompletableFuture<PutMetricDataResponse> error(String code, int status) {
        return CompletableFuture.failedFuture(CloudWatchException.builder()
                .message(code)
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build());
    }
}
