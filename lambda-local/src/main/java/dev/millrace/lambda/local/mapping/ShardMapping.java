package dev.millrace.lambda.local.mapping;

import dev.millrace.processor.Checkpointer;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.GivenUpException;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.PendingCheckpoint;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.ShardEndedInput;
import dev.millrace.processor.ShutdownException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One shard of a mapping: hands its Kinesis records to lanes, by partition key, and makes checkpoints of what they have done.
 *
 * <p>Within a window a checkpoint is announced only, with the window and its state; it is made when the window has ended. Who
 * goes on after a crash gets the records of the window again, leaves out those before the announced place, and has the state.
 */
final class ShardMapping implements RecordProcessor {

    /** Of each lane: two that wait, one at the function, and one that is handed over. */
    private static final int BATCHES_ON_THEIR_WAY = 4;

    private final EventSourceMapping mapping;
    private final List<ShardLane> lanes = new ArrayList<>();
    private final ShardProgress progress = new ShardProgress();
    private @Nullable MappedShard shard;
    private @Nullable WindowFrame resumed;

    /** Until records behind it come, it is announced and no more. */
    private volatile @Nullable ExtendedSequenceNumber resumeBehind;

    /** The last place that was announced or checkpointed. Guarded by {@link #progress}. */
    private @Nullable ExtendedSequenceNumber place;

    ShardMapping(EventSourceMapping mapping) {
        this.mapping = mapping;
    }

    @Override
    public void initialize(InitializationInput input) {
        MappedShard made = mapping.shard(input.shardId());
        shard = made;
        PendingCheckpoint pending = input.pendingCheckpoint();
        byte[] state = pending == null ? null : pending.state();
        if (pending == null || state == null || made.settings().tumblingWindow() == null) {
            return;
        }
        WindowFrame frame = parse(state, input.shardId());
        if (frame.length().equals(made.settings().tumblingWindow())) {
            resumed = frame;
            resumeBehind = pending.place();
            place = pending.place();
        }
    }

    private static WindowFrame parse(byte[] state, String shardId) {
        try {
            return WindowFrame.parse(state);
        } catch (IllegalArgumentException e) {
            throw new GivenUpException(
                    "checkpoint was not announced by a mapping: shard=" + shardId + " (a folder of its own is wanted)",
                    e);
        }
    }

    @Override
    public void processRecords(ProcessRecordsInput input) throws InterruptedException {
        List<ReceivedRecord> records = input.records();
        ExtendedSequenceNumber behind = resumeBehind;
        if (behind != null) {
            ReceivedRecord last = records.get(records.size() - 1);
            if (last.extendedSequenceNumber().compareTo(behind) < 0) {
                return;
            }
            records = records.stream()
                    .filter(record -> record.extendedSequenceNumber().compareTo(behind) > 0)
                    .toList();
            resumeBehind = null;
        }
        startLanes(input.checkpointer());
        try {
            List<MappedRecord> all = MappedRecord.enclosing(records, System.nanoTime());
            int together = lanes.size()
                    * Objects.requireNonNull(shard, "shard").settings().batchSize();
            for (int from = 0; from < all.size(); from += together) {
                hand(all.subList(from, Math.min(all.size(), from + together)));
            }
        } catch (StoppedException e) {
            // No checkpoint is made of what was not taken: it comes again at the next start.
        }
    }

    /** Gives each lane its part, in one piece, so that what came together can be in one batch. */
    private void hand(List<MappedRecord> records) throws StoppedException, InterruptedException {
        MappedShard made = Objects.requireNonNull(shard, "shard");
        int most = BATCHES_ON_THEIR_WAY * lanes.size() * made.settings().batchSize();
        List<List<MappedRecord>> byLane = new ArrayList<>();
        lanes.forEach(lane -> byLane.add(new ArrayList<>()));
        for (MappedRecord record : records) {
            progress.begun(record, most, made.stop());
            byLane.get(Math.floorMod(record.kinesis().partitionKey().hashCode(), lanes.size()))
                    .add(record);
        }
        for (int i = 0; i < lanes.size(); i++) {
            lanes.get(i).put(byLane.get(i));
        }
    }

    @Override
    public void shardEnded(ShardEndedInput input) throws InterruptedException, ExecutionException {
        startLanes(input.checkpointer());
        List<CompletableFuture<Void>> ends =
                lanes.stream().map(ShardLane::finish).toList();
        for (CompletableFuture<Void> end : ends) {
            Void unused = end.get();
        }
    }

    private void startLanes(Checkpointer checkpointer) {
        MappedShard made = shard;
        if (made == null || !lanes.isEmpty()) {
            return;
        }
        MappingSettings settings = made.settings();
        for (int i = 0; i < settings.parallelizationFactor(); i++) {
            BatchDelivery delivery = new BatchDelivery(made, (records, frame) -> done(checkpointer, records, frame));
            Batches batches = settings.tumblingWindow() == null
                    ? new PlainBatches(delivery)
                    : new WindowBatches(delivery, made, resumed, () -> windowEnded(checkpointer));
            lanes.add(new ShardLane(
                    "millrace-mapping-" + made.shardId() + "-" + i,
                    new RecordQueue(settings.batchSize(), settings.batchingWindow(), settings.clock()),
                    batches,
                    mapping::fail));
        }
        mapping.started(lanes);
    }

    private void done(Checkpointer checkpointer, List<MappedRecord> records, @Nullable WindowFrame frame)
            throws StoppedException {
        synchronized (progress) {
            ReceivedRecord last = progress.done(records);
            if (last == null) {
                return;
            }
            place = last.extendedSequenceNumber();
            try {
                if (frame == null) {
                    checkpointer.checkpoint(last);
                } else {
                    var unused = checkpointer.prepareCheckpoint(last, frame.toBytes());
                }
            } catch (ShutdownException e) {
                throw stopped(e);
            }
        }
    }

    private void windowEnded(Checkpointer checkpointer) throws StoppedException {
        synchronized (progress) {
            ExtendedSequenceNumber behind = place;
            try {
                if (behind != null && resumeBehind == null) {
                    checkpointer.checkpoint(behind.sequenceNumber(), behind.subSequenceNumber());
                }
            } catch (ShutdownException e) {
                throw stopped(e);
            }
        }
    }

    private static StoppedException stopped(ShutdownException cause) {
        StoppedException stopped = new StoppedException();
        stopped.initCause(cause);
        return stopped;
    }
}
