package dev.millrace.record;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The digests of several messages, made together: side by side where the runtime can ({@link Md5Lanes}), and otherwise one
 * after the other. The messages' lengths may differ.
 *
 * <p>To be filled, digested, asked, and cleared to be used again; by one thread.
 */
final class Md5Batch {

    private static final int[] BEGIN = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};

    /** Where the length in bits begins in the last block. */
    private static final int BIT_LENGTH_OFFSET = 56;

    /** A last block is two if the rest of the message leaves no room for its length. */
    private static final int TAIL_BYTES = 2 * Md5Lanes.BLOCK_BYTES;

    /** Blocks that the runtime's MD5 takes in, in the time of one block in all lanes. */
    private static final int COST_OF_LANES = 4;

    private static final int MIN_CAPACITY = 16;

    private final @Nullable Md5Lanes lanes;
    private byte[][] messages = new byte[MIN_CAPACITY][];
    private int[] offsets = new int[MIN_CAPACITY];
    private int[] lengths = new int[MIN_CAPACITY];
    private int[] digests = new int[MIN_CAPACITY * BEGIN.length];
    private int count;

    /** With what the runtime has. */
    Md5Batch() {
        this(Md5Lanes.find());
    }

    Md5Batch(@Nullable Md5Lanes lanes) {
        this.lanes = lanes;
    }

    int count() {
        return count;
    }

    void clear() {
        Arrays.fill(messages, 0, count, null);
        count = 0;
    }

    /** Adds a part of an array, which must stay as it is until its digest was made. */
    void add(byte[] bytes, int offset, int length) {
        if (count == lengths.length) {
            messages = Arrays.copyOf(messages, 2 * count);
            offsets = Arrays.copyOf(offsets, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
            digests = Arrays.copyOf(digests, 2 * count * BEGIN.length);
        }
        messages[count] = bytes;
        offsets[count] = offset;
        lengths[count] = length;
        count++;
    }

    /** Makes the digests of all. */
    void digest() {
        long[] order = byBlocks();
        int alone = lanes == null ? count : alone(order, lanes.count());
        for (int i = 0; i < alone; i++) {
            int message = (int) order[i];
            Md5.digest(messages[message], offsets[message], lengths[message], digests, message * BEGIN.length);
        }
        if (alone < count && lanes != null) {
            int oneBlock = count;
            while (oneBlock > alone && blocks(order[oneBlock - 1]) == 1) {
                oneBlock--;
            }
            if (alone < oneBlock) {
                new Run(lanes, order, alone, oneBlock).digest();
            }
            oneBlockEach(lanes, order, oneBlock);
        }
    }

    /** Digests short messages, such as partition keys: all lanes begin and end together. */
    private void oneBlockEach(Md5Lanes lanes, long[] order, int from) {
        int width = lanes.count();
        byte[][] blocks = new byte[width][Md5Lanes.BLOCK_BYTES];
        int[] places = new int[width];
        int[] sums = new int[BEGIN.length * width];
        for (int first = from; first < count; first += width) {
            int some = Math.min(width, count - first);
            for (int lane = 0; lane < some; lane++) {
                int message = (int) order[first + lane];
                end(blocks[lane], messages[message], offsets[message], lengths[message]);
            }
            for (int i = 0; i < BEGIN.length; i++) {
                Arrays.fill(sums, i * width, (i + 1) * width, BEGIN[i]);
            }
            lanes.blocks(sums, blocks, places, 1);
            for (int lane = 0; lane < some; lane++) {
                store((int) order[first + lane], sums, width, lane);
            }
        }
    }

    private void store(int message, int[] sums, int width, int lane) {
        for (int i = 0; i < BEGIN.length; i++) {
            digests[message * BEGIN.length + i] = sums[i * width + lane];
        }
    }

    /**
     * Writes how each message ends: its last bytes, a bit, zeros, and the length in bits.
     *
     * @return bytes written, a block or two
     */
    private static int end(byte[] target, byte[] message, int offset, int length) {
        int rest = length % Md5Lanes.BLOCK_BYTES;
        System.arraycopy(message, offset + length - rest, target, 0, rest);
        target[rest] = (byte) 0x80;
        int end = rest < BIT_LENGTH_OFFSET ? Md5Lanes.BLOCK_BYTES : TAIL_BYTES;
        Arrays.fill(target, rest + 1, end - Long.BYTES, (byte) 0);
        long bits = (long) length * Byte.SIZE;
        for (int i = 0; i < Long.BYTES; i++) {
            target[end - Long.BYTES + i] = (byte) (bits >>> Byte.SIZE * i);
        }
        return end;
    }

    /** Whether the digest of a message comes right behind it. */
    boolean follows(int message) {
        byte[] bytes = messages[message];
        int end = offsets[message] + lengths[message];
        if (bytes.length - end < Md5.LENGTH) {
            return false;
        }
        for (int i = 0; i < Md5.LENGTH; i++) {
            int word = digests[message * BEGIN.length + i / Integer.BYTES];
            if (bytes[end + i] != (byte) (word >>> Byte.SIZE * (i % Integer.BYTES))) {
                return false;
            }
        }
        return true;
    }

    /** The digest of a message as a hash key. */
    HashKey hashKey(int message) {
        int at = message * BEGIN.length;
        return HashKey.of(bigEndian(digests[at], digests[at + 1]), bigEndian(digests[at + 2], digests[at + 3]));
    }

    private static long bigEndian(int first, int second) {
        return (long) Integer.reverseBytes(first) << Integer.SIZE | Integer.reverseBytes(second) & 0xffff_ffffL;
    }

    /** The messages, the longest first: its blocks above, its number below. */
    private long[] byBlocks() {
        long[] order = new long[count];
        for (int i = 0; i < count; i++) {
            order[i] = (long) ~blocks(lengths[i]) << Integer.SIZE | i;
        }
        Arrays.sort(order);
        return order;
    }

    private static int blocks(long order) {
        return ~(int) (order >> Integer.SIZE);
    }

    private static int blocks(int length) {
        return (length + Long.BYTES) / Md5Lanes.BLOCK_BYTES + 1;
    }

    /**
     * How many of the longest are better digested one by one, since they would be alone in their lanes at the end. In the
     * lanes all take as long as the longest, or as all blocks in all lanes.
     */
    private int alone(long[] order, int width) {
        long rest = 0;
        for (long message : order) {
            rest += blocks(message);
        }
        long one = 0;
        long least = Long.MAX_VALUE;
        int best = 0;
        for (int i = 0; i < count; i++) {
            long longest = blocks(order[i]);
            boolean full = longest * width <= rest;
            long cost = one + COST_OF_LANES * (full ? rest / width : longest);
            if (cost < least) {
                least = cost;
                best = i;
            }
            if (full) {
                return best;
            }
            one += longest;
            rest -= longest;
        }
        return one <= least ? count : best;
    }

    /** Messages on their way through the lanes: each lane takes the next one when its own is done. */
    private final class Run {

        private final Md5Lanes lanes;
        private final int width;
        private final long[] order;
        private final int end;
        private int next;

        private final int[] sums;
        private final byte[][] sources;
        private final int[] places;
        /** Blocks until the end of the source. */
        private final int[] left;

        private final int[] taken;
        private final boolean[] inTail;
        private final byte[][] tails;
        private int busy;

        Run(Md5Lanes lanes, long[] order, int next, int end) {
            this.lanes = lanes;
            this.width = lanes.count();
            this.order = order;
            this.next = next;
            this.end = end;
            this.sums = new int[BEGIN.length * width];
            this.sources = new byte[width][];
            this.places = new int[width];
            this.left = new int[width];
            this.taken = new int[width];
            this.inTail = new boolean[width];
            this.tails = new byte[width][TAIL_BYTES];
        }

        void digest() {
            for (int lane = 0; lane < width; lane++) {
                take(lane);
            }
            while (busy > 0) {
                int blocks = fewestLeft();
                lanes.blocks(sums, sources, places, blocks);
                for (int lane = 0; lane < width; lane++) {
                    if (left[lane] > 0) {
                        advance(lane, blocks);
                    }
                }
            }
        }

        /** How many blocks every busy lane has; those that are idle get something to read. */
        private int fewestLeft() {
            int fewest = Integer.MAX_VALUE;
            int some = 0;
            for (int lane = 0; lane < width; lane++) {
                if (left[lane] > 0) {
                    fewest = Math.min(fewest, left[lane]);
                    some = lane;
                }
            }
            if (busy < width) {
                for (int lane = 0; lane < width; lane++) {
                    if (left[lane] == 0) {
                        sources[lane] = sources[some];
                        places[lane] = places[some];
                    }
                }
            }
            return fewest;
        }

        private void take(int lane) {
            if (next == end) {
                return;
            }
            int message = (int) order[next++];
            taken[lane] = message;
            for (int i = 0; i < BEGIN.length; i++) {
                sums[i * width + lane] = BEGIN[i];
            }
            busy++;
            inTail[lane] = false;
            sources[lane] = messages[message];
            places[lane] = offsets[message];
            left[lane] = lengths[message] / Md5Lanes.BLOCK_BYTES;
            if (left[lane] == 0) {
                takeTail(lane);
            }
        }

        private void takeTail(int lane) {
            int message = taken[lane];
            inTail[lane] = true;
            sources[lane] = tails[lane];
            places[lane] = 0;
            left[lane] = end(tails[lane], messages[message], offsets[message], lengths[message])
                    / Md5Lanes.BLOCK_BYTES;
        }

        private void advance(int lane, int blocks) {
            left[lane] -= blocks;
            places[lane] += blocks * Md5Lanes.BLOCK_BYTES;
            if (left[lane] > 0) {
                return;
            }
            if (!inTail[lane]) {
                takeTail(lane);
                return;
            }
            store(taken[lane], sums, width, lane);
            busy--;
            take(lane);
        }
    }
}
