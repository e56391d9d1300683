package dev.millrace.local.fault;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The policy in force, and how often each of its rules was asked. Safe for use by many threads. */
public final class Faults {

    private volatile State state = new State(FaultPolicy.none());

    /** A policy with the counts of its rules. */
    private record State(FaultPolicy policy, AtomicLongArray asked, AtomicLongArray hits) {
        State(FaultPolicy policy) {
            this(
                    policy,
                    new AtomicLongArray(policy.rules().size()),
                    new AtomicLongArray(policy.rules().size()));
        }
    }

    /** What comes to one request. */
    public record Hit(Set<Fault> faults, long delayNanos) {

        /** Nothing comes. */
        public static final Hit NOTHING = new Hit(Set.of(), 0);

        public boolean has(Fault fault) {
            return faults.contains(fault);
        }
    }

    /** The policy in force. */
    public FaultPolicy policy() {
        return state.policy();
    }

    /** Puts a policy in force; its counts begin anew. */
    public void use(FaultPolicy policy) {
        state = new State(policy);
    }

    /** How often a rule of the policy in force has hit. */
    public List<Long> hits() {
        State current = state;
        return IntStream.range(0, current.hits().length())
                .mapToObj(current.hits()::get)
                .toList();
    }

    /** What comes to this request as a whole. */
    public Hit on(FaultedCall call) {
        State current = state;
        if (current.policy().rules().isEmpty()) {
            return Hit.NOTHING;
        }
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        long delay = 0;
        for (int i = 0; i < current.policy().rules().size(); i++) {
            FaultRule rule = current.policy().rules().get(i);
            boolean possible = !rule.fault().ofRecords()
                    && (rule.fault() != Fault.EXPIRED_ITERATOR
                            || call.operation().equals("GetRecords"));
            if (possible && rule.calls().test(call)) {
                double chance = chance(current, i);
                if (chance < rule.probability()) {
                    current.hits().incrementAndGet(i);
                    faults.add(rule.fault());
                    Latency latency = rule.latency();
                    delay += latency == null ? 0 : latency.nanos(chance / rule.probability());
                }
            }
        }
        return new Hit(faults, delay);
    }

    /** What comes to one record of a PutRecords request, or null. */
    public @Nullable Fault onRecord(FaultedCall call) {
        State current = state;
        Fault hit = null;
        for (int i = 0; i < current.policy().rules().size(); i++) {
            FaultRule rule = current.policy().rules().get(i);
            if (rule.fault().ofRecords() && rule.calls().test(call) && chance(current, i) < rule.probability()) {
                current.hits().incrementAndGet(i);
                hit = rule.fault();
            }
        }
        return hit;
    }

    /** From 0 to 1: for each rule a sequence of its own that depends on the seed only. */
    private static double chance(State state, int rule) {
        long n = state.asked().getAndIncrement(rule);
        long mixed = mix(state.policy().seed() * 0x9E3779B97F4A7C15L + mix(rule + 1L) + n * 0xD1342543DE82EF95L);
        return (mixed >>> 11) * 0x1.0p-53;
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 32) * 0xBEA225F9EB34556DL;
        mixed = (mixed ^ mixed >>> 29) * 0xBEA225F9EB34556DL;
        return mixed ^ mixed >>> 32;
    }
}
