package dev.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.processor.ReceivedRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Splits and merges while records flow and are read. */
@ExtendWith(KinesisExtension.class)
class ReshardReadingTest {

    private static final int RESHARDS = 6;
    private static final int BATCHES = 49;
    private static final int BATCH = 50;
    private static final int AGGREGATES = 3;
    private static final int TOGETHER = 5;
    private static final int TOTAL = BATCHES * (BATCH + AGGREGATES * TOGETHER);

    private final KinesisExtension.Kinesis kinesis;
    private final SplittableRandom random = Seed.random();

    @TempDir
    private Path folder;

    ReshardReadingTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
    }

    @Test
    void everyRecordOnceAndParentsBeforeChildren() {
        TestStream stream = kinesis.stream(3);
        Recorder recorder =
                new Recorder().onRecords((shard, input) -> input.checkpointer().checkpoint());
        try (SingleProcessWorker worker = Workers.builder(stream, recorder)
                .checkpointFolder(folder)
                .maxRecords(30)
                .build()) {
            worker.start();
            fill(stream);
            recorder.awaitTexts(TOTAL);
            recorder.awaitCalls(Recorder.Kind.SHARD_ENDED, closedShards(stream));
        }
        assertThat(recorder.texts()).hasSize(TOTAL).doesNotHaveDuplicates();
        assertParentsBeforeChildren(recorder, stream);
        assertOrderInEveryShard(recorder);
        assertOrderOfEveryPlainKey(recorder);
    }

    @Test
    void streamThatWasReshapedBeforeIsReadFromItsBeginning() {
        TestStream stream = kinesis.stream(3);
        fill(stream);
        Recorder recorder = new Recorder();
        try (SingleProcessWorker worker = Workers.builder(stream, recorder).build()) {
            worker.start();
            recorder.awaitTexts(TOTAL);
            recorder.awaitCalls(Recorder.Kind.SHARD_ENDED, closedShards(stream));
        }
        assertThat(recorder.texts()).hasSize(TOTAL).doesNotHaveDuplicates();
        assertParentsBeforeChildren(recorder, stream);
        assertOrderOfEveryPlainKey(recorder);
    }

    /** Workers that are stopped at any moment lose nothing, and repeat nothing since they checkpoint every batch. */
    @Test
    void manyWorkersOneAfterTheOtherReadEveryRecordOnce() {
        TestStream stream = kinesis.stream(3);
        fill(stream);
        Recorder recorder =
                new Recorder().onRecords((shard, input) -> input.checkpointer().checkpoint());
        int limit = 0;
        while (recorder.texts().size() < TOTAL) {
            limit += TOTAL / 6;
            try (SingleProcessWorker worker = Workers.builder(stream, recorder)
                    .checkpointFolder(folder)
                    .maxRecords(100)
                    .build()) {
                worker.start();
                recorder.awaitTexts(Math.min(TOTAL, limit));
            }
        }
        assertThat(recorder.texts()).hasSize(TOTAL).doesNotHaveDuplicates();
        assertParentsBeforeChildren(recorder, stream);
        assertOrderOfEveryPlainKey(recorder);
    }

    private void fill(TestStream stream) {
        int part = BATCHES / (RESHARDS + 1);
        for (int batch = 0; batch < BATCHES; batch++) {
            if (batch > 0 && batch % part == 0 && batch / part <= RESHARDS) {
                reshard(stream, batch / part);
            }
            putBatch(stream, batch);
        }
    }

    private void reshard(TestStream stream, int round) {
        List<Shard> open = stream.openShards();
        if (round % 2 == 1) {
            stream.split(open.get(random.nextInt(open.size())));
        } else {
            int first = random.nextInt(open.size() - 1);
            stream.merge(open.get(first), open.get(first + 1));
        }
    }

    /** Plain records whose texts ascend by key, and some aggregated ones. */
    private void putBatch(TestStream stream, int batch) {
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            String text = "plain-%06d".formatted(batch * BATCH + i);
            entries.add(PutRecordsRequestEntry.builder()
                    .partitionKey("plain-" + random.nextInt(40))
                    .data(SdkBytes.fromUtf8String(text))
                    .build());
        }
        assertThat(Await.result(stream.client()
                                .putRecords(request ->
                                        request.streamName(stream.name()).records(entries)))
                        .failedRecordCount())
                .isZero();
        for (int i = 0; i < AGGREGATES; i++) {
            String[] texts = new String[TOGETHER];
            for (int j = 0; j < TOGETHER; j++) {
                texts[j] = "together-" + batch + "-" + i + "-" + j;
            }
            stream.putTogether("together-" + random.nextInt(1_000), texts);
        }
    }

    private static int closedShards(TestStream stream) {
        return stream.shards().size() - stream.openShards().size();
    }

    private static void assertParentsBeforeChildren(Recorder recorder, TestStream stream) {
        Map<String, Integer> ends = new HashMap<>();
        Map<String, Integer> begins = new HashMap<>();
        List<Recorder.Call> calls = recorder.calls();
        for (int i = 0; i < calls.size(); i++) {
            Recorder.Call call = calls.get(i);
            if (call.kind() == Recorder.Kind.SHARD_ENDED) {
                assertThat(ends.put(call.shardId(), i)).as("ended twice").isNull();
            } else {
                begins.putIfAbsent(call.shardId(), i);
            }
        }
        for (Shard shard : stream.shards()) {
            for (String parent : ShardTreeTest.parents(shard)) {
                assertThat(ends.get(parent))
                        .as("%s ended before %s began", parent, shard.shardId())
                        .isNotNull()
                        .isLessThan(begins.get(shard.shardId()));
            }
        }
    }

    private static void assertOrderInEveryShard(Recorder recorder) {
        Map<String, List<ReceivedRecord>> shards = new HashMap<>();
        recorder.calls()
                .forEach(call -> shards.computeIfAbsent(call.shardId(), id -> new ArrayList<>())
                        .addAll(call.records()));
        shards.values()
                .forEach(records -> assertThat(records.stream().map(ReceivedRecord::extendedSequenceNumber))
                        .isSorted());
    }

    private static void assertOrderOfEveryPlainKey(Recorder recorder) {
        Map<String, List<String>> keys = new HashMap<>();
        recorder.calls()
                .forEach(call -> call.records()
                        .forEach(record -> keys.computeIfAbsent(record.partitionKey(), key -> new ArrayList<>())
                                .add(Recorder.text(record))));
        keys.forEach((key, texts) -> {
            if (key.startsWith("plain")) {
                assertThat(texts).as(key).isSorted();
            }
        });
    }
}
