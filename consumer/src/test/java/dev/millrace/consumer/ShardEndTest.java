package dev.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.consumer.Recorder.Kind;
import dev.millrace.consumer.checkpoint.FolderCheckpointStore;
import dev.millrace.consumer.checkpoint.StoredPosition;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesis.model.Shard;

@ExtendWith(KinesisExtension.class)
class ShardEndTest {

    private static final String PARENT = "shardId-000000000000";

    private final KinesisExtension.Kinesis kinesis;

    @TempDir
    private Path folder;

    ShardEndTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
    }

    @Test
    void shardEndedThatThrowsIsCalledAgainAndTheChildrenWait() {
        TestStream stream = splitStream();
        AtomicInteger failures = new AtomicInteger();
        Recorder recorder = new Recorder().onShardEnded((shard, input) -> {
            if (failures.getAndIncrement() < 2) {
                throw new IllegalStateException("thrown by the test");
            }
        });
        try (SingleProcessWorker worker = Workers.builder(stream, recorder).build()) {
            worker.start();
            recorder.awaitTexts(3);
        }
        assertThat(recorder.calls())
                .extracting(Recorder.Call::kind)
                .startsWith(
                        Kind.INITIALIZE,
                        Kind.RECORDS,
                        Kind.SHARD_ENDED,
                        Kind.SHARD_ENDED,
                        Kind.SHARD_ENDED,
                        Kind.INITIALIZE);
        assertThat(recorder.calls().subList(0, 5))
                .extracting(Recorder.Call::shardId)
                .containsOnly(PARENT);
        assertThat(recorder.texts()).startsWith("parent").contains("left", "right");
    }

    @Test
    void endedShardIsNotReadAgainByTheNextWorker() {
        TestStream stream = splitStream();
        Recorder first = new Recorder();
        try (SingleProcessWorker worker = worker(stream, first)) {
            worker.start();
            first.awaitTexts(3);
        }
        Recorder second = new Recorder();
        try (SingleProcessWorker worker = worker(stream, second)) {
            worker.start();
            second.awaitTexts(2);
        }
        assertThat(second.texts()).containsExactlyInAnyOrder("left", "right");
        assertThat(second.calls(Kind.INITIALIZE))
                .extracting(Recorder.Call::shardId)
                .doesNotContain(PARENT)
                .hasSize(2);
    }

    @Test
    void endThatWasNotAcknowledgedIsToldToTheNextWorkerAgain() {
        TestStream stream = splitStream();
        Recorder first = new Recorder()
                .onRecords((shard, input) -> input.checkpointer().checkpoint())
                .onShardEnded((shard, input) -> {
                    throw new IllegalStateException("thrown by the test");
                });
        try (SingleProcessWorker worker = worker(stream, first)) {
            worker.start();
            first.awaitCalls(Kind.SHARD_ENDED, 1);
        }
        assertThat(first.texts()).containsExactly("parent");

        Recorder second = new Recorder();
        try (SingleProcessWorker worker = worker(stream, second)) {
            worker.start();
            second.awaitTexts(2);
        }
        assertThat(second.texts()).containsExactlyInAnyOrder("left", "right");
        assertThat(second.calls())
                .extracting(Recorder.Call::kind)
                .startsWith(Kind.INITIALIZE, Kind.SHARD_ENDED, Kind.INITIALIZE);
    }

    @Test
    void checkpointAtTheShardsEndIsAllowedAndNotNeeded() {
        TestStream stream = splitStream();
        Recorder recorder = new Recorder()
                .onShardEnded((shard, input) -> input.checkpointer().checkpoint());
        try (SingleProcessWorker worker = worker(stream, recorder)) {
            worker.start();
            recorder.awaitTexts(3);
        }
        try (FolderCheckpointStore store = FolderCheckpointStore.open(folder)) {
            assertThat(store.positions(stream.name())).containsEntry(PARENT, StoredPosition.SHARD_END);
        }
    }

    @Test
    void childOfAMergeWaitsForBothParents() {
        TestStream stream = kinesis.stream(2);
        List<Shard> parents = stream.openShards();
        stream.putInto(parents.get(0), "low");
        stream.putInto(parents.get(1), "high");
        stream.merge(parents.get(0), parents.get(1));
        stream.put("key", "merged");
        AtomicBoolean mayEnd = new AtomicBoolean();
        AtomicInteger refusals = new AtomicInteger();
        Recorder recorder = new Recorder().onShardEnded((shard, input) -> {
            if (shard.equals(parents.get(1).shardId()) && !mayEnd.get()) {
                refusals.incrementAndGet();
                throw new IllegalStateException("thrown by the test");
            }
        });
        try (SingleProcessWorker worker = worker(stream, recorder)) {
            worker.start();
            Await.until("one parent has ended, the other cannot", () -> refusals.get() >= 3);
            assertThat(recorder.texts()).containsExactlyInAnyOrder("low", "high");
            assertThat(recorder.calls(Kind.INITIALIZE)).hasSize(2);
            mayEnd.set(true);
            recorder.awaitTexts(3);
        }
        assertThat(recorder.texts()).endsWith("merged");
    }

    private SingleProcessWorker worker(TestStream stream, Recorder recorder) {
        return Workers.builder(stream, recorder).checkpointFolder(folder).build();
    }

    /** A shard with one record, and its two children with one each. */
    private TestStream splitStream() {
        TestStream stream = kinesis.stream(1);
        stream.put("key", "parent");
        stream.split(stream.openShards().get(0));
        stream.putInto(stream.openShards().get(0), "left");
        stream.putInto(stream.openShards().get(1), "right");
        return stream;
    }
}
