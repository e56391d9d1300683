package dev.millrace.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Makes hash keys of many partition keys, where the runtime can digest side by side. Most keys are messages of one block, so that
 * all lanes begin and end together, and nothing is kept of a message but its words; a longer one is digested alone.
 *
 * <p>One for each thread, with the memory that it needs.
 */
final class Md5KeyBatch {

    /** Of a message that is one block with its end. */
    private static final int MAX_BYTES = Md5End.BIT_LENGTH_OFFSET - 1;

    private static final int BIT_LENGTH_WORD = Md5End.BIT_LENGTH_OFFSET / Integer.BYTES;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final ThreadLocal<@Nullable Md5KeyBatch> OF_THREAD = new ThreadLocal<>();

    private final Md5Lanes lanes;
    private final int width;
    private final int[] begin;
    private final int[] sums;
    private final int[] words;

    /** Of each lane, how many words may differ from zero, but for the length. */
    private final int[] written;

    /** Of each lane, the place of its key. */
    private final int[] places;

    private int busy;

    Md5KeyBatch(Md5Lanes lanes) {
        this.lanes = lanes;
        this.width = lanes.count();
        this.begin = new int[Md5Lanes.SUMS * width];
        for (int lane = 0; lane < width; lane++) {
            Md5Lanes.begin(begin, width, lane);
        }
        this.sums = new int[Md5Lanes.SUMS * width];
        this.words = new int[Md5Lanes.BLOCK_WORDS * width];
        this.written = new int[width];
        this.places = new int[width];
    }

    /** That of this thread, empty; null if one key after the other takes less time, or there are no lanes. */
    static @Nullable Md5KeyBatch of(int keys) {
        if (!Md5Batch.isWorth(keys)) {
            return null;
        }
        Md5KeyBatch known = OF_THREAD.get();
        if (known == null) {
            Md5Lanes lanes = Md5Lanes.find();
            if (lanes == null) {
                return null;
            }
            known = new Md5KeyBatch(lanes);
            OF_THREAD.set(known);
        }
        known.busy = 0;
        return known;
    }

    /**
     * Makes a hash key, now or with some that come after it.
     *
     * @param hashKeys where it is put
     * @param place of it there
     */
    void add(byte[] bytes, int offset, int length, @Nullable HashKey[] hashKeys, int place) {
        if (length > MAX_BYTES) {
            hashKeys[place] = Md5.hashKey(bytes, offset, length);
            return;
        }
        int lane = busy++;
        places[lane] = place;
        write(bytes, offset, length, lane);
        if (busy == width) {
            finish(hashKeys);
        }
    }

    /** Makes the hash keys that are missing. */
    void finish(@Nullable HashKey[] hashKeys) {
        if (busy == 0) {
            return;
        }
        System.arraycopy(begin, 0, sums, 0, sums.length);
        lanes.block(sums, words);
        for (int lane = 0; lane < busy; lane++) {
            hashKeys[places[lane]] = HashKey.of(
                    bigEndian(sums[lane], sums[width + lane]),
                    bigEndian(sums[2 * width + lane], sums[3 * width + lane]));
        }
        busy = 0;
    }

    private void write(byte[] bytes, int offset, int length, int lane) {
        int whole = length / Integer.BYTES;
        int at = lane;
        for (int i = 0; i < whole; i++, at += width) {
            words[at] = (int) WORDS.get(bytes, offset + i * Integer.BYTES);
        }
        int last = Md5End.BIT;
        for (int i = length - 1; i >= whole * Integer.BYTES; i--) {
            last = (last << Byte.SIZE) | (bytes[offset + i] & 0xff);
        }
        words[at] = last;
        for (int i = whole + 1; i < written[lane]; i++) {
            words[i * width + lane] = 0;
        }
        written[lane] = whole + 1;
        words[BIT_LENGTH_WORD * width + lane] = length * Byte.SIZE;
    }

    /** Two numbers of a digest, whose lowest bytes come first, as half a hash key. */
    static long bigEndian(int first, int second) {
        return ((long) Integer.reverseBytes(first) << Integer.SIZE) | (Integer.reverseBytes(second) & 0xffff_ffffL);
    }
}
