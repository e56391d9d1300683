package dev.millrace.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordKind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;

/** Where the library loses records or stands still, and that this worker does not: each beside the bare library. */
@Timeout(120)
@ExtendWith(Services.Extension.class)
final class LibraryTrapsTest {

    private static final String PARENT = "shardId-000000000000";
    private static final String CHILD = "shardId-000000000001";

    /** Long enough for what the library would do, were it to do it. */
    private static final Duration WHILE = Duration.ofSeconds(3);

    @Test
    void libraryAloneSkipsABatchWhoseProcessorThrows(Services services) {
        String stream = services.newStream(1);
        services.put(stream, "first");
        AtomicInteger calls = new AtomicInteger();
        BareProcessor processor = new BareProcessor() {
            @Override
            public void processRecords(ProcessRecordsInput input) {
                if (calls.incrementAndGet() == 1) {
                    throw new IllegalStateException("the first batch fails");
                }
                super.processRecords(input);
            }
        };
        try (BareKcl bare = BareKcl.start(services, stream, BareKcl.each(processor))) {
            Await.until("a failed batch", () -> calls.get() == 1);
            services.put(stream, "second");
            Await.until("the second record", () -> processor.texts().contains("second"));
            assertThat(bare.death()).isNull();
            assertThat(processor.texts()).containsExactly("second");
        }
    }

    @Test
    void batchWhoseProcessorThrowsIsRepeated(Services services) {
        String stream = services.newStream(1);
        services.put(stream, "first");
        AtomicInteger calls = new AtomicInteger();
        Recorder recorder = new Recorder().onRecords(input -> {
            if (calls.incrementAndGet() < 3) {
                throw new IllegalStateException("the first two calls fail");
            }
            input.checkpointer().checkpoint();
        });
        try (KclWorker worker = services.worker(stream, recorder).build()) {
            worker.start();
            Await.until("a failed batch", () -> calls.get() >= 1);
            services.put(stream, "second");
            Await.until("the second record", () -> recorder.texts().contains("second"));
            assertThat(recorder.texts()).containsExactly("first", "first", "first", "second");
        }
    }

    @Test
    void libraryAloneDropsAnAggregateThatReachesOutOfItsShard(Services services) {
        String stream = services.newStream(2);
        putAcrossShards(services, stream);
        BareProcessor processor = new BareProcessor();
        try (BareKcl bare = BareKcl.start(services, stream, BareKcl.each(processor))) {
            Await.until("the last record", () -> processor.texts().contains("last"));
            assertThat(bare.death()).isNull();
            assertThat(processor.texts()).containsExactly("last");
        }
    }

    @Test
    void aggregateThatReachesOutOfItsShardIsDelivered(Services services) {
        String stream = services.newStream(2);
        putAcrossShards(services, stream);
        Recorder recorder = new Recorder();
        try (KclWorker worker = services.worker(stream, recorder).build()) {
            worker.start();
            Await.until("the last record", () -> recorder.texts().contains("last"));
            assertThat(recorder.texts()).containsExactly("here", "elsewhere", "last");
        }
    }

    private static void putAcrossShards(Services services, String stream) {
        ByteBuffer aggregate = Aggregates.of("here@0", "elsewhere@" + Aggregates.UPPER);
        services.put(stream, aggregate, "0");
        services.put(stream, "last");
    }

    @Test
    void libraryAloneDiesOfAnAggregateWithABadTableIndex(Services services) {
        String stream = services.newStream(1);
        services.put(stream, Aggregates.withBadTableIndex(), "0");
        BareProcessor processor = new BareProcessor();
        try (BareKcl bare = BareKcl.start(services, stream, BareKcl.each(processor))) {
            Await.until("the scheduler's death", () -> bare.death() != null);
            assertThat(bare.death()).isInstanceOf(NoClassDefFoundError.class);
        }
    }

    @Test
    void aggregateWithABadTableIndexIsDeliveredAsCorrupt(Services services) {
        String stream = services.newStream(1);
        services.put(stream, Aggregates.withBadTableIndex(), "0");
        services.put(stream, "last");
        List<RecordKind> kinds = new CopyOnWriteArrayList<>();
        Recorder recorder = new Recorder()
                .onRecords(input ->
                        input.records().stream().map(ReceivedRecord::kind).forEach(kinds::add));
        try (KclWorker worker = services.worker(stream, recorder).build()) {
            worker.start();
            Await.until("both records", () -> kinds.size() == 2);
            assertThat(kinds).containsExactly(RecordKind.CORRUPT, RecordKind.PLAIN);
            assertThat(worker.termination()).isNotDone();
        }
    }

    @Test
    void libraryAloneNeverBeginsTheChildrenOfAShardWithoutCheckpointAtItsEnd(Services services) {
        String stream = services.newStream(1);
        BareProcessor processor = new BareProcessor() {
            @Override
            public void shardEnded(ShardEndedInput input) {
                shards().add("ended");
            }
        };
        services.split(stream);
        try (BareKcl bare = bareFromTheParent(services, stream, processor)) {
            Await.until(
                    "the end, told twice",
                    () -> processor.shards().stream().filter("ended"::equals).count() > 1);
            assertThat(Await.within(WHILE, () -> processor.shards().contains(CHILD)))
                    .isFalse();
            assertThat(bare.death()).isNull();
        }
    }

    @Test
    void childrenBeginAfterAShardWithoutCheckpointAtItsEnd(Services services) {
        String stream = services.newStream(1);
        services.put(stream, "first");
        services.split(stream);
        Recorder recorder = new Recorder().onRecords(input -> {});
        try (KclWorker worker = services.worker(stream, recorder).build()) {
            worker.start();
            Await.until("a child", () -> recorder.saw("initialize " + CHILD));
            assertThat(services.lease(stream, PARENT, "checkpoint")).isEqualTo("SHARD_END");
            assertThat(recorder.events())
                    .startsWith("initialize " + PARENT, "records " + PARENT, "shardEnded " + PARENT);
        }
    }

    @Test
    void libraryAloneEndsAShardWhoseProcessorThrowsAtItsEnd(Services services) {
        String stream = services.newStream(1);
        services.put(stream, "first");
        services.split(stream);
        AtomicInteger ends = new AtomicInteger();
        BareProcessor processor = new BareProcessor() {
            @Override
            public void shardEnded(ShardEndedInput input) {
                ends.incrementAndGet();
                checkpoint(input.checkpointer());
                throw new IllegalStateException("the last work fails");
            }
        };
        try (BareKcl bare = bareFromTheParent(services, stream, processor)) {
            Await.until("a child", () -> processor.shards().contains(CHILD));
            assertThat(ends).hasValue(1);
            assertThat(bare.death()).isNull();
        }
    }

    @Test
    void shardWhoseProcessorThrowsAtItsEndDoesNotEnd(Services services) {
        String stream = services.newStream(1);
        services.put(stream, "first");
        services.split(stream);
        AtomicInteger ends = new AtomicInteger();
        Recorder recorder = new Recorder().onRecords(input -> {}).onShardEnd(input -> {
            input.checkpointer().checkpoint();
            assertThat(services.lease(stream, PARENT, "checkpoint")).matches("[0-9]+");
            assertThat(recorderSawNoChild(services, stream)).isTrue();
            if (ends.incrementAndGet() < 3) {
                throw new IllegalStateException("the last work fails twice");
            }
        });
        try (KclWorker worker = services.worker(stream, recorder).build()) {
            worker.start();
            Await.until("a child", () -> recorder.saw("initialize " + CHILD));
            assertThat(ends).hasValue(3);
            assertThat(services.lease(stream, PARENT, "checkpoint")).isEqualTo("SHARD_END");
        }
    }

    /** Children's leases are there before the parent's end is told, but none of them has been read. */
    private static boolean recorderSawNoChild(Services services, String stream) {
        return "TRIM_HORIZON".equals(services.lease(stream, CHILD, "checkpoint"));
    }

    /** Its first lease is that of the shard that was split, as it is when the application is older than the split. */
    private static BareKcl bareFromTheParent(Services services, String stream, BareProcessor processor) {
        new LeaseTablePrimerTest.Primed(services, stream).leases();
        return BareKcl.start(services, stream, BareKcl.each(processor));
    }
}
