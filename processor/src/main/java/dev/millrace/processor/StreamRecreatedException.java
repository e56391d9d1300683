package dev.millrace.processor;

import java.time.Instant;

/** The checkpoints belong to an earlier stream of the same name, and mean nothing in this one. */
public final class StreamRecreatedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * Of a stream whose creation times differ.
     *
     * @param stream the name of both
     * @param known when the stream was created whose checkpoints are stored
     * @param now when the stream was created that is there now
     */
    public StreamRecreatedException(String stream, Instant known, Instant now) {
        super("stream was deleted and made again since its checkpoints were stored: stream=" + stream
                + " checkpointsOfStreamCreated=" + known + " streamCreated=" + now
                + " (to begin anew, reset the checkpoints of this stream)");
    }
}
