package dev.millrace.multilang.shard;

import dev.millrace.child.protocol.Message;
import dev.millrace.processor.Checkpointer;
import dev.millrace.processor.ExtendedSequenceNumber;

/**
 * How far a shard was given to its child, and how far the child has checkpointed it. A request for everything is one for
 * what <em>this</em> child was given: the engine may already have delivered more, which a new child has not seen yet.
 */
final class ShardCheckpoints {

    private ExtendedSequenceNumber stored;
    private ExtendedSequenceNumber sent;

    ShardCheckpoints(ExtendedSequenceNumber stored) {
        this.stored = stored;
        this.sent = stored;
    }

    /** The last checkpoint. */
    ExtendedSequenceNumber stored() {
        return stored;
    }

    /** The last record that the child was given; its checkpoint, if none. */
    ExtendedSequenceNumber sent() {
        return sent;
    }

    /** The child is about to get records up to this one. */
    void sending(ExtendedSequenceNumber last) {
        sent = last;
    }

    /** There is a new child, which knows nothing. */
    void startAgain() {
        sent = stored;
    }

    /**
     * Stores checkpoints with the engine.
     *
     * @param atShardEnd whether a request that names the last Kinesis record, and no user record in it, is one for everything:
     *     children that know no sub-sequence numbers have no other way to say that
     * @param progress is run when a checkpoint got further
     */
    CheckpointDesk desk(Checkpointer checkpointer, boolean atShardEnd, Runnable progress) {
        return request -> {
            try {
                ExtendedSequenceNumber place = place(request, atShardEnd);
                if (place.equals(stored) && !place.isNumber()) {
                    return request.stored();
                }
                checkpointer.checkpoint(place.sequenceNumber(), place.subSequenceNumber());
                if (place.compareTo(stored) > 0) {
                    stored = place;
                    progress.run();
                }
                return request.stored();
            } catch (RuntimeException e) {
                return request.failed(e);
            }
        };
    }

    private ExtendedSequenceNumber place(Message.Checkpoint request, boolean atShardEnd) {
        String sequenceNumber = request.sequenceNumber();
        if (sequenceNumber == null) {
            return sent;
        }
        Long subSequenceNumber = request.subSequenceNumber();
        if (subSequenceNumber == null && atShardEnd && sequenceNumber.equals(sent.sequenceNumber())) {
            return sent;
        }
        ExtendedSequenceNumber place =
                new ExtendedSequenceNumber(sequenceNumber, subSequenceNumber == null ? 0 : subSequenceNumber);
        if (place.compareTo(sent) > 0) {
            throw new IllegalArgumentException("checkpoint behind the last record that the child was given: checkpoint="
                    + place + " (at most " + sent + ")");
        }
        return place;
    }
}
