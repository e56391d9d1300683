package dev.millrace.child;

import dev.millrace.child.protocol.Message;
import dev.millrace.child.protocol.ProtocolRecord;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.KinesisRecord;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.ShardEndedInput;
import dev.millrace.processor.ShutdownRequestedInput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One action of the daemon after the other, each answered when the processor is done with it. */
final class ActionLoop {

    private final RecordProcessor processor;
    private final DaemonPipe pipe;
    private final PipeCheckpointer checkpointer;
    private String shardId = "";

    ActionLoop(RecordProcessor processor, DaemonPipe pipe) {
        this.processor = processor;
        this.pipe = pipe;
        this.checkpointer = new PipeCheckpointer(pipe);
    }

    /** Until the daemon says no more. */
    void run() throws IOException {
        try {
            for (Message action = pipe.read(); action != null; action = pipe.read()) {
                serve(action);
            }
        } finally {
            checkpointer.end();
        }
    }

    private void serve(Message action) throws IOException {
        if (shardId.isEmpty() && !(action instanceof Message.Initialize)) {
            throw new ProtocolException("action before initialize: " + action.action());
        }
        try {
            perform(action);
        } catch (ProtocolException e) {
            throw e;
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new ProcessorFailedException(shardId, action.action(), e);
        }
        checkpointer.closeAction(Message.Status.of(action));
    }

    private void perform(Message action) throws Exception {
        if (action instanceof Message.Initialize start) {
            initialize(start);
        } else if (action instanceof Message.ProcessRecords batch) {
            processRecords(batch);
        } else if (action instanceof Message.LeaseLost) {
            leaseLost();
        } else if (action instanceof Message.ShardEnded) {
            shardEnded();
        } else if (action instanceof Message.ShutdownRequested) {
            shutdownRequested();
        } else if (action instanceof Message.Shutdown shutdown) {
            shutdown(shutdown);
        } else {
            throw new ProtocolException("not an action of a daemon's: " + action.action());
        }
    }

    private void initialize(Message.Initialize start) throws Exception {
        if (start.shardId().isEmpty()) {
            throw new ProtocolException("initialize without a shard");
        }
        shardId = start.shardId();
        processor.initialize(new InitializationInput(
                Objects.requireNonNullElse(System.getenv("MILLRACE_STREAM"), ""), shardId, checkpoint(start), null));
    }

    private static ExtendedSequenceNumber checkpoint(Message.Initialize start) {
        if (start.sequenceNumber() == null) {
            return ExtendedSequenceNumber.TRIM_HORIZON;
        }
        try {
            return new ExtendedSequenceNumber(
                    start.sequenceNumber(), start.subSequenceNumber() == null ? 0 : start.subSequenceNumber());
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("initialize with a checkpoint that is none: " + e.getMessage());
        }
    }

    private void processRecords(Message.ProcessRecords batch) throws Exception {
        List<ReceivedRecord> records = new ArrayList<>(batch.records().size());
        for (ProtocolRecord record : batch.records()) {
            records.add(received(record));
        }
        checkpointer.openAction(
                records.isEmpty() ? null : records.get(records.size() - 1).extendedSequenceNumber());
        long behind = batch.millisBehindLatest() == null ? 0 : batch.millisBehindLatest();
        processor.processRecords(new ProcessRecordsInput(records, behind, checkpointer));
    }

    private static ReceivedRecord received(ProtocolRecord record) {
        Instant arrival = Objects.requireNonNullElse(record.approximateArrival(), Instant.EPOCH);
        try {
            return ReceivedRecord.opened(
                    new KinesisRecord(record.sequenceNumber(), record.partitionKey(), arrival, record.data()),
                    record.subSequenceNumber());
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("record without a place: " + e.getMessage());
        }
    }

    private void leaseLost() throws Exception {
        checkpointer.end();
        processor.leaseLost();
    }

    private void shardEnded() throws Exception {
        checkpointer.openAction(null);
        processor.shardEnded(new ShardEndedInput(checkpointer));
    }

    private void shutdownRequested() throws Exception {
        checkpointer.openAction(null);
        processor.shutdownRequested(new ShutdownRequestedInput(checkpointer));
    }

    /** An ending of daemons before 2.0. Where the reason says nothing, nothing may be checkpointed. */
    private void shutdown(Message.Shutdown shutdown) throws Exception {
        switch (Objects.requireNonNullElse(shutdown.reason(), "")) {
            case "TERMINATE", "SHARD_END" -> shardEnded();
            case "REQUESTED" -> shutdownRequested();
            default -> leaseLost();
        }
    }
}
