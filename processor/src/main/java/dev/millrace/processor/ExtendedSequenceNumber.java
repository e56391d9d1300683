package dev.millrace.processor;

import java.math.BigInteger;
import java.util.List;

/**
 * A place in a shard: a Kinesis record's sequence number and the index of a user record inside it.
 *
 * <p>Ordered by number, then by index. Beside numbers there are four words, which sort as
 * {@code AT_TIMESTAMP < TRIM_HORIZON < LATEST <} every number {@code < SHARD_END}.
 *
 * @param sequenceNumber decimal, or one of the words
 * @param subSequenceNumber zero-based index inside an aggregated record; 0 elsewhere
 */
public record ExtendedSequenceNumber(String sequenceNumber, long subSequenceNumber)
        implements Comparable<ExtendedSequenceNumber> {

    private static final List<String> WORDS_BEFORE_NUMBERS = List.of("AT_TIMESTAMP", "TRIM_HORIZON", "LATEST");
    private static final String WORD_AFTER_NUMBERS = "SHARD_END";

    public static final ExtendedSequenceNumber AT_TIMESTAMP = new ExtendedSequenceNumber("AT_TIMESTAMP", 0);
    public static final ExtendedSequenceNumber TRIM_HORIZON = new ExtendedSequenceNumber("TRIM_HORIZON", 0);
    public static final ExtendedSequenceNumber LATEST = new ExtendedSequenceNumber("LATEST", 0);
    public static final ExtendedSequenceNumber SHARD_END = new ExtendedSequenceNumber("SHARD_END", 0);

    public ExtendedSequenceNumber {
        if (subSequenceNumber < 0) {
            throw new IllegalArgumentException("sub-sequence number is negative: " + subSequenceNumber);
        }
        if (!isNumber(sequenceNumber) && !isWord(sequenceNumber)) {
            throw new IllegalArgumentException("sequence number is no decimal number: text=" + sequenceNumber);
        }
    }

    private static boolean isWord(String text) {
        return WORDS_BEFORE_NUMBERS.contains(text) || WORD_AFTER_NUMBERS.equals(text);
    }

    /** The first, or only, user record of a Kinesis record. */
    public static ExtendedSequenceNumber of(String sequenceNumber) {
        return new ExtendedSequenceNumber(sequenceNumber, 0);
    }

    /** Whether it names a record, and not one of the four words. */
    public boolean isNumber() {
        return isNumber(sequenceNumber);
    }

    @Override
    public int compareTo(ExtendedSequenceNumber other) {
        int rank = rank() - other.rank();
        if (rank != 0 || !isNumber()) {
            return rank;
        }
        int number = sequenceNumber.equals(other.sequenceNumber)
                ? 0
                : new BigInteger(sequenceNumber).compareTo(new BigInteger(other.sequenceNumber));
        return number != 0 ? number : Long.compare(subSequenceNumber, other.subSequenceNumber);
    }

    private int rank() {
        int word = WORDS_BEFORE_NUMBERS.indexOf(sequenceNumber);
        if (word >= 0) {
            return word;
        }
        return WORDS_BEFORE_NUMBERS.size() + (sequenceNumber.equals(WORD_AFTER_NUMBERS) ? 1 : 0);
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    @Override
    public String toString() {
        return isNumber() ? sequenceNumber + "/" + subSequenceNumber : sequenceNumber;
    }
}
