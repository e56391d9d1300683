package dev.millrace.lambda.forwarder;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * Why an event was not wholly forwarded.
 *
 * @param index of the first Kinesis record that was not
 * @param sequenceNumber of that one
 * @param cause null if the time had run out before anything was tried
 */
record ForwardingFailure(
        int index, String sequenceNumber, @Nullable Throwable cause) {

    /** For the function's log. */
    String describe(String stream) {
        StringWriter text = new StringWriter();
        text.append("not forwarded, and comes again with all behind it: sequenceNumber=")
                .append(sequenceNumber)
                .append(" target=")
                .append(stream)
                .append('\n');
        if (cause == null) {
            text.append("the function's time has run out\n");
        } else {
            cause.printStackTrace(new PrintWriter(text));
        }
        return text.toString();
    }

    /** The one that lies before the other. */
    static ForwardingFailure first(@Nullable ForwardingFailure known, ForwardingFailure other) {
        return known == null || other.index < known.index ? other : known;
    }
}
