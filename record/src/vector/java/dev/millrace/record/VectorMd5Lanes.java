package dev.millrace.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A message in each lane of the processor's widest vectors. */
final class VectorMd5Lanes extends Md5Lanes {

    private static final int COUNT = VectorMd5Steps.LENGTH;
    private static final VectorMd5Rounds[] ROUNDS = VectorMd5Rounds.values();
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Of the blocks that are taken in: the first word of each lane, the second of each, and so on. */
    private final int[] words = new int[BLOCK_WORDS * COUNT];

    private final int[] running = new int[4 * COUNT];

    VectorMd5Lanes() {
        super(COUNT);
    }

    @Override
    void blocks(int[] sums, byte[][] messages, int[] offsets, int lanes, int count) {
        for (int block = 0; block < count; block++) {
            gather(messages, offsets, block * BLOCK_BYTES, lanes, words);
            block(sums, words);
        }
    }

    @Override
    void block(int[] sums, int[] words) {
        System.arraycopy(sums, 0, running, 0, sums.length);
        for (VectorMd5Rounds round : ROUNDS) {
            round.take(running, words);
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] += running[i];
        }
    }

    private static void gather(byte[][] messages, int[] offsets, int from, int lanes, int[] words) {
        for (int lane = 0; lane < lanes; lane++) {
            byte[] message = messages[lane];
            int offset = offsets[lane] + from;
            for (int word = 0; word < BLOCK_WORDS; word++) {
                words[word * COUNT + lane] = (int) INTS.get(message, offset + word * Integer.BYTES);
            }
        }
    }
}
