package dev.millrace.child.legacy;

import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.ShardEndedInput;
import dev.millrace.processor.ShutdownRequestedInput;

/** A processor of the first form in today's. */
final class V1Adapter implements RecordProcessor {

    private final V1RecordProcessor processor;

    V1Adapter(V1RecordProcessor processor) {
        this.processor = processor;
    }

    @Override
    public void initialize(InitializationInput input) throws Exception {
        processor.initialize(input.shardId());
    }

    @Override
    public void processRecords(ProcessRecordsInput input) throws Exception {
        processor.processRecords(input.records(), new LegacyCheckpointer(input.checkpointer()));
    }

    @Override
    public void leaseLost() throws Exception {
        processor.shutdown(LegacyCheckpointer.ofALostShard(), ShutdownReason.ZOMBIE);
    }

    @Override
    public void shardEnded(ShardEndedInput input) throws Exception {
        processor.shutdown(new LegacyCheckpointer(input.checkpointer()), ShutdownReason.TERMINATE);
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) throws Exception {
        processor.shutdownRequested(new LegacyCheckpointer(input.checkpointer()));
    }
}
