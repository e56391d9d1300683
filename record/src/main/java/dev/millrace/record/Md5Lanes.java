package dev.millrace.record;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes blocks of several messages in side by side, one message in each lane. MD5 is a chain of steps that each wait for the
 * one before, so one message alone leaves most of a processor idle.
 *
 * <p>There is one implementation, on the runtime's vectors ({@code VectorMd5Lanes}, of a source folder of its own), and only
 * where the runtime was started with {@code --add-modules jdk.incubator.vector} and has at least {@value #LEAST} lanes.
 *
 * <p>Not safe for use by several threads at a time.
 */
abstract class Md5Lanes {

    static final int BLOCK_BYTES = 64;
    static final int BLOCK_WORDS = BLOCK_BYTES / Integer.BYTES;

    /** Numbers that a digest is made of. */
    static final int SUMS = 4;

    private static final int[] BEGIN = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};

    /** With fewer the runtime's own MD5 is as fast. */
    private static final int LEAST = 8;

    private static final String VECTORS = "jdk.incubator.vector";
    private static final String IMPLEMENTATION = "dev.millrace.record.VectorMd5Lanes";

    /** Found once; those of other threads are made in the same way. */
    private static final boolean THERE = find() != null;

    private final int count;

    Md5Lanes(int count) {
        this.count = count;
    }

    /** How many messages at a time. */
    int count() {
        return count;
    }

    /**
     * Takes in blocks of each lane's message.
     *
     * @param sums the first of the four sums of each lane, then the second of each, and so on
     * @param messages of each lane
     * @param offsets of each lane's first block in its message
     * @param lanes how many are in use, from the first; the sums of others become anything
     * @param blocks of each lane
     */
    abstract void blocks(int[] sums, byte[][] messages, int[] offsets, int lanes, int blocks);

    /**
     * Takes in one block of each lane's message.
     *
     * @param sums as above
     * @param words of the blocks, in the same order
     */
    abstract void block(int[] sums, int[] words);

    /** Sets the sums of a lane to those that every message begins with. */
    static void begin(int[] sums, int lanes, int lane) {
        for (int i = 0; i < SUMS; i++) {
            sums[i * lanes + lane] = BEGIN[i];
        }
    }

    /** Whether this runtime has any that are of use. */
    static boolean isThere() {
        return THERE;
    }

    /** What this runtime has; null if it has nothing that is of use. */
    static @Nullable Md5Lanes find() {
        Optional<Module> vectors = ModuleLayer.boot().findModule(VECTORS);
        if (vectors.isEmpty()) {
            return null;
        }
        try {
            Md5Lanes.class.getModule().addReads(vectors.get());
            Md5Lanes found = Class.forName(IMPLEMENTATION)
                    .asSubclass(Md5Lanes.class)
                    .getDeclaredConstructor()
                    .newInstance();
            return found.count >= LEAST ? found : null;
        } catch (ReflectiveOperationException | LinkageError e) {
            // A runtime whose incubating module is another: it can do without.
            return null;
        }
    }
}
