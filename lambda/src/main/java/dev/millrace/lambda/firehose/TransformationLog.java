package dev.millrace.lambda.firehose;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** Writes to the function's log what a response has no place for: why records failed. Firehose tells nobody. */
final class TransformationLog {

    private final @Nullable LambdaLogger logger;

    /**
     * @param context null where there is none, in tests: nothing is written then
     */
    TransformationLog(@Nullable Context context) {
        this.logger = context == null ? null : context.getLogger();
    }

    void failed(FirehoseRecord record, String reason) {
        log(record + " failed: " + reason);
    }

    void failed(FirehoseRecord record, Throwable cause) {
        failed(record.toString(), cause);
    }

    void failed(String what, Throwable cause) {
        StringWriter text = new StringWriter();
        text.append(what).append(" failed\n");
        cause.printStackTrace(new PrintWriter(text));
        log(text.toString());
    }

    private void log(String text) {
        if (logger != null) {
            logger.log("millrace: " + text);
        }
    }
}
