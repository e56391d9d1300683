package dev.millrace.kcl;

import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.InvalidStateException;
import dev.millrace.processor.KinesisClientLibDependencyException;
import dev.millrace.processor.ShutdownException;
import dev.millrace.processor.ThrottlingException;
import dev.millrace.processor.engine.CheckpointSink;
import org.jspecify.annotations.Nullable;
import software.amazon.kinesis.checkpoint.ShardRecordProcessorCheckpointer;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;

/** Stores the checkpoints of a shard with the library's checkpointer. Safe for use by many threads. */
final class KclCheckpointSink implements CheckpointSink {

    private volatile @Nullable RecordProcessorCheckpointer checkpointer;

    /** Takes the library's checkpointer, which comes with the first records. */
    void use(RecordProcessorCheckpointer checkpointer) {
        this.checkpointer = checkpointer;
    }

    /** As {@link #use}, at the shard's end. */
    void useAtShardEnd(RecordProcessorCheckpointer checkpointer) {
        use(checkpointer);
        if (checkpointer instanceof ShardRecordProcessorCheckpointer own) {
            // Else a checkpoint of the last record would be stored as the end of a shard that has not ended yet.
            own.sequenceNumberAtShardEnd(null);
        }
    }

    @Override
    public void store(ExtendedSequenceNumber place) {
        store(current -> {
            if (place.equals(ExtendedSequenceNumber.SHARD_END)) {
                current.checkpoint();
            } else {
                letSameAgain(current, place);
                current.checkpoint(place.sequenceNumber(), place.subSequenceNumber());
            }
        });
    }

    @Override
    public void storePending(ExtendedSequenceNumber place, byte @Nullable [] state) {
        store(current -> {
            letSameAgain(current, place);
            current.prepareCheckpoint(place.sequenceNumber(), place.subSequenceNumber(), state);
        });
    }

    /** The library stores nothing at the place of its last checkpoint; an announcement would stay, or not come about. */
    private static void letSameAgain(RecordProcessorCheckpointer current, ExtendedSequenceNumber place) {
        if (current instanceof ShardRecordProcessorCheckpointer own
                && place.equals(Places.ours(own.lastCheckpointValue()))) {
            own.setInitialCheckpointValue(software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber.AT_TIMESTAMP);
        }
    }

    private void store(Step step) {
        RecordProcessorCheckpointer current = checkpointer;
        if (current == null) {
            throw new IllegalStateException("nothing was delivered yet");
        }
        try {
            step.run(current);
        } catch (software.amazon.kinesis.exceptions.ShutdownException e) {
            throw new ShutdownException("this worker no longer holds the lease: " + e.getMessage(), e);
        } catch (software.amazon.kinesis.exceptions.ThrottlingException e) {
            throw new ThrottlingException("the lease table is busy: " + e.getMessage(), e);
        } catch (software.amazon.kinesis.exceptions.InvalidStateException e) {
            throw new InvalidStateException("the lease table is not as it should be: " + e.getMessage(), e);
        } catch (software.amazon.kinesis.exceptions.KinesisClientLibDependencyException e) {
            throw new KinesisClientLibDependencyException("the lease table failed: " + e.getMessage(), e);
        }
    }

    /** One call of the library's. */
    private interface Step {
        void run(RecordProcessorCheckpointer current)
                throws software.amazon.kinesis.exceptions.ShutdownException,
                        software.amazon.kinesis.exceptions.InvalidStateException;
    }
}
