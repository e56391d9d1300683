package dev.millrace.record;

/** Lanes in plain Java, for runtimes without vectors: the same messages, the same order, one step at a time. */
final class PlainMd5Lanes extends Md5Lanes {

    private static final int[][] TURNS = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
    private static final int[] SINES = PlainMd5.sines();

    PlainMd5Lanes(int count) {
        super(count);
    }

    @Override
    void blocks(int[] sums, byte[][] messages, int[] offsets, int lanes, int blocks) {
        int[] words = new int[BLOCK_WORDS * count()];
        for (int block = 0; block < blocks; block++) {
            for (int lane = 0; lane < lanes; lane++) {
                int offset = offsets[lane] + block * BLOCK_BYTES;
                for (int word = 0; word < BLOCK_WORDS; word++) {
                    int value = 0;
                    for (int i = Integer.BYTES - 1; i >= 0; i--) {
                        value = (value << Byte.SIZE) | (messages[lane][offset + word * Integer.BYTES + i] & 0xff);
                    }
                    words[word * count() + lane] = value;
                }
            }
            block(sums, words);
        }
    }

    @Override
    void block(int[] sums, int[] words) {
        for (int lane = 0; lane < count(); lane++) {
            int[] sum = new int[SUMS];
            for (int i = 0; i < SUMS; i++) {
                sum[i] = sums[i * count() + lane];
            }
            for (int step = 0; step < 4 * BLOCK_WORDS; step++) {
                step(sum, step, words, lane);
            }
            for (int i = 0; i < SUMS; i++) {
                sums[i * count() + lane] += sum[i];
            }
        }
    }

    private void step(int[] sum, int step, int[] words, int lane) {
        int x = sum[1];
        int y = sum[2];
        int z = sum[3];
        int round = step / BLOCK_WORDS;
        int mix;
        int word;
        switch (round) {
            case 0 -> {
                mix = (x & y) | (~x & z);
                word = step;
            }
            case 1 -> {
                mix = (x & z) | (y & ~z);
                word = 5 * step + 1;
            }
            case 2 -> {
                mix = x ^ y ^ z;
                word = 3 * step + 5;
            }
            default -> {
                mix = y ^ (x | ~z);
                word = 7 * step;
            }
        }
        int turned = Integer.rotateLeft(
                sum[0] + mix + words[word % BLOCK_WORDS * count() + lane] + SINES[step], TURNS[round][step % 4]);
        sum[0] = z;
        sum[3] = y;
        sum[2] = x;
        sum[1] = x + turned;
    }
}
