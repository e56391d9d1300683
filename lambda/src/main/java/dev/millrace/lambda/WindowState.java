package dev.millrace.lambda;

import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse.BatchItemFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state of a time window while an event changes it. */
final class WindowState {

    private final Map<String, String> current;
    private Map<String, String> kept;

    WindowState(@Nullable Map<String, String> before) {
        this.current = before == null ? new HashMap<>() : new HashMap<>(before);
        this.kept = new HashMap<>(current);
    }

    /** As the handler changes it. */
    Map<String, String> current() {
        return current;
    }

    /** Remembers the state as it is now. */
    void keep() {
        if (!kept.equals(current)) {
            kept = new HashMap<>(current);
        }
    }

    /** As it was last remembered. */
    Map<String, String> kept() {
        return kept;
    }

    /** Lambda takes an answer without state for a failure. */
    static TimeWindowEventResponse response(Map<String, String> state, List<String> failed) {
        return new TimeWindowEventResponse(
                state, failed.stream().map(BatchItemFailure::new).toList());
    }

    /** What is done at the end of a window. */
    @FunctionalInterface
    interface End {
        void run() throws Exception;
    }

    /** Calls it if the event is the last one of its window. What it throws is passed on, unchecked. */
    static void end(KinesisTimeWindowEvent event, End end) {
        if (!Boolean.TRUE.equals(event.getIsFinalInvokeForWindow())) {
            return;
        }
        try {
            end.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WindowFailedException(event, e);
        } catch (Exception e) {
            throw new WindowFailedException(event, e);
        }
    }
}
