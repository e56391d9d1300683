package dev.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.consumer.Recorder.Kind;
import dev.millrace.processor.StartPosition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.Consumer;

/** Records that are pushed, with SubscribeToShard. */
@ExtendWith(KinesisExtension.class)
class FanOutTest {

    private static final String NAME = "pushed";

    private final KinesisExtension.Kinesis kinesis;
    private final Recorder recorder = new Recorder();

    FanOutTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
    }

    @Test
    void everyRecordOnceThroughASplitAndAMerge() {
        TestStream stream = kinesis.stream(1);
        List<String> expected = new ArrayList<>();
        try (SingleProcessWorker worker =
                Workers.builder(stream, recorder).fanOut(NAME).build()) {
            put(stream, expected, "before");
            worker.start();
            stream.split(stream.openShards().get(0));
            put(stream, expected, "split");
            recorder.awaitCalls(Kind.SHARD_ENDED, 1);
            recorder.awaitTexts(expected.size());
            stream.merge(stream.openShards().get(0), stream.openShards().get(1));
            put(stream, expected, "merged");
            recorder.awaitCalls(Kind.SHARD_ENDED, 3);
            recorder.awaitTexts(expected.size());
        }
        assertThat(recorder.texts()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void workerGoesOnInsideAnAggregate(@TempDir Path folder) {
        TestStream stream = kinesis.stream(1);
        stream.putTogether("key", "t0", "t1", "t2");
        stream.put("key", "behind");
        recorder.onRecords((shard, input) ->
                input.checkpointer().checkpoint(input.records().get(1)));
        try (SingleProcessWorker worker = Workers.builder(stream, recorder)
                .fanOut(NAME)
                .checkpointFolder(folder)
                .build()) {
            worker.start();
            recorder.awaitTexts(1);
        }
        Recorder second = new Recorder();
        try (SingleProcessWorker worker = Workers.builder(stream, second)
                .fanOut(NAME)
                .checkpointFolder(folder)
                .build()) {
            worker.start();
            second.awaitTexts(2);
        }
        assertThat(second.texts()).containsExactly("t2", "behind");
    }

    @Test
    void subscriptionThatFailsIsRenewedBehindTheLastRecord() {
        TestStream stream = kinesis.stream(1);
        stream.put("key", "a", "b");
        AtomicInteger subscriptions = new AtomicInteger();
        FaultyKinesis faulty = new FaultyKinesis(kinesis.client());
        faulty.onSubscribe((request, handler) -> {
            if (subscriptions.incrementAndGet() == 1) {
                return CompletableFuture.failedFuture(SdkClientException.create("connection reset by the test"));
            }
            return kinesis.client().subscribeToShard(request, handler);
        });
        try (SingleProcessWorker worker = Workers.builder(new TestStream(faulty, stream.name()), recorder)
                .fanOut(NAME)
                .build()) {
            worker.start();
            recorder.awaitTexts(2);
            stream.put("key", "c");
            recorder.awaitTexts(3);
        }
        assertThat(recorder.texts()).containsExactly("a", "b", "c");
        assertThat(subscriptions.get()).isEqualTo(2);
    }

    /** Another subscriber of the same consumer ends ours; ours comes back and misses nothing. */
    @Test
    void subscriptionThatEndsIsRenewedBehindTheLastRecord() {
        TestStream stream = kinesis.stream(1);
        List<CompletableFuture<Void>> subscriptions = new ArrayList<>();
        FaultyKinesis watched = new FaultyKinesis(kinesis.client());
        watched.onSubscribe((request, handler) -> {
            CompletableFuture<Void> subscription = kinesis.client().subscribeToShard(request, handler);
            subscriptions.add(subscription);
            return subscription;
        });
        try (SingleProcessWorker worker = Workers.builder(new TestStream(watched, stream.name()), recorder)
                .fanOut(NAME)
                .build()) {
            worker.start();
            for (int i = 1; i <= 3; i++) {
                stream.put("key", "round " + i);
                recorder.awaitTexts(i);
                subscriptions.get(subscriptions.size() - 1).cancel(true);
            }
            stream.put("key", "last");
            recorder.awaitTexts(4);
        }
        assertThat(recorder.texts()).containsExactly("round 1", "round 2", "round 3", "last");
    }

    @Test
    void latestBeginsBehindWhatIsThere() {
        TestStream stream = kinesis.stream(1);
        try (SingleProcessWorker worker = Workers.builder(stream, recorder)
                .fanOut(NAME)
                .startPosition(StartPosition.latest())
                .build()) {
            worker.start();
            stream.put("key", "new");
            recorder.awaitTexts(1);
        }
        assertThat(recorder.texts()).containsExactly("new");
    }

    @Test
    void registeredConsumerStaysUnlessItIsToBeRemoved() {
        TestStream stream = kinesis.stream(1);
        for (boolean removed : new boolean[] {false, true}) {
            try (SingleProcessWorker worker = Workers.builder(stream, recorder)
                    .fanOut(NAME)
                    .deregisterOnClose(removed)
                    .build()) {
                worker.start();
                assertThat(consumers(stream)).containsExactly(NAME);
            }
            if (removed) {
                Await.until("the consumer is gone", () -> consumers(stream).isEmpty());
            } else {
                assertThat(consumers(stream)).containsExactly(NAME);
            }
        }
    }

    private List<String> consumers(TestStream stream) {
        String arn = Await.result(kinesis.client().describeStreamSummary(request -> request.streamName(stream.name())))
                .streamDescriptionSummary()
                .streamARN();
        return Await.result(kinesis.client().listStreamConsumers(request -> request.streamARN(arn)))
                .consumers()
                .stream()
                .map(Consumer::consumerName)
                .toList();
    }

    private static void put(TestStream stream, List<String> expected, String what) {
        for (int i = 0; i < 20; i++) {
            stream.put("key-" + i, what + i);
            expected.add(what + i);
        }
    }
}
