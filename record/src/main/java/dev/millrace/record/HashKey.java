package dev.millrace.record;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The unsigned 128-bit number that a record lands on: a shard owns a range of them.
 *
 * <p>It is the explicit hash key if the caller gave one, and otherwise the MD5 of the UTF-8 bytes of the partition
 * key, read as a big-endian number. On the wire it is written in decimal, 0 to 2^128-1.
 */
public final class HashKey implements Comparable<HashKey> {

    /** Zero. */
    public static final HashKey MIN = new HashKey(0, 0);

    /** 2^128-1. */
    public static final HashKey MAX = new HashKey(-1, -1);

    private static final int MAX_DIGITS = 39;
    private static final long LIMB_MASK = 0xFFFF_FFFFL;
    private static final int DIGITS_PER_LIMB_DIVISION = 9;
    private static final int BILLION = 1_000_000_000;

    private final long high;
    private final long low;

    private HashKey(long high, long low) {
        this.high = high;
        this.low = low;
    }

    /** The hash key with these upper and lower 64 bits. */
    public static HashKey of(long high, long low) {
        return new HashKey(high, low);
    }

    /** The hash key that the service computes for a partition key when no explicit hash key is given. */
    public static HashKey ofPartitionKey(String partitionKey) {
        return ofDigest(Md5.digest(PartitionKey.utf8(partitionKey)));
    }

    /**
     * Reads a decimal number. Leading zeros are accepted, signs and blanks are not.
     *
     * @throws IllegalArgumentException if the text is no number from 0 to 2^128-1
     */
    public static HashKey parse(CharSequence text) {
        HashKey key = parseOrNull(text);
        if (key == null) {
            throw new IllegalArgumentException(
                    "hash key is no decimal number: text=" + abbreviate(text) + " (allowed 0 to 2^128-1)");
        }
        return key;
    }

    static @Nullable HashKey parseOrNull(CharSequence text) {
        int length = text.length();
        int first = 0;
        while (first < length - 1 && text.charAt(first) == '0') {
            first++;
        }
        if (length == 0 || length - first > MAX_DIGITS) {
            return null;
        }
        long high = 0;
        long low = 0;
        for (int i = first; i < length; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            // (high, low) * 10 + digit, in two halves of the lower word so that every carry is seen.
            long lower = (low & LIMB_MASK) * 10 + digit;
            long upper = (low >>> 32) * 10 + (lower >>> 32);
            long carry = upper >>> 32;
            low = (upper << 32) | (lower & LIMB_MASK);
            if (Long.compareUnsigned(high, Long.divideUnsigned(-1L - carry, 10)) > 0) {
                return null;
            }
            high = high * 10 + carry;
        }
        return new HashKey(high, low);
    }

    static HashKey ofDigest(byte[] digest) {
        ByteBuffer words = ByteBuffer.wrap(digest).order(ByteOrder.BIG_ENDIAN);
        return new HashKey(words.getLong(), words.getLong());
    }

    /** The upper 64 bits. */
    public long high() {
        return high;
    }

    /** The lower 64 bits. */
    public long low() {
        return low;
    }

    /** The next larger hash key; of {@link #MAX}, zero. */
    public HashKey next() {
        return new HashKey(low == -1 ? high + 1 : high, low + 1);
    }

    /** The next smaller hash key; of zero, {@link #MAX}. */
    public HashKey previous() {
        return new HashKey(low == 0 ? high - 1 : high, low - 1);
    }

    /** This number as an arbitrary-precision one, for arithmetic off the hot paths. */
    public BigInteger toBigInteger() {
        byte[] magnitude = new byte[16];
        ByteBuffer.wrap(magnitude).putLong(high).putLong(low);
        return new BigInteger(1, magnitude);
    }

    /**
     * The hash key of this value.
     *
     * @throws IllegalArgumentException if it is negative or larger than 2^128-1
     */
    public static HashKey of(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 128) {
            throw new IllegalArgumentException(
                    "hash key out of range: value=" + abbreviate(value.toString()) + " (allowed 0 to 2^128-1)");
        }
        return new HashKey(value.shiftRight(64).longValue(), value.longValue());
    }

    @Override
    public int compareTo(HashKey other) {
        int upper = Long.compareUnsigned(high, other.high);
        return upper != 0 ? upper : Long.compareUnsigned(low, other.low);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HashKey key && high == key.high && low == key.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high * 31 + low);
    }

    /** Decimal, without leading zeros. */
    @Override
    public String toString() {
        if (high == 0) {
            return Long.toUnsignedString(low);
        }
        long[] limbs = {high >>> 32, high & LIMB_MASK, low >>> 32, low & LIMB_MASK};
        char[] digits = new char[45];
        int position = digits.length;
        while ((limbs[0] | limbs[1] | limbs[2] | limbs[3]) != 0) {
            long remainder = 0;
            for (int i = 0; i < limbs.length; i++) {
                long dividend = (remainder << 32) | limbs[i];
                limbs[i] = dividend / BILLION;
                remainder = dividend % BILLION;
            }
            for (int i = 0; i < DIGITS_PER_LIMB_DIVISION; i++) {
                digits[--position] = (char) ('0' + remainder % 10);
                remainder /= 10;
            }
        }
        while (digits[position] == '0') {
            position++;
        }
        return new String(digits, position, digits.length - position);
    }

    private static String abbreviate(CharSequence text) {
        return text.length() <= 60
                ? "'" + text + "'"
                : "'" + text.subSequence(0, 60) + "'... characters=" + text.length();
    }
}
