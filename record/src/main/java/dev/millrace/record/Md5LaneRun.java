package dev.millrace.record;

import java.util.Arrays;

/**
 * Messages of any length on their way through the lanes: each lane takes the next one when its own is done. Lanes in use are
 * the first ones.
 */
final class Md5LaneRun {

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
        this.sums = new int[Md5Lanes.SUMS * width];
        this.sources = new byte[width][];
        this.places = new int[width];
        this.left = new int[width];
        this.taken = new int[width];
        this.atEnd = new boolean[width];
        this.ends = new byte[width][Md5End.MAX_BYTES];
    }

    /** How many messages at a time. */
    int width() {
        return width;
    }

    /**
     * Makes digests.
     *
     * @param order the messages, the longest first
     */
    void digest(Md5Messages messages, int[] order, int from) {
        int next = from;
        while (busy < width && next < order.length) {
            take(messages, order[next++], busy++);
        }
        while (busy > 0) {
            int blocks = fewestLeft();
            lanes.blocks(sums, sources, places, busy, blocks);
            for (int lane = busy - 1; lane >= 0; lane--) {
                if (!isDone(messages, lane, blocks)) {
                    continue;
                }
                if (next < order.length) {
                    take(messages, order[next++], lane);
                } else {
                    close(lane);
                }
            }
        }
        Arrays.fill(sources, null);
    }

    /** How many blocks every lane has. */
    private int fewestLeft() {
        int fewest = Integer.MAX_VALUE;
        for (int lane = 0; lane < busy; lane++) {
            fewest = Math.min(fewest, left[lane]);
        }
        return fewest;
    }

    private void take(Md5Messages messages, int message, int lane) {
        taken[lane] = message;
        Md5Lanes.begin(sums, width, lane);
        atEnd[lane] = false;
        sources[lane] = messages.array(message);
        places[lane] = messages.offset(message);
        left[lane] = messages.length(message) / Md5Lanes.BLOCK_BYTES;
        if (left[lane] == 0) {
            takeEnd(messages, lane);
        }
    }

    private void takeEnd(Md5Messages messages, int lane) {
        int message = taken[lane];
        int bytes =
                Md5End.write(ends[lane], messages.array(message), messages.offset(message), messages.length(message));
        atEnd[lane] = true;
        sources[lane] = ends[lane];
        places[lane] = 0;
        left[lane] = bytes / Md5Lanes.BLOCK_BYTES;
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
        return true;
    }

    /** The last lane in use goes on in the place of this one, which needs no gathering any more. */
    private void close(int lane) {
        busy--;
        for (int i = 0; i < Md5Lanes.SUMS; i++) {
            sums[i * width + lane] = sums[i * width + busy];
        }
        byte[] end = ends[lane];
        ends[lane] = ends[busy];
        ends[busy] = end;
        sources[lane] = sources[busy];
        places[lane] = places[busy];
        left[lane] = left[busy];
        taken[lane] = taken[busy];
        atEnd[lane] = atEnd[busy];
    }
}
