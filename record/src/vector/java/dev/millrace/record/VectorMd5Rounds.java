package dev.millrace.record;

import static dev.millrace.record.VectorMd5Steps.LENGTH;
import static dev.millrace.record.VectorMd5Steps.either;
import static dev.millrace.record.VectorMd5Steps.last;
import static dev.millrace.record.VectorMd5Steps.load;
import static dev.millrace.record.VectorMd5Steps.parity;
import static dev.millrace.record.VectorMd5Steps.step;

import jdk.incubator.vector.IntVector;

/**
 * The four rounds over a block of each lane's message.
 *
 * <p>Each is a loop of four steps: with all sixteen written out the compiler runs out of registers. Each is a class of its own:
 * the compiler inlines no more than two of them at one place, and four in one method are so large that it makes objects of
 * vectors.
 */
enum VectorMd5Rounds {
    FIRST {
        @Override
        void take(int[] sums, int[] words) {
            IntVector w = load(sums, 0);
            IntVector x = load(sums, LENGTH);
            IntVector y = load(sums, 2 * LENGTH);
            IntVector z = load(sums, 3 * LENGTH);
            for (int i = 0; i < 16; i += 4) {
                w = step(w, x, either(x, y, z), words, i * LENGTH, i, 7);
                z = step(z, w, either(w, x, y), words, (i + 1) * LENGTH, i + 1, 12);
                y = step(y, z, either(z, w, x), words, (i + 2) * LENGTH, i + 2, 17);
                x = step(x, y, either(y, z, w), words, (i + 3) * LENGTH, i + 3, 22);
            }
            w.intoArray(sums, 0);
            x.intoArray(sums, LENGTH);
            y.intoArray(sums, 2 * LENGTH);
            z.intoArray(sums, 3 * LENGTH);
        }
    },

    SECOND {
        @Override
        void take(int[] sums, int[] words) {
            IntVector w = load(sums, 0);
            IntVector x = load(sums, LENGTH);
            IntVector y = load(sums, 2 * LENGTH);
            IntVector z = load(sums, 3 * LENGTH);
            for (int i = 16; i < 32; i += 4) {
                w = step(w, x, either(z, x, y), words, ((5 * i + 1) & 15) * LENGTH, i, 5);
                z = step(z, w, either(y, w, x), words, ((5 * i + 6) & 15) * LENGTH, i + 1, 9);
                y = step(y, z, either(x, z, w), words, ((5 * i + 11) & 15) * LENGTH, i + 2, 14);
                x = step(x, y, either(w, y, z), words, ((5 * i + 16) & 15) * LENGTH, i + 3, 20);
            }
            w.intoArray(sums, 0);
            x.intoArray(sums, LENGTH);
            y.intoArray(sums, 2 * LENGTH);
            z.intoArray(sums, 3 * LENGTH);
        }
    },

    THIRD {
        @Override
        void take(int[] sums, int[] words) {
            IntVector w = load(sums, 0);
            IntVector x = load(sums, LENGTH);
            IntVector y = load(sums, 2 * LENGTH);
            IntVector z = load(sums, 3 * LENGTH);
            for (int i = 32; i < 48; i += 4) {
                w = step(w, x, parity(x, y, z), words, ((3 * i + 5) & 15) * LENGTH, i, 4);
                z = step(z, w, parity(w, x, y), words, ((3 * i + 8) & 15) * LENGTH, i + 1, 11);
                y = step(y, z, parity(z, w, x), words, ((3 * i + 11) & 15) * LENGTH, i + 2, 16);
                x = step(x, y, parity(y, z, w), words, ((3 * i + 14) & 15) * LENGTH, i + 3, 23);
            }
            w.intoArray(sums, 0);
            x.intoArray(sums, LENGTH);
            y.intoArray(sums, 2 * LENGTH);
            z.intoArray(sums, 3 * LENGTH);
        }
    },

    FOURTH {
        @Override
        void take(int[] sums, int[] words) {
            IntVector w = load(sums, 0);
            IntVector x = load(sums, LENGTH);
            IntVector y = load(sums, 2 * LENGTH);
            IntVector z = load(sums, 3 * LENGTH);
            for (int i = 48; i < 64; i += 4) {
                w = step(w, x, last(x, y, z), words, ((7 * i) & 15) * LENGTH, i, 6);
                z = step(z, w, last(w, x, y), words, ((7 * i + 7) & 15) * LENGTH, i + 1, 10);
                y = step(y, z, last(z, w, x), words, ((7 * i + 14) & 15) * LENGTH, i + 2, 15);
                x = step(x, y, last(y, z, w), words, ((7 * i + 21) & 15) * LENGTH, i + 3, 21);
            }
            w.intoArray(sums, 0);
            x.intoArray(sums, LENGTH);
            y.intoArray(sums, 2 * LENGTH);
            z.intoArray(sums, 3 * LENGTH);
        }
    };

    /**
     * Takes the block in.
     *
     * @param sums the first of the four sums of each lane, then the second of each, and so on
     * @param words of the block: the first of each lane, then the second of each, and so on
     */
    abstract void take(int[] sums, int[] words);
}
