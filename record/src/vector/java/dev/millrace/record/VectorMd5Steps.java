package dev.millrace.record;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** What the steps of MD5 (RFC 1321, 3.4) have in common, for a message in each lane of a vector. */
final class VectorMd5Steps {

    static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;
    static final int LENGTH = SPECIES.length();

    private static final IntVector ONES = IntVector.broadcast(SPECIES, -1);
    private static final int[] SINES = PlainMd5.sines();

    private VectorMd5Steps() {}

    static IntVector load(int[] from, int offset) {
        return IntVector.fromArray(SPECIES, from, offset);
    }

    /** Bits of y where x has ones, and of z where it has none. */
    static IntVector either(IntVector x, IntVector y, IntVector z) {
        return z.lanewise(VectorOperators.XOR, x.and(y.lanewise(VectorOperators.XOR, z)));
    }

    /** The parity of each three bits. */
    static IntVector parity(IntVector x, IntVector y, IntVector z) {
        return x.lanewise(VectorOperators.XOR, y).lanewise(VectorOperators.XOR, z);
    }

    /** The mix of the last round. */
    static IntVector last(IntVector x, IntVector y, IntVector z) {
        return y.lanewise(VectorOperators.XOR, x.or(ONES.lanewise(VectorOperators.XOR, z)));
    }

    /**
     * A step. The mix comes last into the sum, since it waits for the step before.
     *
     * @param word place of the block's word of the first lane
     * @param sine which constant
     */
    static IntVector step(IntVector sum, IntVector next, IntVector mix, int[] words, int word, int sine, int turn) {
        return sum.add(load(words, word))
                .add(SINES[sine])
                .add(mix)
                .lanewise(VectorOperators.ROL, turn)
                .add(next);
    }
}
