package dev.millrace.system.differential;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Rounds of a random test. What fails says the seed of its round; given as a property, that round comes first. */
final class Seeds {

    private static final String SEED = "millrace.seed";
    private static final String AGGREGATES = "millrace.differential.aggregates";
    private static final int DEFAULT_AGGREGATES = 1000;

    private Seeds() {}

    /** As many rounds as the property for differential tests says. */
    static void differentialRounds(Consumer<SplittableRandom> round) {
        Long given = Long.getLong(SEED);
        long seed = given == null ? System.nanoTime() : given;
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int left = Integer.getInteger(AGGREGATES, DEFAULT_AGGREGATES); left > 0; left--) {
            try {
                round.accept(new SplittableRandom(seed));
            } catch (RuntimeException | Error e) {
                throw new AssertionError("failed with -D" + SEED + "=" + seed + ": " + e, e);
            }
            seed = seeds.nextLong();
        }
    }
}
