package dev.millrace.processor;

import java.time.Instant;

/** The checkpoints belong to an earlier stream of the same name, and mean nothing in this one. */
public final class StreamRecreatedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StreamRecreatedException(String stream, Instant checkpointed, Instant found) {
        super("stream was deleted and made again since its checkpoints were stored: stream=" + stream
                + " checkpointsOfStreamCreated=" + checkpointed + " streamCreated=" + found
                + " (to begin anew, reset the checkpoints of this stream)");
    }
}
