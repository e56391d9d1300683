package dev.millrace.producer.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.junit.KinesisStream;
import dev.millrace.local.junit.LocalKinesisExtension;
import dev.millrace.producer.Attempt;
import dev.millrace.producer.AttemptEvent;
import dev.millrace.producer.DeliveryEvent;
import dev.millrace.producer.MetricsProperties;
import dev.millrace.producer.Producer;
import dev.millrace.producer.PutFailedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

@Timeout(60)
@ExtendWith(LocalKinesisExtension.class)
class CloudWatchPublisherTest {

    private static final String FIRST_SHARD = "ShardId=shardId-000000000000";

    private final RecordingCloudWatch cloudWatch = new RecordingCloudWatch();
    private final CloudWatchPublisherBuilder builder = CloudWatchPublisher.builder(cloudWatch);

    @Test
    void everyMetricOfTheKplIsPublishedForARealProducer(
            KinesisAsyncClient client, @KinesisStream(shards = 2) String stream) {
        try (CloudWatchPublisher publisher = builder.build();
                Producer producer = Producer.builder(client).listener(publisher).build()) {
            producer.prepare(stream).join();
            for (int i = 0; i < 100; i++) {
                CompletableFuture<?> unused = producer.put(stream, "key-" + i, new byte[10]);
            }
            assertThat(producer.flush().isEmpty()).isTrue();
        }

        String name = "StreamName=" + stream;
        assertThat(cloudWatch.requests)
                .allSatisfy(request -> assertThat(request.namespace()).isEqualTo("KinesisProducerLibrary"));
        assertThat(cloudWatch.sum("UserRecordsReceived", name)).isEqualTo(100);
        assertThat(cloudWatch.sum("UserRecordsReceived")).isEqualTo(100);
        assertThat(cloudWatch.sum("UserRecordsPut")).isEqualTo(100);
        assertThat(cloudWatch.count("UserRecordsPut", name)).isEqualTo(100);
        assertThat(cloudWatch.sum("UserRecordsPut", name, FIRST_SHARD)).isBetween(1.0, 99.0);
        assertThat(cloudWatch.sum("UserRecordsDataPut")).isEqualTo(1_000);
        assertThat(cloudWatch.of("UserRecordsDataPut").get(0).statisticValues().maximum())
                .isEqualTo(10);
        assertThat(cloudWatch.sum("KinesisRecordsPut")).isBetween(2.0, 100.0);
        assertThat(cloudWatch.sum("KinesisRecordsDataPut")).isGreaterThan(1_000);
        assertThat(cloudWatch.sum("AllErrors")).isZero();
        assertThat(cloudWatch.count("AllErrors")).isEqualTo(cloudWatch.sum("KinesisRecordsPut"));
        assertThat(cloudWatch.count("RetriesPerRecord")).isEqualTo(100);
        assertThat(cloudWatch.count("BufferingTime")).isEqualTo(cloudWatch.sum("KinesisRecordsPut"));
        assertThat(cloudWatch.count("RequestTime")).isPositive();
        assertThat(cloudWatch.sum("UserRecordsPerKinesisRecord")).isEqualTo(100);
        assertThat(cloudWatch.sum("KinesisRecordsPerPutRecordsRequest")).isEqualTo(cloudWatch.sum("KinesisRecordsPut"));
        assertThat(cloudWatch.sum("UserRecordsPerPutRecordsRequest")).isEqualTo(100);
        // A machine that is slow may be looked at while they are under way; behind close nothing is.
        assertThat(cloudWatch.of("UserRecordsPending").get(0).statisticValues().minimum())
                .isZero();
        assertThat(cloudWatch.count("UserRecordsPending", name)).isPositive();
        assertThat(cloudWatch.of("BufferingTime").get(0).unit()).isEqualTo(StandardUnit.MILLISECONDS);
        assertThat(cloudWatch.metrics()).doesNotContainKeys("ErrorsByCode", "UserRecordExpired");
    }

    @Test
    void errorsAreToldApartByCodeAndTheAdditionalDimensionsStandWhereTheKplHasThem() {
        builder.dimension("Host", "h1", MetricsGranularity.GLOBAL).dimension("Team", "t1", MetricsGranularity.STREAM);
        try (CloudWatchPublisher publisher = builder.build()) {
            publisher.attemptEnded(attempt("s", "shard-1", Attempt.Outcome.REFUSED, "Throttled"));
            publisher.attemptEnded(attempt("s", "shard-1", Attempt.Outcome.MISPLACED, "WrongShard"));
            publisher.deliveryEnded(
                    new DeliveryEvent("s", null, 10, 90, 3, Duration.ofSeconds(30), PutFailedException.Reason.EXPIRED));
        }

        assertThat(cloudWatch.sum("ErrorsByCode")).isEqualTo(2);
        assertThat(cloudWatch.sum("ErrorsByCode", "Host=h1")).isEqualTo(2);
        assertThat(cloudWatch.sum("ErrorsByCode", "Host=h1", "ErrorCode=Throttled"))
                .isEqualTo(1);
        assertThat(cloudWatch.sum("ErrorsByCode", "Host=h1", "ErrorCode=WrongShard", "StreamName=s"))
                .isEqualTo(1);
        assertThat(cloudWatch.sum(
                        "ErrorsByCode",
                        "Host=h1",
                        "ErrorCode=WrongShard",
                        "StreamName=s",
                        "Team=t1",
                        "ShardId=shard-1"))
                .isEqualTo(1);
        assertThat(cloudWatch.sum("AllErrors", "Host=h1", "StreamName=s")).isEqualTo(2);
        assertThat(cloudWatch.sum("KinesisRecordsPut")).isEqualTo(1);
        assertThat(cloudWatch.sum("UserRecordExpired", "Host=h1", "StreamName=s", "Team=t1"))
                .isEqualTo(10);
        assertThat(cloudWatch.count("UserRecordsPut")).isEqualTo(10);
        assertThat(cloudWatch.sum("UserRecordsPut")).isZero();
        assertThat(cloudWatch.sum("RetriesPerRecord")).isEqualTo(20);
    }

    @Test
    void twoStreamsOfTwoShardsAreSevenMetrics() {
        try (CloudWatchPublisher publisher = builder.build()) {
            storeInTwoStreamsOfTwoShards(publisher);
        }

        assertThat(cloudWatch.metrics()).containsEntry("KinesisRecordsPut", 7);
    }

    @Test
    void granularityAndLevelLeaveOut() {
        builder.granularity(MetricsGranularity.STREAM).level(MetricsLevel.SUMMARY);
        try (CloudWatchPublisher publisher = builder.build()) {
            storeInTwoStreamsOfTwoShards(publisher);
        }

        assertThat(cloudWatch.metrics())
                .containsEntry("KinesisRecordsPut", 3)
                .doesNotContainKeys("KinesisRecordsDataPut", "UserRecordsPerKinesisRecord");
    }

    @Test
    void settingsMayComeFromTheKplsProperties() {
        builder.properties(new MetricsProperties("summary", "stream", "Mine", Duration.ofSeconds(50), null));
        try (CloudWatchPublisher publisher = builder.build()) {
            storeInTwoStreamsOfTwoShards(publisher);
        }

        assertThat(cloudWatch.metrics())
                .containsEntry("KinesisRecordsPut", 3)
                .doesNotContainKeys("KinesisRecordsDataPut");
        assertThat(cloudWatch.requests)
                .allSatisfy(request -> assertThat(request.namespace()).isEqualTo("Mine"));
        assertThat(builder.uploadInterval).isEqualTo(Duration.ofSeconds(50));
    }

    @Test
    void withoutMetricsCloudWatchIsNeverCalled() {
        try (CloudWatchPublisher publisher = builder.level(MetricsLevel.NONE).build()) {
            storeInTwoStreamsOfTwoShards(publisher);
        }

        assertThat(cloudWatch.requests).isEmpty();
    }

    @Test
    void uploadsGoOnByThemselves() {
        CompletableFuture<Void> called = new CompletableFuture<>();
        cloudWatch.answer = () -> {
            called.complete(null);
            return RecordingCloudWatch.done();
        };
        try (CloudWatchPublisher publisher =
                builder.uploadInterval(Duration.ofMillis(5)).build()) {
            storeInTwoStreamsOfTwoShards(publisher);
            called.orTimeout(20, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void closingWaitsNoLongerThanItMayForACloudWatchThatIsSilent() {
        cloudWatch.answer = CompletableFuture::new;
        CloudWatchPublisher publisher = builder.build();
        storeInTwoStreamsOfTwoShards(publisher);
        long begin = System.nanoTime();

        publisher.close(Duration.ofMillis(50));
        publisher.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> builder.namespace("AWS/Kinesis")).hasMessageContaining("namespace out of range");
        assertThatThrownBy(() -> builder.uploadInterval(Duration.ofSeconds(61)))
                .hasMessage("upload interval out of range: PT1M1S (from PT0.001S to PT1M)");
        assertThatThrownBy(() -> builder.dimension("", "v", MetricsGranularity.GLOBAL))
                .hasMessageContaining("dimension name out of range: characters=0");
        assertThatThrownBy(() -> builder.maxKept(0)).hasMessageContaining("(at least 1)");
    }

    private static void storeInTwoStreamsOfTwoShards(CloudWatchPublisher publisher) {
        for (String stream : new String[] {"a", "b"}) {
            for (String shard : new String[] {"shard-0", "shard-1"}) {
                publisher.attemptEnded(attempt(stream, shard, Attempt.Outcome.STORED, null));
            }
        }
    }

    private static AttemptEvent attempt(
            String stream, String shardId, Attempt.Outcome outcome, @Nullable String errorCode) {
        return new AttemptEvent(
                stream, shardId, 10, 100, 1, Duration.ofMillis(100), Duration.ofMillis(5), outcome, errorCode);
    }
}
