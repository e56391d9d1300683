package dev.millrace.kcl;

import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.PendingCheckpoint;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.StopReason;
import dev.millrace.processor.engine.Batch;
import dev.millrace.processor.engine.Outcome;
import dev.millrace.processor.engine.ShardCheckpointer;
import dev.millrace.processor.engine.ShardName;
import dev.millrace.processor.engine.ShardProcessing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * One shard, as the library holds it. The library calls one method at a time, takes whatever returns for done, and goes
 * on behind a batch that threw. So nothing is ever thrown at it here but at a shard's end: what fails is repeated
 * inside the call, and once a batch is given up, every later one is refused.
 */
final class KclShard implements ShardRecordProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(KclShard.class);

    /** Between two looks at whether the lease is still there. */
    private static final long LOOK_MILLIS = 100;

    private final ShardHost host;
    private final String stream;
    private final String keyPrefix;
    private final KclCheckpointSink sink = new KclCheckpointSink();
    private @Nullable Work work;

    /** Nothing more is delivered from here. */
    private boolean left;

    private boolean parked;
    private boolean told;
    private boolean shutdownRequested;

    /** What there is of a shard once it is taken up. */
    private record Work(ShardName shard, String leaseKey, ShardLease lease, ShardProcessing processing) {}

    /**
     * Of a stream.
     *
     * @param keyPrefix what stands before the shard's id in the key of its lease
     */
    KclShard(ShardHost host, String stream, String keyPrefix) {
        this.host = host;
        this.stream = stream;
        this.keyPrefix = keyPrefix;
    }

    @Override
    public void initialize(InitializationInput input) {
        if (work != null || left) {
            return;
        }
        String leaseKey = keyPrefix + input.shardId();
        ShardLease lease = ShardLease.take(host.leases(), leaseKey);
        if (host.leavesAlone(leaseKey)) {
            left = true;
            told = true;
            park(lease);
            return;
        }
        ExtendedSequenceNumber checkpoint = Places.ours(input.extendedSequenceNumber());
        ShardName shard = new ShardName(stream, input.shardId());
        boolean announced = input.pendingCheckpointSequenceNumber() != null;
        ShardCheckpointer checkpointer =
                new ShardCheckpointer(shard, sink, host.engine().listener(), checkpoint, announced);
        checkpointer.heldWhile(() -> lease.isUndisputed() && !host.stop().isGiven());
        PendingCheckpoint pending = announced
                ? new PendingCheckpoint(
                        Places.ours(input.pendingCheckpointSequenceNumber()), input.pendingCheckpointState())
                : null;
        host.engine().listener().shardStarted(stream, input.shardId(), checkpoint);
        ShardProcessing processing;
        try {
            processing = new ShardProcessing(shard, host.newProcessor(), checkpointer, host.engine());
        } catch (RuntimeException | Error e) {
            left = true;
            tell(shard, StopReason.FAILURE);
            host.fail(e);
            return;
        }
        Work taken = new Work(shard, leaseKey, lease, processing);
        if (untilDone(
                taken,
                () -> processing.initialize(new dev.millrace.processor.InitializationInput(
                        stream, shard.shardId(), checkpoint, pending)))) {
            work = taken;
        } else if (parked) {
            park(lease);
        } else {
            tell(shard, host.stop().isGiven() ? StopReason.SHUTDOWN : StopReason.LEASE_LOST);
        }
    }

    @Override
    public void processRecords(ProcessRecordsInput input) {
        Work current = work;
        if (current == null || left || host.stop().isGiven()) {
            left = true;
            if (current != null && parked) {
                park(current.lease());
            }
            return;
        }
        sink.use(input.checkpointer());
        try {
            Long behind = input.millisBehindLatest();
            Batch batch = new Batch(received(input.records()), behind == null ? 0 : behind);
            if (untilDone(current, () -> current.processing().process(batch))) {
                return;
            }
        } catch (RuntimeException | Error e) {
            left = true;
            host.fail(e);
        }
        if (parked) {
            park(current.lease());
        }
    }

    private static List<ReceivedRecord> received(List<KinesisClientRecord> records) {
        List<ReceivedRecord> received = new ArrayList<>();
        for (KinesisClientRecord record : records) {
            received.addAll(((OpenedRecord) record).received());
        }
        return received;
    }

    /** Calls again and again. Whether it was done; if not, the shard is left. */
    private boolean untilDone(Work current, Supplier<Outcome> call) {
        while (true) {
            Outcome outcome;
            try {
                outcome = call.get();
            } catch (RuntimeException | Error e) {
                left = true;
                host.fail(e);
                return false;
            }
            if (outcome instanceof Outcome.Done) {
                return true;
            }
            if (outcome instanceof Outcome.Again again && stays(current.lease(), again.millis())) {
                continue;
            }
            left = true;
            if (outcome instanceof Outcome.StopWorker stop) {
                host.fail(stop.cause());
            } else if (outcome instanceof Outcome.StopShard stop) {
                stopShard(current, stop.cause());
            }
            return false;
        }
    }

    private void stopShard(Work current, Exception cause) {
        LOG.error("the shard is left alone: {} stoppedShards={}", current.shard(), host.stoppedShards(), cause);
        host.leaveAlone(current.leaseKey());
        tell(current.shard(), StopReason.FAILURE);
        parked = true;
    }

    /** Keeps the lease and does nothing until it is lost or the worker stops; or gives it back. */
    private void park(ShardLease lease) {
        if (host.stoppedShards() == StoppedShards.RELEASE) {
            lease.release(host.roll());
            return;
        }
        while (stays(lease, LOOK_MILLIS)) {
            LOG.trace("parked");
        }
    }

    /** Waits. Whether the shard is still to be processed here. */
    private boolean stays(ShardLease lease, long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (lease.isUndisputed()) {
            long rest = (end - System.nanoTime()) / 1_000_000;
            if (rest <= 0) {
                return !host.stop().isGiven();
            }
            if (host.stop().endsWithin(Math.min(rest, LOOK_MILLIS))) {
                return false;
            }
        }
        return false;
    }

    @Override
    public void shardEnded(ShardEndedInput input) {
        Work current = work;
        if (current != null && !left) {
            sink.useAtShardEnd(input.checkpointer());
            if (untilDone(current, current.processing()::end)) {
                tell(current.shard(), StopReason.SHARD_END);
                return;
            }
        }
        if (current != null) {
            if (parked) {
                park(current.lease());
            }
            // So that the library tries no more, and takes the lease for lost.
            current.lease().drop();
        }
        throw new IllegalStateException("the shard has records that were not processed, it does not end here");
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) {
        Work current = work;
        if (current == null) {
            return;
        }
        shutdownRequested = true;
        sink.use(input.checkpointer());
        guarded(current.processing()::shutdownRequested);
        if (host.stop().isGiven()) {
            tell(current.shard(), StopReason.SHUTDOWN);
        }
    }

    @Override
    public void leaseLost(LeaseLostInput input) {
        Work current = work;
        left = true;
        if (current == null) {
            return;
        }
        boolean closing = host.stop().isGiven();
        // Whoever was asked to finish because the worker stops has been told enough.
        if (!(closing && shutdownRequested)) {
            guarded(current.processing()::leaseLost);
        }
        tell(current.shard(), closing ? StopReason.SHUTDOWN : StopReason.LEASE_LOST);
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            host.fail(e);
        }
    }

    private void tell(ShardName shard, StopReason reason) {
        if (!told) {
            told = true;
            host.engine().listener().shardStopped(stream, shard.shardId(), reason);
        }
    }
}
