package dev.millrace.firehose.transformation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How failures of functions are told, wherever the function runs. */
final class FunctionErrors {

    /** What Lambda takes of a response, in bytes. */
    static final int MOST_RESPONSE_BYTES = 6 << 20;

    private static final int MOST_CHARACTERS = 1000;

    private FunctionErrors() {}

    static TransformationException failed(String function, String kind, String text) {
        String shown = text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "..." : text;
        return TransformationException.ofInvocation(
                FailureCode.FUNCTION_ERROR,
                "function failed: function=" + function + " kind=" + kind + ": " + shown,
                null);
    }

    static TransformationException timedOut(String function, Duration timeout, @Nullable Throwable cause) {
        return TransformationException.ofInvocation(
                FailureCode.FUNCTION_TIMED_OUT,
                "function did not answer in time: function=" + function + " timeout=" + timeout,
                cause);
    }

    static void checkLength(String function, long bytes) throws TransformationException {
        if (bytes > MOST_RESPONSE_BYTES) {
            throw TransformationException.ofInvocation(
                    FailureCode.FUNCTION_ERROR,
                    "response too large: function=" + function + " bytes=" + bytes + " (max " + MOST_RESPONSE_BYTES
                            + ")",
                    null);
        }
    }
}
