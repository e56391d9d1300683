package dev.millrace.processor.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.processor.BatchEvent;
import dev.millrace.processor.CheckpointEvent;
import dev.millrace.processor.CorruptRecordException;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.KinesisRecord;
import dev.millrace.processor.ReadEvent;
import dev.millrace.processor.ShutdownException;
import dev.millrace.processor.StopReason;
import dev.millrace.processor.ThrottlingException;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MicrometerWorkerListenerTest {

    private static final String PREFIX = "millrace.processor.";
    private static final ExtendedSequenceNumber PLACE = new ExtendedSequenceNumber("12345", 0);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerWorkerListener listener =
            MicrometerWorkerListener.builder(registry).build();

    @Test
    void readsAndBatchesAreCountedByStream() {
        start(listener, "s", "a", "b");
        listener.readEnded(read("s", "a", 3, 300, 7_000, null));
        listener.readEnded(read("s", "b", 2, 200, 0, null));
        listener.batchEnded(batch("s", "a", 30, 1, 7_000, null));
        listener.batchEnded(batch("s", "b", 20, 1, 0, null));

        assertThat(counter("kinesis.records.read", "stream", "s")).isEqualTo(5);
        assertThat(counter("kinesis.records.read.bytes", "stream", "s")).isEqualTo(500);
        assertThat(counter("user.records.processed", "stream", "s")).isEqualTo(50);
        assertThat(registry.get(PREFIX + "user.records.per.batch").summary().max())
                .isEqualTo(30);
        assertThat(timed("read", "stream", "s", "error", "none")).isEqualTo(2);
        assertThat(timed("batch", "stream", "s", "error", "none")).isEqualTo(2);
        assertThat(registry.get(PREFIX + "batch").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(10);
        assertThat(registry.getMeters())
                .filteredOn(meter -> meter.getId().getTag("shard") != null)
                .extracting(meter -> meter.getId().getName())
                .containsExactly(PREFIX + "millis.behind.latest", PREFIX + "millis.behind.latest");
    }

    @Test
    void failuresAreCountedByTheirClass() {
        start(listener, "s", "a");
        listener.readEnded(read("s", "a", 0, 0, 0, new IOException("gone")));
        listener.batchEnded(batch("s", "a", 10, 1, 0, new IllegalStateException("first")));
        listener.batchEnded(batch("s", "a", 10, 2, 0, new IllegalStateException("again") {}));
        listener.checkpointEnded(checkpoint(false, null));
        listener.checkpointEnded(checkpoint(true, null));
        listener.checkpointEnded(checkpoint(false, new ThrottlingException("slow", null)));
        listener.checkpointEnded(checkpoint(false, new ShutdownException("lost")));

        assertThat(timed("read", "error", "IOException")).isEqualTo(1);
        assertThat(timed("batch", "error", "IllegalStateException")).isEqualTo(2);
        assertThat(timed("checkpoint", "error", "none", "prepared", "false")).isEqualTo(1);
        assertThat(timed("checkpoint", "error", "none", "prepared", "true")).isEqualTo(1);
        assertThat(timed("checkpoint", "error", "ThrottlingException")).isEqualTo(1);
        assertThat(timed("checkpoint", "error", "ShutdownException")).isEqualTo(1);
        assertThat(counter("user.records.processed")).isZero();
        assertThat(registry.find(PREFIX + "kinesis.records.read").counter()).isNull();
    }

    @Test
    void recordsBeforeACheckpointInsideAFailedBatchAreProcessed() {
        start(listener, "s", "a");
        listener.batchEnded(batch("s", "a", 100, 1, 0, new IOException()));
        listener.batchEnded(batch("s", "a", 40, 2, 0, new IOException()));
        assertThat(counter("user.records.processed")).isEqualTo(60);
        listener.batchEnded(batch("s", "a", 40, 3, 0, null));
        assertThat(counter("user.records.processed")).isEqualTo(100);
        listener.batchEnded(batch("s", "a", 5, 1, 0, null));

        assertThat(counter("user.records.processed")).isEqualTo(105);
        assertThat(registry.get(PREFIX + "user.records.per.batch").summary().totalAmount())
                .isEqualTo(105);
    }

    @Test
    void corruptRecordsAreCounted() {
        ByteBuffer aggregateWithoutEnd =
                ByteBuffer.wrap(new byte[] {(byte) 0xf3, (byte) 0x89, (byte) 0x9a, (byte) 0xc2});
        KinesisRecord record = new KinesisRecord("1", "key", Instant.EPOCH, aggregateWithoutEnd);
        start(listener, "s", "a");
        assertThat(counter("kinesis.records.corrupt", "stream", "s")).isZero();
        listener.corruptRecord("s", "a", record.open().get(0));
        listener.batchEnded(batch(
                "s", "a", 1, 1, 0, new CorruptRecordException("a", record.open().get(0))));

        assertThat(counter("kinesis.records.corrupt", "stream", "s")).isEqualTo(1);
        assertThat(timed("batch", "error", "CorruptRecordException")).isEqualTo(1);
    }

    @Test
    void shardsAreCountedAsTheyComeAndGo() {
        start(listener, "s", "a", "b", "c");
        start(listener, "t", "a");
        assertThat(held("s")).isEqualTo(3);
        listener.shardStopped("s", "a", StopReason.SHARD_END);
        listener.shardStopped("s", "b", StopReason.LEASE_LOST);

        assertThat(held("s")).isEqualTo(1);
        assertThat(held("t")).isEqualTo(1);
        assertThat(counter("shards.started", "stream", "s")).isEqualTo(3);
        assertThat(counter("shards.stopped", "stream", "s", "reason", "shard_end"))
                .isEqualTo(1);
        assertThat(counter("shards.stopped", "stream", "s", "reason", "lease_lost"))
                .isEqualTo(1);
    }

    @Test
    void shardThatGoesFromOneWorkerOfTheListenerToAnotherStays() {
        start(listener, "s", "a");
        start(listener, "s", "a");
        listener.batchEnded(batch("s", "a", 1, 1, 5_000, null));
        listener.shardStopped("s", "a", StopReason.LEASE_LOST);
        assertThat(held("s")).isEqualTo(1);
        assertThat(gauges()).hasSize(1);

        listener.shardStopped("s", "a", StopReason.SHUTDOWN);
        assertThat(held("s")).isZero();
        assertThat(gauges()).isEmpty();
    }

    @Test
    void whatComesBehindAShardsEndMakesNoGauge() {
        start(listener, "s", "a");
        listener.shardStopped("s", "a", StopReason.SHUTDOWN);
        listener.readEnded(read("s", "a", 1, 10, 5_000, null));
        listener.batchEnded(batch("s", "a", 7, 1, 5_000, null));

        assertThat(gauges()).isEmpty();
        assertThat(counter("kinesis.records.read", "stream", "s")).isEqualTo(1);
        assertThat(counter("user.records.processed", "stream", "s")).isEqualTo(7);
    }

    @Test
    void metersOfShardsAreNoMoreThanShardsHeldHoweverManyThereWere() {
        MicrometerWorkerListener byShard = MicrometerWorkerListener.builder(registry)
                .tags(Tags.of("worker", "one"))
                .shardTag(true)
                .build();
        for (int i = 0; i < 1_000; i++) {
            String shard = "shard-" + i;
            start(byShard, "s", shard);
            tellEverything(byShard, shard);
            assertThat(counter("user.records.processed", "shard", shard)).isEqualTo(10);
            byShard.shardStopped("s", shard, StopReason.SHARD_END);
            tellEverything(byShard, shard);
        }
        start(byShard, "s", "last");
        tellEverything(byShard, "last");

        assertThat(registry.getMeters())
                .hasSizeLessThan(30)
                .allSatisfy(meter -> assertThat(meter.getId().getTag("worker")).isEqualTo("one"));
        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getTag("shard"))
                .containsOnly("last", "none", null);
        assertThat(counter("user.records.processed", "shard", "none")).isEqualTo(10_000);
        assertThat(counter("shards.started", "stream", "s")).isEqualTo(1_001);
    }

    @Test
    void classesOfFailuresAreBounded() {
        MicrometerWorkerListener small =
                MicrometerWorkerListener.builder(registry).maxErrors(2).build();
        start(small, "s", "a");
        List<Exception> failures = List.of(
                new IOException(),
                new IllegalStateException(),
                new UnsupportedOperationException(),
                new IOException(),
                new ArithmeticException());
        failures.forEach(failure -> small.readEnded(read("s", "a", 0, 0, 0, failure)));
        small.readEnded(read("s", "a", 0, 0, 0, null));

        assertThat(timed("read", "error", "IOException")).isEqualTo(2);
        assertThat(timed("read", "error", "other")).isEqualTo(2);
        assertThat(registry.find(PREFIX + "read").timers())
                .extracting(timer -> timer.getId().getTag("error"))
                .containsExactlyInAnyOrder("none", "IOException", "IllegalStateException", "other");
    }

    @Test
    void limitsAreChecked() {
        assertThatThrownBy(() -> MicrometerWorkerListener.builder(registry).maxErrors(0))
                .hasMessage("maximum of errors out of range: 0 (at least 1)");
    }

    private static void start(MicrometerWorkerListener listener, String stream, String... shards) {
        for (String shard : shards) {
            listener.shardStarted(stream, shard, ExtendedSequenceNumber.TRIM_HORIZON);
        }
    }

    private static void tellEverything(MicrometerWorkerListener listener, String shard) {
        listener.readEnded(read("s", shard, 1, 10, 5_000, null));
        listener.readEnded(read("s", shard, 0, 0, 0, new IOException()));
        listener.batchEnded(batch("s", shard, 10, 1, 5_000, null));
        listener.checkpointEnded(new CheckpointEvent("s", shard, PLACE, false, Duration.ZERO, null));
    }

    private double held(String stream) {
        return registry.get(StreamMeters.HELD).tags("stream", stream).gauge().value();
    }

    private List<Meter> gauges() {
        return List.copyOf(registry.find(HeldShard.LAG).meters());
    }

    private double counter(String name, String... tags) {
        return registry.get(PREFIX + name).tags(tags).counter().count();
    }

    private long timed(String name, String... tags) {
        return registry.get(PREFIX + name).tags(tags).timer().count();
    }

    private static ReadEvent read(
            String stream, String shard, int records, long bytes, long behind, @Nullable Throwable failure) {
        return new ReadEvent(stream, shard, records, bytes, behind, Duration.ofMillis(20), failure);
    }

    private static BatchEvent batch(
            String stream, String shard, int records, int attempt, long behind, @Nullable Throwable failure) {
        return new BatchEvent(stream, shard, records, attempt, behind, Duration.ofMillis(5), failure);
    }

    private static CheckpointEvent checkpoint(boolean prepared, @Nullable Throwable failure) {
        return new CheckpointEvent("s", "a", PLACE, prepared, Duration.ofMillis(2), failure);
    }
}
