package dev.millrace.local.stream;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A sequence number, laid out as the service's own of version 2: 186 bits, written in decimal.
 *
 * <pre>
 *  hex digits  1   9                     1                       16        2   9              8            1
 *            | 2 | shard created, secs | low digit of the shard | index  | 00 | time, seconds | shard index | 2 |
 * </pre>
 *
 * <p>Within a shard the numbers ascend with the index. A child shard is created later than its parents' last second,
 * so its numbers are larger than theirs.
 *
 * @param shardCreatedSeconds when the shard was created, in seconds since 1970
 * @param index ascends by one with every record of the shard; 0 is the shard's start
 * @param timeSeconds when the record was stored, in seconds since 1970
 * @param shardIndex the number in the shard's id
 */
public record SequenceNumber(long shardCreatedSeconds, long index, long timeSeconds, int shardIndex)
        implements Comparable<SequenceNumber> {

    /** The index in the number at which a closed shard ends. */
    static final long END_INDEX = Long.MAX_VALUE;

    private static final BigInteger SMALLEST = BigInteger.TWO.pow(185);
    private static final BigInteger BEHIND_LARGEST = SMALLEST.add(SMALLEST.shiftRight(1));
    private static final long BEHIND_LARGEST_SECONDS = 16_025_175_000L;
    private static final int MAX_DIGITS = 129;
    private static final int HEX_DIGITS = 47;

    /** The number of a record: its second is that of its arrival, or else its shard's. */
    public static SequenceNumber ofRecord(int shardIndex, long shardCreatedSeconds, long index, long arrivalMillis) {
        long seconds = Math.max(arrivalMillis / 1000, shardCreatedSeconds);
        return new SequenceNumber(shardCreatedSeconds, index, seconds, shardIndex);
    }

    @Override
    public String toString() {
        return toBigInteger().toString();
    }

    private BigInteger toBigInteger() {
        // High to low: 64 bits with the version, creation time and shard digit; then index; then time; then shard.
        long head = 0x2L << 40 | shardCreatedSeconds << 4 | (shardIndex & 0xF);
        return BigInteger.valueOf(head)
                .shiftLeft(64)
                .or(BigInteger.valueOf(index))
                .shiftLeft(8 + 36)
                .or(BigInteger.valueOf(timeSeconds))
                .shiftLeft(32 + 4)
                .or(BigInteger.valueOf((shardIndex & 0xFFFF_FFFFL) << 4 | 2));
    }

    /** Reads a number; null if it is none that the service could have given. */
    public static @Nullable SequenceNumber parse(String text) {
        if (text.isEmpty() || text.length() > MAX_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        BigInteger number = new BigInteger(text);
        if (number.compareTo(SMALLEST) < 0 || number.compareTo(BEHIND_LARGEST) >= 0) {
            return null;
        }
        String hex = number.toString(16);
        if (hex.length() != HEX_DIGITS || hex.charAt(11) > '7' || hex.charAt(38) > '7') {
            return null;
        }
        SequenceNumber parsed = new SequenceNumber(
                Long.parseLong(hex, 1, 10, 16),
                Long.parseLong(hex, 11, 27, 16),
                Long.parseLong(hex, 29, 38, 16),
                Integer.parseInt(hex, 38, 46, 16));
        // The digits between the fields say nothing of their own.
        return parsed.shardCreatedSeconds < BEHIND_LARGEST_SECONDS
                        && parsed.toBigInteger().equals(number)
                ? parsed
                : null;
    }

    @Override
    public int compareTo(SequenceNumber other) {
        return toBigInteger().compareTo(other.toBigInteger());
    }
}
