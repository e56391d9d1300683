package dev.millrace.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A Lambda function that gets all user records of an event of a Kinesis mapping with a tumbling window in one call,
 * with the state of the window.
 *
 * <p>Any failure fails the event as a whole, since nobody could say what state belongs to a part of it.
 */
public abstract class WindowUserRecordsHandler extends WindowEventHandler {

    private final HandlerOptions options;

    /** With {@link HandlerOptions#defaults}. */
    protected WindowUserRecordsHandler() {
        this(HandlerOptions.defaults());
    }

    /**
     * @throws IllegalArgumentException if it is to go on after a failure
     */
    protected WindowUserRecordsHandler(HandlerOptions options) {
        this.options = Objects.requireNonNull(options, "options").forWindow();
    }

    /**
     * Processes user records, at least one.
     *
     * @param state of the window, to be changed; at most 1 MB in all, or Lambda ends the window early
     * @throws Exception if it failed: all come again, with the state as it was
     */
    protected abstract void handle(List<LambdaUserRecord> records, Map<String, String> state, Context context)
            throws Exception;

    /**
     * The window has ended, after the last of its records was handled; what it came to is in the state. Does nothing
     * unless it is overridden.
     *
     * @param event without records, as a rule; says whether the window was ended early
     * @throws Exception if it failed: it is called again
     */
    protected void windowEnded(Map<String, String> state, KinesisTimeWindowEvent event, Context context)
            throws Exception {}

    @Override
    public final TimeWindowEventResponse handleRequest(KinesisTimeWindowEvent event, Context context) {
        WindowState state = new WindowState(event.getState());
        HandlerOptions throwing = options.report(FailureReport.EXCEPTION);
        EventProcessing.together(event, throwing, context, records -> handle(records, state.current(), context));
        WindowState.end(event, () -> windowEnded(state.current(), event, context));
        return WindowState.response(new HashMap<>(state.current()), List.of());
    }
}
