package dev.millrace.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.util.Objects;

/**
 * A Lambda function that gets the user records of a Kinesis mapping one by one. Extend it, and name the class as the
 * function's handler.
 *
 * <pre>{@code
 * public final class Words extends UserRecordHandler {
 *     protected void handle(LambdaUserRecord record, Context context) {
 *         count(record.text());
 *     }
 * }
 * }</pre>
 *
 * <p>The first failure stops, and the answer names the Kinesis record. The mapping has to be told to read that, see
 * {@link FailureReport#RESPONSE}.
 */
public abstract class UserRecordHandler extends KinesisEventHandler {

    private final HandlerOptions options;

    /** With {@link HandlerOptions#defaults}. */
    protected UserRecordHandler() {
        this(HandlerOptions.defaults());
    }

    protected UserRecordHandler(HandlerOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * Processes a user record.
     *
     * @throws Exception if it failed; its Kinesis record comes again, with all behind it
     */
    protected abstract void handle(LambdaUserRecord record, Context context) throws Exception;

    @Override
    public final StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
        return EventProcessing.oneByOne(event, options, context, record -> handle(record, context));
    }
}
