package dev.millrace.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A Lambda function that gets the user records of a Kinesis mapping with a tumbling window one by one, with the state
 * of the window.
 *
 * <p>The first failure stops. The state that is answered then is that before the failed Kinesis record, since all of it
 * comes again: what its first user records did to the state is undone.
 */
public abstract class WindowUserRecordHandler extends WindowEventHandler {

    private final HandlerOptions options;

    /** With {@link HandlerOptions#defaults}. */
    protected WindowUserRecordHandler() {
        this(HandlerOptions.defaults());
    }

    /**
     * @throws IllegalArgumentException if it is to go on after a failure
     */
    protected WindowUserRecordHandler(HandlerOptions options) {
        this.options = Objects.requireNonNull(options, "options").forWindow();
    }

    /**
     * Processes a user record.
     *
     * @param state of the window, to be changed; at most 1 MB in all, or Lambda ends the window early
     * @throws Exception if it failed; its Kinesis record comes again, with all behind it
     */
    protected abstract void handle(LambdaUserRecord record, Map<String, String> state, Context context)
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
        List<String> failed = new RecordByRecord(
                        options, context, record -> handle(record, state.current(), context), state::keep)
                .process(event.getRecords());
        if (!failed.isEmpty()) {
            return WindowState.response(state.kept(), failed);
        }
        WindowState.end(event, () -> windowEnded(state.current(), event, context));
        return WindowState.response(new HashMap<>(state.current()), failed);
    }
}
