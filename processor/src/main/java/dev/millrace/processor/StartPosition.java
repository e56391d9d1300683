package dev.millrace.processor;

import java.time.Instant;
import java.util.Objects;

/** Where reading begins in a stream for which there is no checkpoint yet. */
public sealed interface StartPosition {

    /** At the oldest record that is kept. */
    record TrimHorizon() implements StartPosition {}

    /** Behind the newest record at the moment of the first start. */
    record Latest() implements StartPosition {}

    /**
     * At the first record that was stored at or after a moment.
     *
     * @param moment not in the future
     */
    record AtTimestamp(Instant moment) implements StartPosition {
        public AtTimestamp {
            Objects.requireNonNull(moment, "moment");
        }
    }

    static StartPosition trimHorizon() {
        return new TrimHorizon();
    }

    static StartPosition latest() {
        return new Latest();
    }

    static StartPosition atTimestamp(Instant moment) {
        return new AtTimestamp(moment);
    }
}
