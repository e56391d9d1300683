package dev.millrace.lambda;

import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;

/** The end of a time window could not be processed, with a checked exception, its cause. It comes again. */
public final class WindowFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    WindowFailedException(KinesisTimeWindowEvent event, Exception cause) {
        super(
                "end of a time window failed: shardId=" + event.getShardId()
                        + (event.getWindow() == null
                                ? ""
                                : " start=" + event.getWindow().getStart() + " end="
                                        + event.getWindow().getEnd()),
                cause);
    }
}
