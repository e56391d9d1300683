package dev.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.processor.StartPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

@ExtendWith(KinesisExtension.class)
class WorkerSettingsTest {

    private final KinesisAsyncClient client;
    private final Recorder recorder = new Recorder();

    WorkerSettingsTest(KinesisExtension.Kinesis kinesis) {
        this.client = kinesis.client();
    }

    /** Every component is named here, so that a new setting and a changed default both break this test. */
    @Test
    void defaultsAreAsDocumented() {
        assertThat(builder().settings())
                .isEqualTo(new WorkerSettings(
                        client,
                        "words",
                        recorder,
                        null,
                        StartPosition.trimHorizon(),
                        FailurePolicy.stopWorker(),
                        Duration.ofMillis(200),
                        10_000,
                        10,
                        Math.max(4, Runtime.getRuntime().availableProcessors()),
                        false));
        assertThat(Arrays.stream(WorkerSettings.class.getRecordComponents()).map(component -> component.getName()))
                .containsExactly(
                        "client",
                        "stream",
                        "factory",
                        "checkpointFolder",
                        "startPosition",
                        "failurePolicy",
                        "pollInterval",
                        "maxRecords",
                        "maxAttempts",
                        "threads",
                        "reset");
    }

    @Test
    void everySettingArrives() {
        WorkerSettings settings = new WorkerSettings(
                client,
                "words",
                recorder,
                Path.of("folder"),
                StartPosition.latest(),
                FailurePolicy.stopShard(),
                Duration.ofMillis(1),
                2,
                3,
                4,
                true);
        assertThat(builder()
                        .checkpointFolder(Path.of("folder"))
                        .startPosition(settings.startPosition())
                        .failurePolicy(settings.failurePolicy())
                        .pollInterval(settings.pollInterval())
                        .maxRecords(settings.maxRecords())
                        .maxAttempts(settings.maxAttempts())
                        .threads(settings.threads())
                        .reset(settings.reset())
                        .settings())
                .isEqualTo(settings);
    }

    @Test
    void valuesOutsideTheRangesAreRefusedWhenTheyAreSet() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().pollInterval(Duration.ofNanos(-1)))
                .withMessage("poll interval is negative: PT-0.000000001S");
        for (int count : new int[] {-1, 0, 10_001}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder().maxRecords(count))
                    .withMessage("maximum records out of range: " + count + " (allowed 1 to 10000)");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().maxAttempts(0))
                .withMessage("attempts out of range: 0 (at least 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().threads(0))
                .withMessage("threads out of range: 0 (at least 1)");
    }

    @Test
    void valuesAtTheEndsOfTheRangesAreAccepted() {
        assertThat(builder()
                        .pollInterval(Duration.ZERO)
                        .maxRecords(1)
                        .maxAttempts(1)
                        .threads(1)
                        .settings()
                        .maxRecords())
                .isEqualTo(1);
        assertThat(builder().maxRecords(10_000).settings().maxRecords()).isEqualTo(10_000);
    }

    @Test
    void readFailuresBackOffToTenSeconds() {
        Backoff backoff = new Backoff();
        long[] millis = new long[10];
        Arrays.setAll(millis, i -> backoff.next());
        assertThat(millis).containsExactly(100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000, 10_000);
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(100);
    }

    private SingleProcessWorker.Builder builder() {
        return SingleProcessWorker.builder(client, "words", recorder);
    }
}
