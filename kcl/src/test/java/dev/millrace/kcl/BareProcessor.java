package dev.millrace.kcl;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;

/** A processor of the library's that writes down texts and shards, checkpoints each batch, and may be extended. */
class BareProcessor implements ShardRecordProcessor {

    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final List<String> shards = new CopyOnWriteArrayList<>();

    List<String> texts() {
        return texts;
    }

    List<String> shards() {
        return shards;
    }

    @Override
    public void initialize(InitializationInput input) {
        shards.add(input.shardId());
    }

    @Override
    public void processRecords(ProcessRecordsInput input) {
        input.records()
                .forEach(record -> texts.add(
                        StandardCharsets.UTF_8.decode(record.data().duplicate()).toString()));
        checkpoint(input.checkpointer());
    }

    @Override
    public void leaseLost(LeaseLostInput input) {
        // Nothing is to be done.
    }

    @Override
    public void shardEnded(ShardEndedInput input) {
        checkpoint(input.checkpointer());
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) {
        // Nothing is to be done.
    }

    static void checkpoint(RecordProcessorCheckpointer checkpointer) {
        try {
            checkpointer.checkpoint();
        } catch (InvalidStateException | ShutdownException e) {
            throw new IllegalStateException(e);
        }
    }
}
