package dev.millrace.producer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One try to store the Kinesis record that a user record travelled in.
 *
 * @param delay from the acceptance of the record to the sending
 * @param duration from the sending to the answer
 * @param outcome how it went
 * @param error name and text of the error, null if there was none
 */
public record Attempt(
        Duration delay,
        Duration duration,
        Outcome outcome,
        @Nullable String error) {

    /** How a try went. */
    public enum Outcome {
        /** Stored where every reader will find it. */
        STORED,
        /** Stored in a shard in which some readers would drop it, so its user records were sent again. */
        MISPLACED,
        /** The service said that it was not stored. */
        REFUSED,
        /** No answer came, so nobody can say whether it was stored. Explains a duplicate. */
        OPEN
    }
}
