package dev.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.consumer.source.Pace;
import dev.millrace.processor.CorruptPolicy;
import dev.millrace.processor.FailurePolicy;
import dev.millrace.processor.StartPosition;
import dev.millrace.processor.engine.EngineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
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
        WorkerSettings settings = builder().settings();
        assertThat(settings)
                .isEqualTo(new WorkerSettings(
                        client,
                        Map.of("words", StartPosition.trimHorizon()),
                        recorder,
                        new EngineSettings(
                                FailurePolicy.stopWorker(),
                                CorruptPolicy.deliver(),
                                10,
                                settings.engine().listener()),
                        new Pace(Duration.ofMillis(200), Duration.ofSeconds(1), 2 << 20),
                        10_000,
                        Runtime.getRuntime().maxMemory() / 4,
                        null,
                        false,
                        null,
                        Math.max(4, Runtime.getRuntime().availableProcessors()),
                        false));
        assertThat(Arrays.stream(WorkerSettings.class.getRecordComponents()).map(component -> component.getName()))
                .containsExactly(
                        "client",
                        "streams",
                        "factory",
                        "engine",
                        "pace",
                        "maxRecords",
                        "readAheadBytes",
                        "fanOutConsumer",
                        "deregister",
                        "checkpointFolder",
                        "threads",
                        "reset");
    }

    @Test
    void everySettingArrives() {
        WorkerSettings settings = builder().stream("others", StartPosition.trimHorizon())
                .startPosition(StartPosition.latest())
                .failurePolicy(FailurePolicy.stopShard())
                .corruptPolicy(CorruptPolicy.stopWorker())
                .maxAttempts(3)
                .pollInterval(Duration.ofMillis(1))
                .idlePollInterval(Duration.ofMillis(2))
                .bytesPerSecond(5)
                .maxRecords(2)
                .readAheadBytes(6)
                .fanOut("pushed")
                .deregisterOnClose(true)
                .checkpointFolder(Path.of("folder"))
                .threads(4)
                .reset(true)
                .settings();
        assertThat(settings)
                .isEqualTo(new WorkerSettings(
                        client,
                        Map.of("words", StartPosition.latest(), "others", StartPosition.trimHorizon()),
                        recorder,
                        new EngineSettings(
                                FailurePolicy.stopShard(),
                                CorruptPolicy.stopWorker(),
                                3,
                                settings.engine().listener()),
                        new Pace(Duration.ofMillis(1), Duration.ofMillis(2), 5),
                        2,
                        6,
                        "pushed",
                        true,
                        Path.of("folder"),
                        4,
                        true));
    }

    @Test
    void workerOfNoStreamIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> SingleProcessWorker.builder(client, recorder).build())
                .withMessage("no stream is named");
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

    private SingleProcessWorkerBuilder builder() {
        return SingleProcessWorker.builder(client, "words", recorder);
    }
}
