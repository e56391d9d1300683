package dev.millrace.record;

import java.util.Arrays;

/** Messages on their way through the lanes: each lane takes the next one when its own is done. */
final class Md5LaneRun {

    private static final int[] BEGIN = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};

    /** Where the length in bits begins in the last block. */
    private static final int BIT_LENGTH_OFFSET = 56;

    /** The end is two blocks if the rest of the message leaves no room for its length. */
    private static final int MAX_END_BYTES = 2 * Md5Lanes.BLOCK_BYTES;

    private final Md5Lanes lanes;
    private final int width;

    private final int[] sums;
    private final byte[][] sources;
    private final int[] places;
    /** Blocks until the end of the source. */
    private final int[] left;

    private final int[] taken;
    private final boolean[] atEnd;
    private final byte[][] ends;
    private int busy;

    Md5LaneRun(Md5Lanes lanes) {
        this.lanes = lanes;
        this.width = lanes.count();
        this.sums = new int[BEGIN.length * width];
        this.sources = new byte[width][];
        this.places = new int[width];
        this.left = new int[width];
        this.taken = new int[width];
        this.atEnd = new boolean[width];
        this.ends = new byte[width][MAX_END_BYTES];
    }

    /** How many messages at a time. */
    int width() {
        return width;
    }

    /**
     * Makes digests of messages of any length.
     *
     * @param order the messages, the longest first
     */
    void digest(Md5Messages messages, long[] order, int from, int to) {
        int next = from;
        for (int lane = 0; lane < width && next < to; lane++) {
            take(messages, Md5Batch.message(order[next++]), lane);
        }
        while (busy > 0) {
            int blocks = fewestLeft();
            lanes.blocks(sums, sources, places, blocks);
            for (int lane = 0; lane < width; lane++) {
                if (left[lane] > 0 && isDone(messages, lane, blocks) && next < to) {
                    take(messages, Md5Batch.message(order[next++]), lane);
                }
            }
        }
        Arrays.fill(sources, null);
    }

    /** Makes digests of messages of one block each, such as partition keys: all lanes begin and end together. */
    void digestOneBlockEach(Md5Messages messages, long[] order, int from, int to) {
        Arrays.fill(places, 0);
        for (int first = from; first < to; first += width) {
            int some = Math.min(width, to - first);
            for (int lane = 0; lane < some; lane++) {
                writeEnd(ends[lane], messages, Md5Batch.message(order[first + lane]));
            }
            for (int i = 0; i < BEGIN.length; i++) {
                Arrays.fill(sums, i * width, (i + 1) * width, BEGIN[i]);
            }
            lanes.blocks(sums, ends, places, 1);
            for (int lane = 0; lane < some; lane++) {
                messages.digested(Md5Batch.message(order[first + lane]), sums, width, lane);
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

    private void take(Md5Messages messages, int message, int lane) {
        taken[lane] = message;
        for (int i = 0; i < BEGIN.length; i++) {
            sums[i * width + lane] = BEGIN[i];
        }
        busy++;
        atEnd[lane] = false;
        sources[lane] = messages.array(message);
        places[lane] = messages.offset(message);
        left[lane] = messages.length(message) / Md5Lanes.BLOCK_BYTES;
        if (left[lane] == 0) {
            takeEnd(messages, lane);
        }
    }

    private void takeEnd(Md5Messages messages, int lane) {
        atEnd[lane] = true;
        sources[lane] = ends[lane];
        places[lane] = 0;
        left[lane] = writeEnd(ends[lane], messages, taken[lane]) / Md5Lanes.BLOCK_BYTES;
    }

    /** Whether a lane's message has its digest, after so many more blocks. */
    private boolean isDone(Md5Messages messages, int lane, int blocks) {
        left[lane] -= blocks;
        places[lane] += blocks * Md5Lanes.BLOCK_BYTES;
        if (left[lane] > 0) {
            return false;
        }
        if (!atEnd[lane]) {
            takeEnd(messages, lane);
            return false;
        }
        messages.digested(taken[lane], sums, width, lane);
        busy--;
        return true;
    }

    /**
     * Writes how a message ends: its last bytes, a bit, zeros, and the length in bits.
     *
     * @return bytes written, a block or two
     */
    private static int writeEnd(byte[] target, Md5Messages messages, int message) {
        int length = messages.length(message);
        int rest = length % Md5Lanes.BLOCK_BYTES;
        System.arraycopy(messages.array(message), messages.offset(message) + length - rest, target, 0, rest);
        target[rest] = (byte) 0x80;
        int end = rest < BIT_LENGTH_OFFSET ? Md5Lanes.BLOCK_BYTES : MAX_END_BYTES;
        Arrays.fill(target, rest + 1, end - Long.BYTES, (byte) 0);
        long bits = (long) length * Byte.SIZE;
        for (int i = 0; i < Long.BYTES; i++) {
            target[end - Long.BYTES + i] = (byte) (bits >>> (Byte.SIZE * i));
        }
        return end;
    }
}
