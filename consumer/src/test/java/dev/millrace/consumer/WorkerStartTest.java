package dev.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.consumer.Recorder.Kind;
import dev.millrace.local.LocalKinesis;
import dev.millrace.processor.StreamRecreatedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

@ExtendWith(KinesisExtension.class)
class WorkerStartTest {

    private final KinesisExtension.Kinesis kinesis;

    @TempDir
    private Path folder;

    WorkerStartTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
    }

    @Test
    void unknownStreamIsToldByStartItself() {
        TestStream stream = new TestStream(kinesis.client(), "no-such-stream");
        try (SingleProcessWorker worker = worker(stream, new Recorder())) {
            assertThatThrownBy(worker::start).isInstanceOf(ResourceNotFoundException.class);
            stream.create(1);
            stream.put("key", "data");
            worker.start();
        }
    }

    @Test
    void secondWorkerInTheSameFolderIsRefusedUntilTheFirstIsClosed() {
        TestStream stream = kinesis.stream(1);
        Recorder recorder = new Recorder();
        try (SingleProcessWorker first = worker(stream, new Recorder());
                SingleProcessWorker second = worker(stream, recorder)) {
            first.start();
            assertThatIllegalStateException()
                    .isThrownBy(second::start)
                    .withMessage("checkpoint folder is in use by another worker: folder=" + folder
                            + " (every worker needs a folder of its own)");
            assertThat(first.close(Await.LIMIT)).isTrue();
            second.start();
            recorder.awaitCalls(Kind.INITIALIZE, 1);
        }
    }

    @Test
    void streamThatWasDeletedAndMadeAgainIsRefusedUntilItIsReset() {
        SettableClock clock = new SettableClock(Instant.parse("2026-03-04T05:06:07Z"));
        try (LocalKinesis service = LocalKinesis.builder().clock(clock).start();
                KinesisAsyncClient client =
                        KinesisExtension.Kinesis.clientBuilder(service).build()) {
            TestStream stream = TestStream.create(client, 1);
            stream.put("key", "old");
            run(stream, 1, false);
            stream.delete();
            clock.advance(Duration.ofSeconds(10));
            stream.create(1);
            stream.put("key", "new");

            try (SingleProcessWorker worker = worker(stream, new Recorder())) {
                assertThatThrownBy(worker::start)
                        .isInstanceOf(StreamRecreatedException.class)
                        .hasMessage("stream was deleted and made again since its checkpoints were stored: stream="
                                + stream.name() + " checkpointsOfStreamCreated=2026-03-04T05:06:07Z"
                                + " streamCreated=2026-03-04T05:06:17Z"
                                + " (to begin anew, reset the checkpoints of this stream)");
            }
            assertThat(run(stream, 1, true).texts()).containsExactly("new");
            stream.put("key", "newer");
            assertThat(run(stream, 1, false).texts()).containsExactly("newer");
        }
    }

    @Test
    void resetOfTheSameStreamBeginsAnew() {
        TestStream stream = kinesis.stream(1);
        stream.put("key", "a", "b");
        run(stream, 2, false);
        assertThat(run(stream, 2, true).texts()).containsExactly("a", "b");
    }

    @Test
    void streamsShareAFolderOneAfterTheOther() {
        TestStream one = kinesis.stream(1);
        TestStream other = kinesis.stream(1);
        one.put("key", "one");
        other.put("key", "other");
        assertThat(run(one, 1, false).texts()).containsExactly("one");
        assertThat(run(other, 1, true).texts()).containsExactly("other");
        one.put("key", "one more");
        assertThat(run(one, 1, false).texts()).containsExactly("one more");
    }

    @Test
    void withoutAFolderEveryWorkerBeginsAnew() {
        TestStream stream = kinesis.stream(1);
        stream.put("key", "a");
        for (int i = 0; i < 2; i++) {
            Recorder recorder = new Recorder()
                    .onRecords((shard, input) -> input.checkpointer().checkpoint());
            try (SingleProcessWorker worker = Workers.builder(stream, recorder).build()) {
                worker.start();
                recorder.awaitTexts(1);
            }
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void folderIsMadeIfItIsMissing() {
        TestStream stream = kinesis.stream(1);
        Path deep = folder.resolve("a").resolve("b");
        try (SingleProcessWorker worker =
                Workers.builder(stream, new Recorder()).checkpointFolder(deep).build()) {
            worker.start();
        }
        assertThat(Files.isDirectory(deep)).isTrue();
    }

    @Test
    void listOfShardsIsReadToItsLastPage() {
        TestStream stream = kinesis.stream(5);
        FaultyKinesis paged = new FaultyKinesis(kinesis.client())
                .onList(request -> kinesis.client()
                        .listShards(
                                request.nextToken() == null
                                        ? request.toBuilder().maxResults(2).build()
                                        : request));
        Recorder recorder = new Recorder();
        try (SingleProcessWorker worker =
                Workers.builder(new TestStream(paged, stream.name()), recorder).build()) {
            worker.start();
            recorder.awaitCalls(Kind.INITIALIZE, 5);
        }
    }

    /** Reads so many records and checkpoints them. */
    private Recorder run(TestStream stream, int count, boolean reset) {
        Recorder recorder =
                new Recorder().onRecords((shard, input) -> input.checkpointer().checkpoint());
        try (SingleProcessWorker worker = Workers.builder(stream, recorder)
                .checkpointFolder(folder)
                .reset(reset)
                .build()) {
            worker.start();
            recorder.awaitTexts(count);
        }
        return recorder;
    }

    private SingleProcessWorker worker(TestStream stream, Recorder recorder) {
        return Workers.builder(stream, recorder).checkpointFolder(folder).build();
    }
}
