package dev.millrace.producer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user record was not stored, as far as anyone can say: see the outcomes of the attempts. */
public final class PutFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<Attempt> attempts;

    PutFailedException(String message, List<Attempt> attempts, @Nullable Throwable cause) {
        super(message, cause);
        this.attempts = List.copyOf(attempts);
    }

    /** Every try. If one of them is open, the record may have been stored all the same. */
    public List<Attempt> attempts() {
        return attempts;
    }
}
