package dev.millrace.processor.engine;

import dev.millrace.processor.BatchEvent;
import dev.millrace.processor.CorruptPolicy;
import dev.millrace.processor.CorruptRecordException;
import dev.millrace.processor.DeadLetters;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.FailurePolicy;
import dev.millrace.processor.GivenUpException;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordKind;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.ShardEndedInput;
import dev.millrace.processor.ShutdownRequestedInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the processor of one shard, as the contract says: what fails is repeated, from behind the last checkpoint, and
 * nothing is skipped. Engines differ in how they wait: each call is one try, and its {@link Outcome} says what comes next.
 * Used by one task at a time.
 */
public final class ShardProcessing {

    private static final Logger LOG = LoggerFactory.getLogger(ShardProcessing.class);

    private final ShardName shard;
    private final RecordProcessor processor;
    private final ShardCheckpointer checkpointer;
    private final EngineSettings settings;
    private final Backoff backoff = Backoff.standard();

    public ShardProcessing(
            ShardName shard, RecordProcessor processor, ShardCheckpointer checkpointer, EngineSettings settings) {
        this.shard = shard;
        this.processor = processor;
        this.checkpointer = checkpointer;
        this.settings = settings;
    }

    public ShardCheckpointer checkpointer() {
        return checkpointer;
    }

    /** Initializes the processor. It is tried until the processor gives up: nothing has been delivered yet. */
    public Outcome initialize(InitializationInput input) {
        try {
            processor.initialize(input);
        } catch (GivenUpException e) {
            return stop(e);
        } catch (Exception e) {
            return again("initialize failed, will be called again", e);
        }
        return done();
    }

    /** Gives those records of a batch to the processor that lie behind the last checkpoint. */
    public Outcome process(Batch batch) {
        List<ReceivedRecord> rest = behindCheckpoint(batch.records());
        if (rest.isEmpty()) {
            return done();
        }
        ExtendedSequenceNumber before = checkpointer.delivered();
        int attempt = batch.nextAttempt();
        long begun = System.nanoTime();
        Exception failure = null;
        try {
            List<ReceivedRecord> wanted = withoutCorrupt(rest, batch.tellCorrupt());
            checkpointer.delivered(place(rest));
            if (!wanted.isEmpty()) {
                processor.processRecords(new ProcessRecordsInput(wanted, batch.millisBehindLatest(), checkpointer));
            }
        } catch (Exception e) {
            failure = e;
            checkpointer.takeBack(before);
        } catch (Error e) {
            checkpointer.takeBack(before);
            throw e;
        }
        tell(batch, rest.size(), attempt, begun, failure);
        if (failure == null) {
            return done();
        }
        return failed(batch, attempt, failure);
    }

    private Outcome failed(Batch batch, int attempt, Exception failure) {
        if (failure instanceof CorruptRecordException) {
            return new Outcome.StopWorker(failure);
        }
        if (attempt < settings.maxAttempts() && !(failure instanceof GivenUpException)) {
            return again("processor failed, the batch will be repeated: attempt=" + attempt, failure);
        }
        FailurePolicy policy = settings.failurePolicy();
        if (policy instanceof FailurePolicy.DeadLetter deadLetter) {
            return deadLetter(batch, deadLetter, failure);
        }
        return stop(failure);
    }

    private Outcome stop(Exception failure) {
        return settings.failurePolicy() instanceof FailurePolicy.StopShard
                ? new Outcome.StopShard(failure)
                : new Outcome.StopWorker(failure);
    }

    private Outcome deadLetter(Batch batch, FailurePolicy.DeadLetter policy, Exception failure) {
        List<ReceivedRecord> rest = behindCheckpoint(batch.records());
        if (rest.isEmpty()) {
            return done();
        }
        try {
            policy.taker().accept(new DeadLetters(shard.stream(), shard.shardId(), rest, failure));
        } catch (RuntimeException e) {
            e.addSuppressed(failure);
            return new Outcome.StopWorker(e);
        }
        checkpointer.delivered(place(rest));
        LOG.warn("processor failed every attempt, the batch was given away: {}", shard, failure);
        return done();
    }

    /** Ends the shard, if its processor agrees. */
    public Outcome end() {
        try {
            processor.shardEnded(new ShardEndedInput(checkpointer));
            checkpointer.end();
        } catch (GivenUpException e) {
            return stop(e);
        } catch (Exception e) {
            return again("shardEnded failed, will be called again", e);
        }
        return done();
    }

    /** Lets the processor finish what it has in hand; from then on every checkpoint is refused. */
    public void shutdownRequested() {
        try {
            processor.shutdownRequested(new ShutdownRequestedInput(checkpointer));
        } catch (Exception e) {
            LOG.warn("shutdownRequested failed: {}", shard, e);
        } finally {
            checkpointer.close();
        }
    }

    /** The shard belongs to somebody else: every checkpoint is refused, and the processor is told. */
    public void leaseLost() {
        checkpointer.close();
        try {
            processor.leaseLost();
        } catch (Exception e) {
            LOG.warn("leaseLost failed: {}", shard, e);
        }
    }

    private List<ReceivedRecord> withoutCorrupt(List<ReceivedRecord> records, boolean tell) {
        if (!hasCorrupt(records)) {
            return records;
        }
        List<ReceivedRecord> wanted = new ArrayList<>(records.size());
        for (ReceivedRecord record : records) {
            if (record.kind() == RecordKind.CORRUPT) {
                if (tell) {
                    LOG.warn("a record is corrupt: {} record={} reason={}", shard, record, record.corruptReason());
                    settings.listener().corruptRecord(shard.stream(), shard.shardId(), record);
                }
                if (!delivers(record)) {
                    continue;
                }
            }
            wanted.add(record);
        }
        return wanted;
    }

    private static boolean hasCorrupt(List<ReceivedRecord> records) {
        for (ReceivedRecord record : records) {
            if (record.kind() == RecordKind.CORRUPT) {
                return true;
            }
        }
        return false;
    }

    private boolean delivers(ReceivedRecord corrupt) {
        CorruptPolicy policy = settings.corruptPolicy();
        if (policy instanceof CorruptPolicy.StopWorker) {
            throw new CorruptRecordException(shard.shardId(), corrupt);
        }
        if (policy instanceof CorruptPolicy.DeadLetter deadLetter) {
            Exception cause = new CorruptRecordException(shard.shardId(), corrupt);
            deadLetter.taker().accept(new DeadLetters(shard.stream(), shard.shardId(), List.of(corrupt), cause));
            return false;
        }
        return true;
    }

    /** Of the last one. */
    private static ExtendedSequenceNumber place(List<ReceivedRecord> records) {
        return records.get(records.size() - 1).extendedSequenceNumber();
    }

    private List<ReceivedRecord> behindCheckpoint(List<ReceivedRecord> records) {
        ExtendedSequenceNumber stored = checkpointer.stored();
        if (!stored.isNumber()
                || records.isEmpty()
                || records.get(0).extendedSequenceNumber().compareTo(stored) > 0) {
            return records;
        }
        return records.stream()
                .filter(record -> record.extendedSequenceNumber().compareTo(stored) > 0)
                .toList();
    }

    private Outcome done() {
        backoff.reset();
        return new Outcome.Done();
    }

    private Outcome again(String what, Exception failure) {
        long millis = backoff.next();
        LOG.warn("{}: {} pauseMillis={}", what, shard, millis, failure);
        return new Outcome.Again(millis);
    }

    private void tell(Batch batch, int records, int attempt, long begun, @Nullable Exception failure) {
        settings.listener()
                .batchEnded(new BatchEvent(
                        shard.stream(),
                        shard.shardId(),
                        records,
                        attempt,
                        batch.millisBehindLatest(),
                        Duration.ofNanos(System.nanoTime() - begun),
                        failure));
    }
}
