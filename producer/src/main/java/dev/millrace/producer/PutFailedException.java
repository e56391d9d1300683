package dev.millrace.producer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user record was not stored, as far as anyone can say: see the outcomes of the attempts. */
public final class PutFailedException extends RuntimeException {

    private static final long serialVersionUID = 2;

    /** Why it was not stored. */
    public enum Reason {
        /** The delivery timeout was reached. */
        EXPIRED("delivery timeout reached"),
        /** The service will never take it, or not from this caller. */
        REFUSED("the service refused the request"),
        /** The producer was closed before it was stored. */
        CLOSED("producer was closed"),
        /** Something in the producer went wrong. */
        INTERNAL("failure within the producer");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private final Reason reason;
    private final transient List<Attempt> attempts;

    PutFailedException(Reason reason, String message, List<Attempt> attempts, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.attempts = List.copyOf(attempts);
    }

    public Reason reason() {
        return reason;
    }

    /** Every try. If one of them is open, the record may have been stored all the same. */
    public List<Attempt> attempts() {
        return attempts;
    }
}
