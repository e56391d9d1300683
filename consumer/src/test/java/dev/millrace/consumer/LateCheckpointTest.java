package dev.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.processor.Checkpointer;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.ShutdownException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints from other threads, behind the end of {@code processRecords}. */
@ExtendWith(KinesisExtension.class)
class LateCheckpointTest {

    private final TestStream stream;
    private final CompletableFuture<ProcessRecordsInput> input = new CompletableFuture<>();
    private final Recorder recorder = new Recorder().onRecords((shard, batch) -> input.complete(batch));

    @TempDir
    private Path folder;

    LateCheckpointTest(KinesisExtension.Kinesis kinesis) {
        this.stream = kinesis.stream(1);
        stream.putTogether("key", "t0", "t1", "t2", "t3");
    }

    @Test
    void checkpointOfAnotherThreadIsStored() {
        try (SingleProcessWorker worker = worker(recorder)) {
            worker.start();
            Checkpointer checkpointer = Await.result(input).checkpointer();
            ReceivedRecord second = Await.result(input).records().get(1);
            // A later batch was delivered meanwhile.
            stream.put("key", "later");
            recorder.awaitTexts(5);
            Await.result(CompletableFuture.runAsync(() -> checkpointer.checkpoint(second)));
            assertThatIllegalArgumentException().isThrownBy(() -> checkpointer.checkpoint(second.sequenceNumber(), 0));
        }
        assertThat(texts(3)).containsExactly("t2", "t3", "later");
    }

    @Test
    void checkpointerIsOfNoUseWhenTheWorkerIsClosed() {
        try (SingleProcessWorker worker = worker(recorder)) {
            worker.start();
            Await.result(input);
        }
        Checkpointer checkpointer = Await.result(input).checkpointer();
        assertThatThrownBy(checkpointer::checkpoint).isInstanceOf(ShutdownException.class);
        assertThatThrownBy(() ->
                        checkpointer.checkpoint(Await.result(input).records().get(0)))
                .isInstanceOf(ShutdownException.class);
        assertThat(texts(4)).containsExactly("t0", "t1", "t2", "t3");
    }

    private List<String> texts(int count) {
        Recorder second = new Recorder();
        try (SingleProcessWorker worker = worker(second)) {
            worker.start();
            second.awaitTexts(count);
        }
        return second.texts();
    }

    private SingleProcessWorker worker(Recorder processors) {
        return Workers.builder(stream, processors).checkpointFolder(folder).build();
    }
}
