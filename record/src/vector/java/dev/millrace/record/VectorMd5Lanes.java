package dev.millrace.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A message in each lane of the processor's widest vectors.
 *
 * <p>Each round is a loop of four steps. With all sixteen written out one after the other the compiler runs out of
 * registers, and the vectors go through memory.
 */
final class VectorMd5Lanes extends Md5Lanes {

    private static final VectorSpecies<Integer> LANES = IntVector.SPECIES_PREFERRED;
    private static final int COUNT = LANES.length();
    private static final IntVector ONES = IntVector.broadcast(LANES, -1);
    private static final Round[] ROUNDS = Round.values();
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int[] SINES = PlainMd5.sines();

    /** Of the block that is taken in: the first word of each lane, the second of each, and so on. */
    private final int[] words = new int[BLOCK_WORDS * COUNT];

    private final int[] running = new int[4 * COUNT];

    VectorMd5Lanes() {
        super(COUNT);
    }

    @Override
    void blocks(int[] sums, byte[][] messages, int[] offsets, int count) {
        for (int block = 0; block < count; block++) {
            gather(messages, offsets, block * BLOCK_BYTES, words);
            System.arraycopy(sums, 0, running, 0, sums.length);
            for (Round round : ROUNDS) {
                round.take(running, words);
            }
            for (int i = 0; i < sums.length; i++) {
                sums[i] += running[i];
            }
        }
    }

    private static void gather(byte[][] messages, int[] offsets, int from, int[] words) {
        for (int lane = 0; lane < COUNT; lane++) {
            byte[] message = messages[lane];
            int offset = offsets[lane] + from;
            for (int word = 0; word < BLOCK_WORDS; word++) {
                words[word * COUNT + lane] = (int) INTS.get(message, offset + word * Integer.BYTES);
            }
        }
    }

    /** Bits of y where x has ones, and of z where it has none. */
    private static IntVector even(IntVector x, IntVector y, IntVector z) {
        return z.lanewise(VectorOperators.XOR, x.and(y.lanewise(VectorOperators.XOR, z)));
    }

    private static IntVector odd(IntVector x, IntVector y, IntVector z) {
        return x.lanewise(VectorOperators.XOR, y).lanewise(VectorOperators.XOR, z);
    }

    private static IntVector last(IntVector x, IntVector y, IntVector z) {
        return y.lanewise(VectorOperators.XOR, x.or(ONES.lanewise(VectorOperators.XOR, z)));
    }

    private static IntVector load(int[] from, int offset) {
        return IntVector.fromArray(LANES, from, offset);
    }

    private static IntVector step(
            IntVector sum, IntVector next, IntVector mix, int[] words, int word, int sine, int turn) {
        return sum.add(mix)
                .add(load(words, (word & 15) * COUNT))
                .add(SINES[sine])
                .lanewise(VectorOperators.ROL, turn)
                .add(next);
    }

    private enum Round {
        FIRST {
            @Override
            void take(int[] sums, int[] words) {
                IntVector w = load(sums, 0);
                IntVector x = load(sums, COUNT);
                IntVector y = load(sums, 2 * COUNT);
                IntVector z = load(sums, 3 * COUNT);
                for (int i = 0; i < 16; i += 4) {
                    w = step(w, x, even(x, y, z), words, i, i, 7);
                    z = step(z, w, even(w, x, y), words, i + 1, i + 1, 12);
                    y = step(y, z, even(z, w, x), words, i + 2, i + 2, 17);
                    x = step(x, y, even(y, z, w), words, i + 3, i + 3, 22);
                }
                w.intoArray(sums, 0);
                x.intoArray(sums, COUNT);
                y.intoArray(sums, 2 * COUNT);
                z.intoArray(sums, 3 * COUNT);
            }
        },
        SECOND {
            @Override
            void take(int[] sums, int[] words) {
                IntVector w = load(sums, 0);
                IntVector x = load(sums, COUNT);
                IntVector y = load(sums, 2 * COUNT);
                IntVector z = load(sums, 3 * COUNT);
                for (int i = 16; i < 32; i += 4) {
                    w = step(w, x, even(z, x, y), words, 5 * i + 1, i, 5);
                    z = step(z, w, even(y, w, x), words, 5 * i + 6, i + 1, 9);
                    y = step(y, z, even(x, z, w), words, 5 * i + 11, i + 2, 14);
                    x = step(x, y, even(w, y, z), words, 5 * i + 16, i + 3, 20);
                }
                w.intoArray(sums, 0);
                x.intoArray(sums, COUNT);
                y.intoArray(sums, 2 * COUNT);
                z.intoArray(sums, 3 * COUNT);
            }
        },
        THIRD {
            @Override
            void take(int[] sums, int[] words) {
                IntVector w = load(sums, 0);
                IntVector x = load(sums, COUNT);
                IntVector y = load(sums, 2 * COUNT);
                IntVector z = load(sums, 3 * COUNT);
                for (int i = 32; i < 48; i += 4) {
                    w = step(w, x, odd(x, y, z), words, 3 * i + 5, i, 4);
                    z = step(z, w, odd(w, x, y), words, 3 * i + 8, i + 1, 11);
                    y = step(y, z, odd(z, w, x), words, 3 * i + 11, i + 2, 16);
                    x = step(x, y, odd(y, z, w), words, 3 * i + 14, i + 3, 23);
                }
                w.intoArray(sums, 0);
                x.intoArray(sums, COUNT);
                y.intoArray(sums, 2 * COUNT);
                z.intoArray(sums, 3 * COUNT);
            }
        },
        FOURTH {
            @Override
            void take(int[] sums, int[] words) {
                IntVector w = load(sums, 0);
                IntVector x = load(sums, COUNT);
                IntVector y = load(sums, 2 * COUNT);
                IntVector z = load(sums, 3 * COUNT);
                for (int i = 48; i < 64; i += 4) {
                    w = step(w, x, last(x, y, z), words, 7 * i, i, 6);
                    z = step(z, w, last(w, x, y), words, 7 * i + 7, i + 1, 10);
                    y = step(y, z, last(z, w, x), words, 7 * i + 14, i + 2, 15);
                    x = step(x, y, last(y, z, w), words, 7 * i + 21, i + 3, 21);
                }
                w.intoArray(sums, 0);
                x.intoArray(sums, COUNT);
                y.intoArray(sums, 2 * COUNT);
                z.intoArray(sums, 3 * COUNT);
            }
        };

        abstract void take(int[] sums, int[] words);
    }
}
