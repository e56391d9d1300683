package dev.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.consumer.Recorder.Kind;
import dev.millrace.processor.StartPosition;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Positions that are moments mean the same to every later worker, also if the first one never made a checkpoint. */
@ExtendWith(KinesisExtension.class)
class StartPositionTest {

    /** Beyond the precision in which the service tells its time. */
    private static final long LONG_AGO_MILLIS = 1_100;

    private final TestStream stream;

    @TempDir
    private Path folder;

    StartPositionTest(KinesisExtension.Kinesis kinesis) {
        this.stream = kinesis.stream(2);
    }

    @Test
    void latestMeansTheMomentOfTheFirstStart() {
        stream.put("key", "old");
        Recorder first = new Recorder();
        try (SingleProcessWorker worker = worker(first, StartPosition.latest())) {
            worker.start();
            stream.put("key", "new");
            first.awaitTexts(1);
        }
        assertThat(first.texts()).containsExactly("new");
    }

    /** Without a checkpoint a second before it may be repeated: so exactly the service's clock is known. */
    @Test
    void latestOfAWorkerThatMadeNoCheckpointIsStillThatMoment() {
        stream.put("key", "old");
        Await.laterMillis(LONG_AGO_MILLIS);
        Recorder first = new Recorder();
        try (SingleProcessWorker worker = worker(first, StartPosition.latest())) {
            worker.start();
            first.awaitCalls(Kind.INITIALIZE, 2);
        }
        assertThat(first.texts()).isEmpty();
        stream.put("key", "between");
        stream.put("other key", "between too");

        Recorder second = new Recorder();
        try (SingleProcessWorker worker = worker(second, StartPosition.latest())) {
            worker.start();
            second.awaitTexts(2);
        }
        assertThat(second.texts()).containsExactlyInAnyOrder("between", "between too");
    }

    @Test
    void recordsPutRightBehindTheStartAreDelivered() {
        Recorder recorder = new Recorder();
        try (SingleProcessWorker worker = worker(recorder, StartPosition.latest())) {
            worker.start();
            stream.put("key", "new");
            recorder.awaitTexts(1);
        }
        assertThat(recorder.texts()).containsExactly("new");
    }

    @Test
    void latestOfAStreamThatWasReshapedLeavesItsPastAlone() {
        stream.put("key", "old");
        stream.split(stream.openShards().get(0));
        stream.merge(stream.openShards().get(1), stream.openShards().get(2));
        Recorder recorder = new Recorder();
        try (SingleProcessWorker worker = worker(recorder, StartPosition.latest())) {
            worker.start();
            recorder.awaitCalls(Kind.INITIALIZE, 2);
            stream.put("key", "new");
            stream.split(stream.openShards().get(1));
            recorder.awaitCalls(Kind.INITIALIZE, 4);
            stream.put("key", "newer");
            recorder.awaitTexts(2);
        }
        assertThat(recorder.texts()).containsExactly("new", "newer");
    }

    @Test
    void momentSurvivesAWorkerWithoutACheckpoint() {
        stream.put("key", "before");
        Await.laterMillis(5);
        Instant moment = Instant.now();
        stream.put("key", "behind");

        for (int i = 0; i < 2; i++) {
            Recorder recorder = new Recorder();
            try (SingleProcessWorker worker = worker(recorder, StartPosition.atTimestamp(moment))) {
                worker.start();
                recorder.awaitTexts(1);
            }
            assertThat(recorder.texts()).containsExactly("behind");
        }
    }

    @Test
    void startPositionOfALaterWorkerIsNotAskedFor() {
        stream.put("key", "before");
        Recorder first = new Recorder();
        try (SingleProcessWorker worker = worker(first, StartPosition.trimHorizon())) {
            worker.start();
            first.awaitTexts(1);
        }
        Recorder second = new Recorder();
        try (SingleProcessWorker worker = worker(second, StartPosition.latest())) {
            worker.start();
            second.awaitTexts(1);
        }
        assertThat(second.texts()).containsExactly("before");
    }

    @Test
    void momentInTheMiddleOfReshardsBeginsInTheShardsOfThatMoment() {
        stream.put("key", "before");
        stream.split(stream.openShards().get(0));
        Await.laterMillis(5);
        Instant moment = Instant.now();
        Await.laterMillis(5);
        for (int i = 0; i < 20; i++) {
            stream.put("key-" + i, "parent-" + i);
        }
        stream.merge(stream.openShards().get(0), stream.openShards().get(1));
        for (int i = 0; i < 20; i++) {
            stream.put("key-" + i, "child-" + i);
        }
        Recorder recorder = new Recorder();
        try (SingleProcessWorker worker = worker(recorder, StartPosition.atTimestamp(moment))) {
            worker.start();
            recorder.awaitTexts(40);
        }
        assertThat(recorder.texts()).hasSize(40).doesNotHaveDuplicates().doesNotContain("before");
        assertThat(recorder.calls(Kind.INITIALIZE)).hasSize(4);
    }

    private SingleProcessWorker worker(Recorder recorder, StartPosition start) {
        return Workers.builder(stream, recorder)
                .checkpointFolder(folder)
                .startPosition(start)
                .build();
    }
}
