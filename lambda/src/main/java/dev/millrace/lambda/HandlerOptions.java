package dev.millrace.lambda;

import java.util.Objects;

/**
 * How a handler deals with failures.
 *
 * @param corrupt what becomes of records that cannot be read
 * @param afterFailure what is done with the rest of an event
 * @param report how the mapping is told
 */
public record HandlerOptions(CorruptPolicy corrupt, AfterFailure afterFailure, FailureReport report) {

    private static final HandlerOptions DEFAULT =
            new HandlerOptions(CorruptPolicy.deliver(), AfterFailure.STOP, FailureReport.RESPONSE);

    public HandlerOptions {
        Objects.requireNonNull(corrupt, "corrupt");
        Objects.requireNonNull(afterFailure, "afterFailure");
        Objects.requireNonNull(report, "report");
    }

    /** Corrupt records are delivered, a failure stops, and the response tells of it. */
    public static HandlerOptions defaults() {
        return DEFAULT;
    }

    /** These options with another policy. Default: {@link CorruptPolicy#deliver()}. */
    public HandlerOptions corrupt(CorruptPolicy policy) {
        return new HandlerOptions(policy, afterFailure, report);
    }

    /** These options with another behaviour. Default: {@link AfterFailure#STOP}. */
    public HandlerOptions afterFailure(AfterFailure behaviour) {
        return new HandlerOptions(corrupt, behaviour, report);
    }

    /** These options with another way to tell. Default: {@link FailureReport#RESPONSE}. */
    public HandlerOptions report(FailureReport way) {
        return new HandlerOptions(corrupt, afterFailure, way);
    }

    /** These options, for a time window: its state can only be told for a prefix of the event. */
    HandlerOptions forWindow() {
        if (afterFailure == AfterFailure.GO_ON) {
            throw new IllegalArgumentException(
                    "no going on in a time window, whose state stands for what came before the failure: afterFailure="
                            + afterFailure + " (allowed " + AfterFailure.STOP + ")");
        }
        return this;
    }
}
