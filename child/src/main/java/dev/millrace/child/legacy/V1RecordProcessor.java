package dev.millrace.child.legacy;

import dev.millrace.processor.Checkpointer;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordProcessor;
import java.util.List;

/**
 * A record processor in the first form. Its checkpointers throw {@link CheckpointError}. What it throws
 * itself ends the process, as with every other.
 */
public interface V1RecordProcessor {

    /** Called once, before all others. */
    void initialize(String shardId) throws Exception;

    /** Takes the next records of the shard. */
    void processRecords(List<ReceivedRecord> records, Checkpointer checkpointer) throws Exception;

    /** Called last. */
    void shutdown(Checkpointer checkpointer, ShutdownReason reason) throws Exception;

    /** The worker is about to stop; the last chance to checkpoint. */
    default void shutdownRequested(Checkpointer checkpointer) throws Exception {}

    /** This, in today's form. */
    default RecordProcessor asRecordProcessor() {
        return new V1Adapter(this);
    }
}
