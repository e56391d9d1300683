package dev.millrace.lambda;

import java.util.SplittableRandom;

/** Randomness of tests: the seed is printed, and {@code -Dmillrace.seed=...} repeats it. */
public final class Seed {

    private static final String PROPERTY = "millrace.seed";

    private Seed() {}

    public static SplittableRandom random() {
        Long given = Long.getLong(PROPERTY);
        long seed = given == null ? System.nanoTime() : given;
        System.out.println("-D" + PROPERTY + "=" + seed);
        return new SplittableRandom(seed);
    }
}
