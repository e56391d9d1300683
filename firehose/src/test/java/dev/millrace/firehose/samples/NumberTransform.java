package dev.millrace.firehose.samples;

import com.amazonaws.services.lambda.runtime.Context;
import dev.millrace.lambda.firehose.FirehoseRecord;
import dev.millrace.lambda.firehose.FirehoseTransformHandler;
import dev.millrace.lambda.firehose.Transformed;

/** Delivers {@code done-} and the text, but fails for texts that end with 7, and ends its process or hangs on demand. */
public final class NumberTransform extends FirehoseTransformHandler {

    public static final String EXIT = "exit";
    public static final String HANG = "hang";
    public static final String DONE = "done-";

    /** Whether a text is one that it fails for. */
    public static boolean fails(String text) {
        return text.endsWith("7");
    }

    @Override
    protected Transformed transform(FirehoseRecord record, Context context) {
        String text = record.text();
        if (text.equals(EXIT)) {
            Runtime.getRuntime().halt(1);
        }
        while (text.equals(HANG)) {
            Thread.onSpinWait();
        }
        return fails(text) ? Transformed.failed("seven") : Transformed.ok(DONE + text);
    }
}
