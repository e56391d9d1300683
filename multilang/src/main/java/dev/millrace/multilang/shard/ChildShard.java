package dev.millrace.multilang.shard;

import dev.millrace.child.protocol.Message;
import dev.millrace.child.protocol.ProtocolRecord;
import dev.millrace.processor.Checkpointer;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.GivenUpException;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.ShardEndedInput;
import dev.millrace.processor.ShutdownRequestedInput;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Threads: the engine's, one call at a time; see ChildSession for the child's.
 *
 * Failure: a child that fails is ended, and the engine gets an exception. It waits, longer each time and no longer than
 * the shard is held, and calls again: then there is a new child, which is initialized with the last checkpoint, gets
 * everything behind it again, and then what the engine has. Since answered batches lived in the memory of the child that is
 * gone, they are kept until they are checkpointed (DeliveredRecords), or read once more (StreamAgain).
 *
 * Failures are counted until a checkpoint gets further or a batch is answered that was not answered before. Too many, and
 * the engine's policy decides.
 *
 * Order: the engine's; a new child gets records in the same order, in parts that may be cut in another way.
 */
/** Hands the records of a shard to a child process, and to another one if that fails. */
final class ChildShard implements RecordProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(ChildShard.class);

    /** From so many failures on, a shard is no longer let into a child that others have too. */
    private static final int SUSPECT_FAILURES = 2;

    private final ShardChildren children;
    private final ChildSettings settings;
    private final DeliveredRecords answered;
    private @Nullable InitializationInput start;
    private ShardCheckpoints checkpoints = new ShardCheckpoints(ExtendedSequenceNumber.TRIM_HORIZON);
    private ExtendedSequenceNumber delivered = ExtendedSequenceNumber.TRIM_HORIZON;
    private @Nullable ChildSession child;
    private int failures;
    private boolean ended;

    ChildShard(ShardChildren children) {
        this.children = children;
        this.settings = children.settings();
        this.answered = new DeliveredRecords(settings.replayBytes());
    }

    /** Something that a child is to do. */
    private interface Step {
        void run() throws ChildFailedException, ShardLeftException, InterruptedException;
    }

    @Override
    public void initialize(InitializationInput input) throws Exception {
        if (start == null) {
            start = input;
            checkpoints = new ShardCheckpoints(input.checkpoint());
            delivered = input.checkpoint();
        }
        attempt(ChildShard::always, () -> {
            ChildSession unused = child(ChildShard::always);
        });
    }

    @Override
    public void processRecords(ProcessRecordsInput input) throws Exception {
        List<ReceivedRecord> records = input.records();
        Checkpointer checkpointer = input.checkpointer();
        attempt(checkpointer::isShardHeld, () -> {
            ChildSession current = child(checkpointer::isShardHeld);
            giveAgain(current, checkpointer);
            give(
                    current,
                    DeliveredRecords.behind(records, checkpoints.sent()),
                    input.millisBehindLatest(),
                    checkpointer);
        });
        failures = 0;
        answered.add(records, checkpoints.stored());
        delivered = records.get(records.size() - 1).extendedSequenceNumber();
    }

    @Override
    public void shardEnded(ShardEndedInput input) throws Exception {
        if (ended) {
            return;
        }
        Checkpointer checkpointer = input.checkpointer();
        attempt(checkpointer::isShardHeld, () -> {
            ChildSession current = child(checkpointer::isShardHeld);
            giveAgain(current, checkpointer);
            current.perform(
                    settings.protocol().shardEnded(),
                    checkpoints.desk(checkpointer, true, this::checkpointed),
                    settings.limits(),
                    checkpointer::isShardHeld);
            if (delivered.isNumber() && checkpoints.stored().compareTo(delivered) < 0) {
                throw new ChildFailedException(
                        "child answered shardEnded without a checkpoint of the last record: shard=" + shardId()
                                + " checkpoint=" + checkpoints.stored() + " lastRecord=" + delivered);
            }
        });
        ended = true;
        end(settings.endMillis());
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) throws InterruptedException {
        ChildSession current = child;
        if (current == null) {
            return;
        }
        if (settings.graceMillis() == 0 && current.isShared()) {
            leave(current);
            return;
        }
        if (settings.graceMillis() == 0) {
            end(0);
            return;
        }
        long begun = System.nanoTime();
        CheckpointDesk desk = checkpoints.desk(input.checkpointer(), false, this::checkpointed);
        try {
            current.perform(new Message.ShutdownRequested(), desk, remaining(begun), ChildShard::always);
            current.perform(
                    settings.protocol().leaseLost(), CheckpointDesk.CLOSED, remaining(begun), ChildShard::always);
        } catch (ChildFailedException e) {
            LOG.warn("a child does not stop as it should: {}", e.getMessage());
        }
        end(settings.graceMillis() - millisSince(begun));
    }

    @Override
    public void leaseLost() throws InterruptedException {
        ChildSession current = child;
        if (current == null) {
            return;
        }
        leave(current);
    }

    private void leave(ChildSession current) throws InterruptedException {
        long begun = System.nanoTime();
        try {
            current.perform(
                    settings.protocol().leaseLost(),
                    CheckpointDesk.CLOSED,
                    settings.limits().atMost(settings.endMillis()),
                    ChildShard::always);
        } catch (ChildFailedException e) {
            LOG.warn("a child does not stop as it should: {}", e.getMessage());
        }
        end(settings.endMillis() - millisSince(begun));
    }

    /** Three quarters of the grace are for what the child does, the rest is for its end. */
    private ActionLimits remaining(long begun) {
        return settings.limits().atMost(settings.graceMillis() * 3 / 4 - millisSince(begun));
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private void end(long millis) throws InterruptedException {
        ChildSession current = child;
        child = null;
        if (current != null) {
            current.end(Math.max(0, millis));
        }
    }

    private void attempt(BooleanSupplier held, Step step) throws Exception {
        try {
            step.run();
        } catch (ChildFailedException e) {
            ChildSession failed = child;
            child = null;
            if (failed != null) {
                failed.kill("it is replaced");
            }
            failures++;
            // Of a shared child nobody knows whose failure it was; soon this shard has one of its own.
            boolean shared = failed != null && failed.wasShared();
            if (failures >= settings.maxFailures() && !shared && held.getAsBoolean()) {
                int count = failures;
                failures = 0;
                throw new GivenUpException(
                        "children of a shard failed too often: shard=" + shardId() + " failures=" + count, e);
            }
            throw e;
        }
    }

    /** The child, made and initialized if there is none. */
    private ChildSession child(BooleanSupplier held) throws ChildFailedException, InterruptedException {
        ChildSession current = child;
        if (current == null) {
            current = children.start(shardId(), failures >= SUSPECT_FAILURES);
            child = current;
            checkpoints.startAgain();
            ExtendedSequenceNumber place = checkpoints.stored();
            current.perform(
                    new Message.Initialize(shardId(), place.sequenceNumber(), place.subSequenceNumber()),
                    CheckpointDesk.CLOSED,
                    settings.limits(),
                    held);
            LOG.info("a child runs: shard={} pid={} checkpoint={}", shardId(), current.pid(), place);
        }
        return current;
    }

    /** Gives a new child what the one before has answered and not checkpointed; goes on where it was left. */
    private void giveAgain(ChildSession current, Checkpointer checkpointer)
            throws ChildFailedException, ShardLeftException, InterruptedException {
        ExtendedSequenceNumber forgotten = answered.forgottenBehind(checkpoints.sent());
        if (forgotten != null) {
            StreamAgain again = children.again(shardId(), checkpoints.sent(), answered.first(), forgotten);
            while (!again.isEnded()) {
                give(current, again.next(), null, checkpointer);
            }
        }
        for (List<ReceivedRecord> batch : answered.behind(checkpoints.sent())) {
            give(current, batch, null, checkpointer);
        }
    }

    private void give(
            ChildSession current, List<ReceivedRecord> records, @Nullable Long behindLatest, Checkpointer checkpointer)
            throws ChildFailedException, ShardLeftException, InterruptedException {
        if (!checkpointer.isShardHeld()) {
            throw new ShardLeftException();
        }
        if (records.isEmpty()) {
            return;
        }
        answered.begin(records);
        List<ProtocolRecord> all = records.stream().map(ProtocolRecord::of).toList();
        for (List<ProtocolRecord> part : current.parts(all)) {
            ProtocolRecord last = part.get(part.size() - 1);
            checkpoints.sending(new ExtendedSequenceNumber(last.sequenceNumber(), last.subSequenceNumber()));
            current.perform(
                    new Message.ProcessRecords(part, behindLatest),
                    checkpoints.desk(checkpointer, false, this::checkpointed),
                    settings.limits(),
                    checkpointer::isShardHeld);
        }
    }

    private void checkpointed() {
        failures = 0;
        answered.checkpointed(checkpoints.stored());
    }

    private String shardId() {
        return started().shardId();
    }

    private InitializationInput started() {
        InitializationInput input = start;
        if (input == null) {
            throw new IllegalStateException("the shard was not initialized");
        }
        return input;
    }

    /** While nothing is to end an action but its own limits. */
    private static boolean always() {
        return true;
    }
}
