package dev.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ReceivedRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A worker goes on where the one before it made its last checkpoint. */
@ExtendWith(KinesisExtension.class)
class ResumeTest {

    private final TestStream stream;

    @TempDir
    private Path folder;

    ResumeTest(KinesisExtension.Kinesis kinesis) {
        this.stream = kinesis.stream(1);
    }

    @Test
    void checkpointInsideAnAggregateSplitsIt() {
        stream.put("key", "before");
        String number = stream.putTogether("key", "t0", "t1", "t2", "t3", "t4");
        stream.put("key", "behind");

        List<String> first = run(7, 2);
        assertThat(first).containsExactly("before", "t0", "t1", "t2", "t3", "t4", "behind");

        Recorder second = new Recorder();
        try (SingleProcessWorker worker = worker(second)) {
            worker.start();
            stream.put("key", "later");
            second.awaitTexts(5);
        }
        assertThat(second.texts()).containsExactly("t2", "t3", "t4", "behind", "later");
        assertThat(second.calls().get(0).input())
                .isEqualTo(new InitializationInput(
                        stream.name(), "shardId-000000000000", new ExtendedSequenceNumber(number, 1), null));
    }

    @Test
    void checkpointAtTheEndOfAnAggregateLeavesNothingOfIt() {
        stream.putTogether("key", "t0", "t1", "t2");
        assertThat(run(3, 2)).hasSize(3);
        stream.put("key", "behind");
        assertThat(run(1, 0)).containsExactly("behind");
    }

    @Test
    void withoutACheckpointEverythingComesAgain() {
        stream.putTogether("key", "t0", "t1");
        assertThat(run(2, -1)).containsExactly("t0", "t1");
        assertThat(run(2, -1)).containsExactly("t0", "t1");
    }

    @Test
    void checkpointByNumberAloneMeansTheFirstUserRecord() {
        stream.putTogether("key", "t0", "t1", "t2");
        Recorder recorder = new Recorder()
                .onRecords((shard, input) ->
                        input.checkpointer().checkpoint(input.records().get(0).sequenceNumber()));
        try (SingleProcessWorker worker = worker(recorder)) {
            worker.start();
            recorder.awaitTexts(3);
        }
        assertThat(run(2, 1)).containsExactly("t1", "t2");
    }

    @Test
    void checkpointOfShutdownCounts() {
        stream.putTogether("key", "t0", "t1");
        Recorder recorder =
                new Recorder().onShutdown((shard, input) -> input.checkpointer().checkpoint());
        try (SingleProcessWorker worker = worker(recorder)) {
            worker.start();
            recorder.awaitTexts(2);
        }
        stream.put("key", "behind");
        assertThat(run(1, 0)).containsExactly("behind");
    }

    @Test
    void whereverTheCheckpointLiesNothingIsLostAndNothingBeforeItComesAgain() {
        SplittableRandom random = Seed.random();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String[] texts = new String[random.nextInt(1, 6)];
            for (int j = 0; j < texts.length; j++) {
                texts[j] = i + "-" + j;
            }
            all.addAll(List.of(texts));
            if (random.nextBoolean()) {
                stream.putTogether("key", texts);
            } else {
                stream.put("key", texts);
            }
        }
        int from = 0;
        while (from < all.size()) {
            int step = random.nextInt(Math.min(10, all.size() - from));
            assertThat(run(all.size() - from, step)).isEqualTo(all.subList(from, all.size()));
            from += step + 1;
        }
    }

    /**
     * Runs a worker until so many records were delivered, and makes a checkpoint at the one with this index; none if
     * it is negative.
     */
    private List<String> run(int count, int checkpointIndex) {
        List<ReceivedRecord> delivered = new ArrayList<>();
        Recorder recorder = new Recorder().onRecords((shard, input) -> {
            delivered.addAll(input.records());
            if (checkpointIndex >= 0 && delivered.size() == count) {
                input.checkpointer().checkpoint(delivered.get(checkpointIndex));
            }
        });
        try (SingleProcessWorker worker = worker(recorder)) {
            worker.start();
            recorder.awaitTexts(count);
        }
        return recorder.texts();
    }

    private SingleProcessWorker worker(Recorder recorder) {
        return Workers.builder(stream, recorder).checkpointFolder(folder).build();
    }
}
