package dev.millrace.child.legacy;

import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.ShardEndedInput;
import dev.millrace.processor.ShutdownRequestedInput;

/** A processor of the second form in today's. */
final class V2Adapter implements RecordProcessor {

    private final V2RecordProcessor processor;

    V2Adapter(V2RecordProcessor processor) {
        this.processor = processor;
    }

    @Override
    public void initialize(InitializationInput input) throws Exception {
        processor.initialize(input);
    }

    @Override
    public void processRecords(ProcessRecordsInput input) throws Exception {
        processor.processRecords(new ProcessRecordsInput(
                input.records(), input.millisBehindLatest(), new LegacyCheckpointer(input.checkpointer())));
    }

    @Override
    public void leaseLost() throws Exception {
        processor.shutdown(new ShutdownInput(ShutdownReason.ZOMBIE, LegacyCheckpointer.ofALostShard()));
    }

    @Override
    public void shardEnded(ShardEndedInput input) throws Exception {
        processor.shutdown(new ShutdownInput(ShutdownReason.TERMINATE, new LegacyCheckpointer(input.checkpointer())));
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) throws Exception {
        processor.shutdownRequested(new ShutdownRequestedInput(new LegacyCheckpointer(input.checkpointer())));
    }
}
