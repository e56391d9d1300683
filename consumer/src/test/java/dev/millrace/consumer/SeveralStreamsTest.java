package dev.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.processor.StartPosition;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One worker of more than one stream. */
@ExtendWith(KinesisExtension.class)
class SeveralStreamsTest {

    private final KinesisExtension.Kinesis kinesis;
    private final TestStream words;
    private final TestStream others;

    @TempDir
    private Path folder;

    SeveralStreamsTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
        this.words = kinesis.stream(2);
        this.others = kinesis.stream(1);
    }

    @Test
    void eachStreamHasItsOwnPositionAndCheckpoints() {
        words.put("key", "old word");
        others.put("key", "old other");
        Recorder first = new Recorder();
        first.onRecords((shard, input) -> input.checkpointer().checkpoint());
        try (SingleProcessWorker worker = worker(first)) {
            worker.start();
            words.put("key", "word");
            others.put("key", "other");
            first.awaitTexts(3);
        }
        assertThat(first.texts()).containsExactlyInAnyOrder("old word", "word", "other");

        words.put("key", "later word");
        others.put("key", "later other");
        Recorder second = new Recorder();
        try (SingleProcessWorker worker = worker(second)) {
            worker.start();
            second.awaitTexts(2);
        }
        assertThat(second.texts()).containsExactlyInAnyOrder("later word", "later other");
    }

    @Test
    void streamMayBeNamedByItsArn() {
        words.put("key", "word");
        String arn = Await.result(kinesis.client().describeStreamSummary(request -> request.streamName(words.name())))
                .streamDescriptionSummary()
                .streamARN();
        Recorder recorder = new Recorder();
        recorder.onRecords((shard, input) -> input.checkpointer().checkpoint());
        for (int round = 0; round < 2; round++) {
            try (SingleProcessWorker worker = Workers.builder(new TestStream(words.client(), arn), recorder)
                    .checkpointFolder(folder)
                    .build()) {
                worker.start();
                words.put("key", "round " + round);
                recorder.awaitTexts(2 + round);
            }
        }
        assertThat(recorder.texts()).containsExactly("word", "round 0", "round 1");
    }

    private SingleProcessWorker worker(Recorder recorder) {
        return Workers.builder(words, recorder).stream(others.name(), StartPosition.latest())
                .checkpointFolder(folder)
                .build();
    }
}
