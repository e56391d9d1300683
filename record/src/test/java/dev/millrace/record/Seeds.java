package dev.millrace.record;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Random tests in rounds. Each round has a seed of its own, and whatever fails in it says that seed: with
 * {@code -Dmillrace.seed=...} that round comes first.
 */
final class Seeds {

    private static final String PROPERTY = "millrace.seed";

    private Seeds() {}

    static void rounds(int count, Consumer<SplittableRandom> round) {
        Long given = Long.getLong(PROPERTY);
        long seed = given == null ? System.nanoTime() : given;
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            try {
                round.accept(new SplittableRandom(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("round " + i + " failed, -D" + PROPERTY + "=" + seed + ": " + e, e);
            }
            seed = seeds.nextLong();
        }
    }
}
