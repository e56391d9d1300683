package dev.millrace.child.legacy;

import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.ShutdownRequestedInput;

/**
 * A record processor in the second form. Its checkpointers throw {@link CheckpointError}. What it
 * throws itself ends the process, as with every other.
 */
public interface V2RecordProcessor {

    /** Called once, before all others. */
    void initialize(InitializationInput input) throws Exception;

    /** Takes the next records of the shard. */
    void processRecords(ProcessRecordsInput input) throws Exception;

    /** Called last. */
    void shutdown(ShutdownInput input) throws Exception;

    /** The worker is about to stop; the last chance to checkpoint. */
    default void shutdownRequested(ShutdownRequestedInput input) throws Exception {}

    /** This, in today's form. */
    default RecordProcessor asRecordProcessor() {
        return new V2Adapter(this);
    }
}
