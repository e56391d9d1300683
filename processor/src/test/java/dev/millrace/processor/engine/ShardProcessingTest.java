package dev.millrace.processor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.processor.CorruptPolicy;
import dev.millrace.processor.CorruptRecordException;
import dev.millrace.processor.DeadLetters;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.FailurePolicy;
import dev.millrace.processor.GivenUpException;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.KinesisRecord;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordKind;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.ShardEndedInput;
import dev.millrace.processor.ShutdownException;
import dev.millrace.processor.ShutdownRequestedInput;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardProcessingTest {

    private static final ShardName SHARD = new ShardName("words", "shardId-000000000000");
    private final RuntimeException failure = new IllegalStateException("by the test");

    private final RecordedSink sink = new RecordedSink();
    private final RecordedListener listener = new RecordedListener();
    private final ShardCheckpointer checkpointer =
            new ShardCheckpointer(SHARD, sink, listener, ExtendedSequenceNumber.TRIM_HORIZON, false);
    private final List<List<String>> batches = new ArrayList<>();
    private FailurePolicy failurePolicy = FailurePolicy.stopWorker();
    private CorruptPolicy corruptPolicy = CorruptPolicy.deliver();

    @Test
    void failedBatchComesAgainWithoutWhatWasCheckpointed() {
        ShardProcessing processing = processing(input -> {
            note(input);
            if (batches.size() == 1) {
                input.checkpointer().checkpoint(input.records().get(1));
                throw failure;
            }
        });
        Batch batch = batch("1", "2", "3");
        assertThat(processing.process(batch)).isInstanceOf(Outcome.Again.class);
        assertThat(processing.process(batch)).isInstanceOf(Outcome.Done.class);
        assertThat(batches).containsExactly(List.of("1", "2", "3"), List.of("3"));
        assertThat(listener.batches()).extracting(event -> event.attempt()).containsExactly(1, 2);
        assertThat(listener.batches()).extracting(event -> event.failure()).containsExactly(failure, null);
    }

    @Test
    void batchThatIsCheckpointedAlreadyIsNotDelivered() {
        checkpointer.delivered(ExtendedSequenceNumber.of("3"));
        checkpointer.checkpoint();
        ShardProcessing processing = processing(this::note);
        assertThat(processing.process(batch("1", "2", "3"))).isInstanceOf(Outcome.Done.class);
        assertThat(processing.process(batch())).isInstanceOf(Outcome.Done.class);
        assertThat(batches).isEmpty();
    }

    @Test
    void lastFailureStopsTheWorkerOrTheShard() {
        assertThat(exhausted()).isEqualTo(new Outcome.StopWorker(failure));
        failurePolicy = FailurePolicy.stopShard();
        assertThat(exhausted()).isEqualTo(new Outcome.StopShard(failure));
    }

    @Test
    void processorThatGivesUpIsNotCalledAgain() {
        GivenUpException enough = new GivenUpException("by the test", null);
        RecordProcessor processor = new RecordProcessor() {
            @Override
            public void initialize(InitializationInput input) {
                throw enough;
            }

            @Override
            public void processRecords(ProcessRecordsInput input) {
                throw enough;
            }

            @Override
            public void shardEnded(ShardEndedInput input) {
                throw enough;
            }
        };
        InitializationInput start =
                new InitializationInput("words", SHARD.shardId(), ExtendedSequenceNumber.TRIM_HORIZON, null);
        assertThat(processing(processor).initialize(start)).isEqualTo(new Outcome.StopWorker(enough));
        assertThat(processing(processor).process(batch("1"))).isEqualTo(new Outcome.StopWorker(enough));
        failurePolicy = FailurePolicy.stopShard();
        assertThat(processing(processor).process(batch("1"))).isEqualTo(new Outcome.StopShard(enough));
        assertThat(processing(processor).end()).isEqualTo(new Outcome.StopShard(enough));
    }

    @Test
    void checkpointerTellsWhetherTheShardIsHeld() {
        assertThat(checkpointer.isShardHeld()).isTrue();
        boolean[] held = {false};
        checkpointer.heldWhile(() -> held[0]);
        assertThat(checkpointer.isShardHeld()).isFalse();
        held[0] = true;
        assertThat(checkpointer.isShardHeld()).isTrue();
        checkpointer.close();
        assertThat(checkpointer.isShardHeld()).isFalse();
    }

    @Test
    void deadLettersAreDoneWithWhenTheyWereTaken() {
        List<DeadLetters> taken = new ArrayList<>();
        failurePolicy = FailurePolicy.deadLetter(taken::add);
        assertThat(exhausted()).isInstanceOf(Outcome.Done.class);
        assertThat(taken).hasSize(1);
        assertThat(taken.get(0).stream()).isEqualTo(SHARD.stream());
        assertThat(taken.get(0).shardId()).isEqualTo(SHARD.shardId());
        assertThat(taken.get(0).cause()).isSameAs(failure);
        assertThat(taken.get(0).records())
                .extracting(ReceivedRecord::sequenceNumber)
                .containsExactly("1", "2");

        RuntimeException refusal = new IllegalStateException("refused by the test");
        failurePolicy = FailurePolicy.deadLetter(records -> {
            throw refusal;
        });
        assertThat(exhausted()).isEqualTo(new Outcome.StopWorker(refusal));
        assertThat(refusal).hasSuppressedException(failure);
    }

    /** As in shutdownRequested, or by a processor of batches that works on its own threads. */
    @Test
    void checkpointOfEverythingDoesNotPassOverABatchThatFailed() {
        ShardProcessing processing = processing(input -> {
            note(input);
            if (batches.size() > 1) {
                throw failure;
            }
        });
        assertThat(processing.process(batch("1", "2"))).isInstanceOf(Outcome.Done.class);
        Batch failing = batch("3", "4");
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(processing.process(failing)).isNotInstanceOf(Outcome.Done.class);
            checkpointer.checkpoint();
            assertThat(sink.last()).isEqualTo(ExtendedSequenceNumber.of("2"));
            assertThatThrownBy(() -> checkpointer.checkpoint("3")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void checkpointOfEverythingPassesOverABatchThatWasGivenAway() {
        failurePolicy = FailurePolicy.deadLetter(records -> {});
        assertThat(exhausted()).isInstanceOf(Outcome.Done.class);
        checkpointer.checkpoint();
        assertThat(sink.stored()).containsExactly(ExtendedSequenceNumber.of("2"));
    }

    @Test
    void corruptRecordsAreDeliveredAndTold() {
        List<RecordKind> kinds = new ArrayList<>();
        ShardProcessing processing = processing(input -> input.records().forEach(record -> kinds.add(record.kind())));
        assertThat(processing.process(withCorrupt())).isInstanceOf(Outcome.Done.class);
        assertThat(kinds).containsExactly(RecordKind.PLAIN, RecordKind.CORRUPT, RecordKind.PLAIN);
        assertThat(listener.corrupt())
                .extracting(ReceivedRecord::sequenceNumber)
                .containsExactly("2");
    }

    @Test
    void corruptRecordsGoElsewhereAndCountAsDelivered() {
        List<DeadLetters> taken = new ArrayList<>();
        corruptPolicy = CorruptPolicy.deadLetter(taken::add);
        ShardProcessing processing = processing(this::note);
        assertThat(processing.process(withCorrupt())).isInstanceOf(Outcome.Done.class);
        assertThat(batches).containsExactly(List.of("1", "3"));
        assertThat(taken).hasSize(1);
        assertThat(taken.get(0).cause()).isInstanceOf(CorruptRecordException.class);
        assertThat(taken.get(0).records())
                .extracting(ReceivedRecord::sequenceNumber)
                .containsExactly("2");

        Batch alone = new Batch(List.of(corrupt("4")), 0);
        assertThat(processing.process(alone)).isInstanceOf(Outcome.Done.class);
        assertThat(batches).hasSize(1);
        checkpointer.checkpoint();
        assertThat(sink.stored()).containsExactly(ExtendedSequenceNumber.of("4"));
    }

    @Test
    void batchIsRepeatedIfItsCorruptRecordIsNotTaken() {
        List<String> tries = new ArrayList<>();
        corruptPolicy = CorruptPolicy.deadLetter(letters -> {
            tries.add(letters.records().get(0).sequenceNumber());
            if (tries.size() == 1) {
                throw failure;
            }
        });
        ShardProcessing processing = processing(this::note);
        Batch batch = withCorrupt();
        assertThat(processing.process(batch)).isInstanceOf(Outcome.Again.class);
        assertThat(batches).isEmpty();
        assertThat(processing.process(batch)).isInstanceOf(Outcome.Done.class);
        assertThat(batches).containsExactly(List.of("1", "3"));
        assertThat(listener.corrupt()).as("told once").hasSize(1);
    }

    @Test
    void corruptRecordStopsTheWorkerIfAskedTo() {
        corruptPolicy = CorruptPolicy.stopWorker();
        Outcome outcome = processing(this::note).process(withCorrupt());
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.StopWorker.class,
                        stop -> assertThat(stop.cause())
                                .isInstanceOf(CorruptRecordException.class)
                                .hasMessageStartingWith(
                                        "record is corrupt: shard=shardId-000000000000 sequenceNumber=2 reason="));
        assertThat(batches).isEmpty();
    }

    @Test
    void initializeAndShardEndedAreCalledUntilTheyReturn() {
        List<String> calls = new ArrayList<>();
        RecordProcessor processor = new RecordProcessor() {
            @Override
            public void initialize(InitializationInput input) {
                fail("initialize");
            }

            @Override
            public void processRecords(ProcessRecordsInput input) {}

            @Override
            public void shardEnded(ShardEndedInput input) {
                fail("shardEnded");
            }

            private void fail(String what) {
                calls.add(what);
                if (calls.size() % 2 == 1) {
                    throw failure;
                }
            }
        };
        ShardProcessing processing = processing(processor);
        InitializationInput input =
                new InitializationInput("words", "shard", ExtendedSequenceNumber.TRIM_HORIZON, null);
        assertThat(processing.initialize(input)).isInstanceOf(Outcome.Again.class);
        assertThat(processing.initialize(input)).isInstanceOf(Outcome.Done.class);
        assertThat(processing.end()).isInstanceOf(Outcome.Again.class);
        assertThat(sink.stored()).isEmpty();
        assertThat(processing.end()).isInstanceOf(Outcome.Done.class);
        assertThat(sink.stored()).containsExactly(ExtendedSequenceNumber.SHARD_END);
    }

    @Test
    void nothingCanBeCheckpointedBehindTheShutdownOrTheLossOfTheLease() {
        List<String> calls = new ArrayList<>();
        RecordProcessor processor = new RecordProcessor() {
            @Override
            public void processRecords(ProcessRecordsInput input) {}

            @Override
            public void leaseLost() {
                calls.add("leaseLost");
                assertThatThrownBy(checkpointer::checkpoint).isInstanceOf(ShutdownException.class);
                throw failure;
            }

            @Override
            public void shutdownRequested(ShutdownRequestedInput input) {
                calls.add("shutdownRequested");
                input.checkpointer().checkpoint();
                throw failure;
            }
        };
        checkpointer.delivered(ExtendedSequenceNumber.of("1"));
        processing(processor).shutdownRequested();
        assertThat(sink.stored()).containsExactly(ExtendedSequenceNumber.of("1"));
        assertThatThrownBy(checkpointer::checkpoint).isInstanceOf(ShutdownException.class);
        processing(processor).leaseLost();
        assertThat(calls).containsExactly("shutdownRequested", "leaseLost");
    }

    /** What comes of a batch whose processor fails all three attempts. */
    private Outcome exhausted() {
        ShardProcessing processing = processing(input -> {
            throw failure;
        });
        Batch batch = batch("1", "2");
        assertThat(processing.process(batch)).isInstanceOf(Outcome.Again.class);
        assertThat(processing.process(batch)).isInstanceOf(Outcome.Again.class);
        return processing.process(batch);
    }

    private ShardProcessing processing(RecordProcessor processor) {
        return new ShardProcessing(
                SHARD, processor, checkpointer, new EngineSettings(failurePolicy, corruptPolicy, 3, listener));
    }

    private void note(ProcessRecordsInput input) {
        batches.add(input.records().stream().map(ReceivedRecord::sequenceNumber).toList());
    }

    private static Batch batch(String... sequenceNumbers) {
        List<ReceivedRecord> records = new ArrayList<>();
        for (String number : sequenceNumbers) {
            records.add(record(number, new byte[1]));
        }
        return new Batch(records, 0);
    }

    private static Batch withCorrupt() {
        return new Batch(List.of(record("1", new byte[1]), corrupt("2"), record("3", new byte[1])), 0);
    }

    /** The marks of an aggregated record around a message that is none. */
    private static ReceivedRecord corrupt(String sequenceNumber) {
        try {
            byte[] message = {(byte) 0xFF};
            ByteBuffer data = ByteBuffer.allocate(4 + message.length + 16);
            data.put(HexFormat.of().parseHex("f3899ac2")).put(message);
            data.put(MessageDigest.getInstance("MD5").digest(message));
            return record(sequenceNumber, data.array());
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static ReceivedRecord record(String sequenceNumber, byte[] data) {
        return new KinesisRecord(sequenceNumber, "key", Instant.EPOCH, ByteBuffer.wrap(data))
                .open()
                .get(0);
    }
}
