package dev.millrace.local.fault;

import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * That a fault comes, how often, and to which requests.
 *
 * @param fault what goes wrong
 * @param probability from 0 (never) to 1 (always)
 * @param calls which requests it may come to
 * @param latency for {@link Fault#LATENCY}, otherwise null
 */
public record FaultRule(
        Fault fault,
        double probability,
        Predicate<FaultedCall> calls,
        @Nullable Latency latency) {

    public FaultRule {
        Objects.requireNonNull(fault, "fault");
        Objects.requireNonNull(calls, "calls");
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "probability out of range: " + fault.text() + "=" + probability + " (allowed 0 to 1)");
        }
        if ((fault == Fault.LATENCY) != (latency != null)) {
            throw new IllegalArgumentException("a latency is for the fault LATENCY, and needed there: " + fault);
        }
    }
}
