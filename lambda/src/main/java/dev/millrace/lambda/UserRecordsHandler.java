package dev.millrace.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.util.List;
import java.util.Objects;

/**
 * A Lambda function that gets all user records of an event of a Kinesis mapping in one call. Extend it, and name the
 * class as the function's handler.
 *
 * <p>A {@link UserRecordFailedException} says how far it got. Any other exception fails the event as a whole, so that a
 * mapping that bisects can look for the record.
 */
public abstract class UserRecordsHandler extends KinesisEventHandler {

    private final HandlerOptions options;

    /** With {@link HandlerOptions#defaults}. */
    protected UserRecordsHandler() {
        this(HandlerOptions.defaults());
    }

    protected UserRecordsHandler(HandlerOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * Processes user records, at least one.
     *
     * @throws UserRecordFailedException if it got as far as this one: its Kinesis record comes again, with all behind it
     * @throws Exception if nothing can be said to be done: all come again
     */
    protected abstract void handle(List<LambdaUserRecord> records, Context context) throws Exception;

    @Override
    public final StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
        return EventProcessing.together(event, options, context, records -> handle(records, context));
    }
}
