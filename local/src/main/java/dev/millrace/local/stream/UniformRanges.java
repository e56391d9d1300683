package dev.millrace.local.stream;

import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Equal parts of all hash keys; the last one takes what the division leaves over. */
final class UniformRanges {

    private static final BigInteger ALL = BigInteger.ONE.shiftLeft(128);

    private UniformRanges() {}

    static List<HashKeyRange> of(int count) {
        BigInteger size = ALL.divide(BigInteger.valueOf(count));
        List<HashKeyRange> ranges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            HashKey start = HashKey.of(size.multiply(BigInteger.valueOf(i)));
            HashKey end = i == count - 1
                    ? HashKey.MAX
                    : HashKey.of(size.multiply(BigInteger.valueOf(i + 1L))).previous();
            ranges.add(new HashKeyRange(start, end));
        }
        return ranges;
    }
}
