package dev.millrace.local.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong on purpose. Immutable. With the same seed and the same requests in the same order, the same ones
 * are hit: whether the n-th matching request is hit depends on the seed, the rule's place and n only.
 *
 * @param seed of all chance
 * @param rules each is asked by itself, in order
 * @param reshardEvery how often a shard of some stream is split or two are merged; null for never
 */
public record FaultPolicy(
        long seed, List<FaultRule> rules, @Nullable Duration reshardEvery) {

    private static final FaultPolicy NONE = new FaultPolicy(0, List.of(), null);

    public FaultPolicy {
        rules = List.copyOf(rules);
        if (reshardEvery != null && (reshardEvery.isZero() || reshardEvery.isNegative())) {
            throw new IllegalArgumentException(
                    "reshard interval out of range: " + reshardEvery + " (longer than zero)");
        }
    }

    /** Nothing goes wrong. */
    public static FaultPolicy none() {
        return NONE;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a policy from text such as {@code throttle=0.1,record-throttle=0.05,latency=10ms..50ms,reshard=5s,seed=7}:
     * faults by name with their probability, for all requests that they can come to.
     *
     * @throws IllegalArgumentException if it says something else; the message names it and what is allowed
     */
    public static FaultPolicy parse(String text) {
        return FaultText.parse(text);
    }

    /** Builds a {@link FaultPolicy}. */
    public static final class Builder {
        private long seed;
        private final List<FaultRule> rules = new ArrayList<>();
        private @Nullable Duration reshardEvery;

        private Builder() {}

        /** Default: 0. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /** A fault for any request that it can come to, with this probability, 0 to 1. */
        public Builder rule(Fault fault, double probability) {
            return rule(fault, probability, call -> true);
        }

        /** A fault for requests of a kind, with this probability, 0 to 1. */
        public Builder rule(Fault fault, double probability, Predicate<FaultedCall> calls) {
            rules.add(new FaultRule(fault, probability, calls, null));
            return this;
        }

        /** A delay for requests of a kind, with this probability, 0 to 1. */
        public Builder latency(Latency latency, double probability, Predicate<FaultedCall> calls) {
            rules.add(new FaultRule(Fault.LATENCY, probability, calls, latency));
            return this;
        }

        /** A delay for every request. */
        public Builder latency(Latency latency) {
            return latency(latency, 1, call -> true);
        }

        /** How often a shard of some stream is split, or two are merged. Default: never. */
        public Builder reshardEvery(Duration interval) {
            this.reshardEvery = interval;
            return this;
        }

        public FaultPolicy build() {
            return new FaultPolicy(seed, rules, reshardEvery);
        }
    }
}
