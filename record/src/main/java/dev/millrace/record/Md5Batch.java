package dev.millrace.record;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes the digests of several messages together: side by side where the runtime can ({@link Md5Lanes}), and otherwise one after
 * the other. The messages' lengths may differ.
 *
 * <p>One for each thread, with the memory that it needs.
 */
final class Md5Batch {

    /** What a block in all lanes costs, in blocks of the runtime's own MD5: 2.4 with 8 lanes, 3.2 with 16. */
    private static final int COST_OF_LANES = 3;

    private static final ThreadLocal<Md5Batch> OF_THREAD = new ThreadLocal<>() {
        @Override
        protected Md5Batch initialValue() {
            return new Md5Batch(Md5Lanes.find());
        }
    };

    private final Md5Messages messages = new Md5Messages();
    private final @Nullable Md5LaneRun run;

    /**
     * With its own lanes.
     *
     * @param lanes null if there are none
     */
    Md5Batch(@Nullable Md5Lanes lanes) {
        this.run = lanes == null ? null : new Md5LaneRun(lanes);
    }

    /** Whether a batch of so many messages is likely to take less time than one message after the other. */
    static boolean isWorth(int messages) {
        return messages >= COST_OF_LANES && Md5Lanes.isThere();
    }

    /** That of this thread, empty. */
    static Md5Batch empty() {
        Md5Batch batch = OF_THREAD.get();
        batch.messages.clear();
        return batch;
    }

    /** To be filled before {@link #digest}, and asked after. */
    Md5Messages messages() {
        return messages;
    }

    /** Makes the digests of all. */
    void digest() {
        int[] order = longestFirst();
        int alone = run == null ? order.length : alone(order, run.width());
        for (int i = 0; i < alone; i++) {
            messages.digest(order[i]);
        }
        if (run != null && alone < order.length) {
            run.digest(messages, order, alone);
        }
    }

    private int[] longestFirst() {
        long[] byLength = new long[messages.count()];
        for (int i = 0; i < byLength.length; i++) {
            byLength[i] = ((long) ~messages.blocks(i) << Integer.SIZE) | i;
        }
        Arrays.sort(byLength);
        int[] order = new int[byLength.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) byLength[i];
        }
        return order;
    }

    /**
     * How many of the longest are better digested one by one, since they would be alone in their lanes at the end. In the
     * lanes all take as long as the longest, or as all blocks in all lanes.
     */
    private int alone(int[] order, int width) {
        long rest = 0;
        for (int message : order) {
            rest += messages.blocks(message);
        }
        long one = 0;
        long least = Long.MAX_VALUE;
        int best = 0;
        for (int i = 0; i < order.length; i++) {
            long longest = messages.blocks(order[i]);
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
        return one <= least ? order.length : best;
    }
}
