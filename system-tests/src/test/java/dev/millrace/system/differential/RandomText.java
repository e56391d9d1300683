package dev.millrace.system.differential;

import dev.millrace.record.HashKey;
import java.math.BigInteger;
import java.util.SplittableRandom;

/** Random keys and bytes. */
final class RandomText {

    private static final int SURROGATES = Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1;

    private RandomText() {}

    /** At least one code point, of one to four UTF-8 bytes. */
    static String partitionKey(SplittableRandom random) {
        int bound = new int[] {0x80, 0x800, 0x10000, 0x110000}[random.nextInt(4)];
        StringBuilder key = new StringBuilder();
        for (int left = 1 + random.nextInt(8); left > 0; left--) {
            int place = random.nextInt(bound > Character.MIN_SURROGATE ? bound - SURROGATES : bound);
            key.appendCodePoint(place < Character.MIN_SURROGATE ? place : place + SURROGATES);
        }
        return key.toString();
    }

    static HashKey hashKey(SplittableRandom random) {
        return HashKey.of(new BigInteger(1, bytes(random, 16)).shiftRight(random.nextInt(129)));
    }

    static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
