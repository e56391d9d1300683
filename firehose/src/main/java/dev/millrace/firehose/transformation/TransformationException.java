package dev.millrace.firehose.transformation;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An invocation failed. */
public final class TransformationException extends Exception {

    private static final long serialVersionUID = 1;

    private final String code;
    private final boolean retriable;

    private TransformationException(String code, boolean retriable, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
        this.retriable = retriable;
    }

    /** The function could not be invoked, failed, or took too long: it is invoked again. */
    public static TransformationException ofInvocation(String code, String message, @Nullable Throwable cause) {
        return new TransformationException(code, true, message, cause);
    }

    /** The function answered what cannot be taken: invoking it again would not help. */
    public static TransformationException ofAnswer(String code, String message, @Nullable Throwable cause) {
        return new TransformationException(code, false, message, cause);
    }

    /** As the service names it in failed records, for example {@link FailureCode#FUNCTION_ERROR}. */
    public String code() {
        return code;
    }

    /** Whether it is worth another try. */
    public boolean retriable() {
        return retriable;
    }
}
