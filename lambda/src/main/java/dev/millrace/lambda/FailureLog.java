package dev.millrace.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** Writes to the function's log what a response has no place for: why a record failed. */
final class FailureLog {

    private final @Nullable LambdaLogger logger;

    /**
     * @param context null where there is none, in tests: nothing is written then
     */
    FailureLog(@Nullable Context context) {
        this.logger = context == null ? null : context.getLogger();
    }

    void failed(String sequenceNumber, @Nullable LambdaUserRecord record, Throwable cause) {
        if (logger == null) {
            return;
        }
        StringWriter text = new StringWriter();
        text.append("millrace: ")
                .append(record == null ? "sequenceNumber=" + sequenceNumber : record.toString())
                .append(" failed, and comes again with all behind it\n");
        cause.printStackTrace(new PrintWriter(text));
        logger.log(text.toString());
    }
}
