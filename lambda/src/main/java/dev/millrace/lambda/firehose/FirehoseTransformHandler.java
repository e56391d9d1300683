package dev.millrace.lambda.firehose;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Objects;

/**
 * A Lambda function that transforms records for Firehose. Extend it, and name the class as the function's handler.
 *
 * <pre>{@code
 * public final class Upper extends FirehoseTransformHandler {
 *     protected Transformed transform(FirehoseRecord record, Context context) {
 *         return Transformed.ok(record.text().toUpperCase(Locale.ROOT));
 *     }
 * }
 * }</pre>
 *
 * <p>Every record of the event is answered exactly once, whatever the transformation does: a record for which it throws or
 * returns null has failed, and its original goes to the error prefix. The response stays below Lambda's limit.
 * Reads the preprocessing events of Kinesis Data Analytics too.
 */
public abstract class FirehoseTransformHandler implements RequestHandler<FirehoseEvent, FirehoseResponse> {

    private final FirehoseOptions options;

    /** With {@link FirehoseOptions#defaults}. */
    protected FirehoseTransformHandler() {
        this(FirehoseOptions.defaults());
    }

    protected FirehoseTransformHandler(FirehoseOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * Transforms a record; of an aggregated record that was put straight to Firehose, each user record by itself.
     *
     * @throws Exception if it cannot be transformed: it counts as failed, alone
     */
    protected abstract Transformed transform(FirehoseRecord record, Context context) throws Exception;

    @Override
    public final FirehoseResponse handleRequest(FirehoseEvent event, Context context) {
        return FirehoseTransformation.apply(event, options, context, record -> transform(record, context));
    }
}
