package dev.millrace.record;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
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
    private static final int DIGITS_PER_CHUNK = 18;
    private static final long CHUNK_POWER = 1_000_000_000_000_000_000L;
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
        return Md5.hashKey(PartitionKey.utf8(partitionKey));
    }

    /**
     * The hash keys of many partition keys, in order. Where the Java runtime has the module {@code jdk.incubator.vector}, it
     * takes a fraction of the time that one after the other takes.
     */
    public static List<HashKey> ofPartitionKeys(Collection<String> partitionKeys) {
        // First of all: the collection may be a view, whose elements are made by anything.
        String[] keys = partitionKeys.toArray(new String[0]);
        HashKey[] hashKeys = new HashKey[keys.length];
        Md5KeyBatch batch = Md5KeyBatch.of(keys.length);
        for (int i = 0; i < keys.length; i++) {
            byte[] utf8 = PartitionKey.utf8(keys[i]);
            if (batch == null) {
                hashKeys[i] = Md5.hashKey(utf8);
            } else {
                batch.add(utf8, 0, utf8.length, hashKeys, i);
            }
        }
        if (batch != null) {
            batch.finish(hashKeys);
        }
        return List.of(hashKeys);
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
        byte[] digits = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        return parseOrNull(ByteBuffer.wrap(digits), 0, digits.length);
    }

    /** Reads decimal digits, 18 at a time: those fit a long. */
    static @Nullable HashKey parseOrNull(ByteBuffer text, int offset, int length) {
        int end = offset + length;
        int position = offset;
        while (position < end - 1 && text.get(position) == '0') {
            position++;
        }
        int digits = end - position;
        if (digits < 1 || digits > MAX_DIGITS) {
            return null;
        }
        long high = 0;
        long low = 0;
        int chunk = (digits - 1) % DIGITS_PER_CHUNK + 1;
        while (position < end) {
            long value = 0;
            for (int chunkEnd = position + chunk; position < chunkEnd; position++) {
                int digit = text.get(position) - '0';
                if (digit < 0 || digit > 9) {
                    return null;
                }
                value = value * 10 + digit;
            }
            chunk = DIGITS_PER_CHUNK;
            // (high, low) * 10^18 + value
            long lowTimes = low * CHUNK_POWER;
            long carry = Math.multiplyHigh(low, CHUNK_POWER) + ((low >> 63) & CHUNK_POWER);
            long newLow = lowTimes + value;
            carry += Long.compareUnsigned(newLow, lowTimes) < 0 ? 1 : 0;
            if (high < 0 || Math.multiplyHigh(high, CHUNK_POWER) != 0) {
                return null;
            }
            long highTimes = high * CHUNK_POWER;
            long newHigh = highTimes + carry;
            if (Long.compareUnsigned(newHigh, highTimes) < 0) {
                return null;
            }
            high = newHigh;
            low = newLow;
        }
        return new HashKey(high, low);
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
