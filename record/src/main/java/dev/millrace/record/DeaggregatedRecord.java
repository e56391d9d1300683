package dev.millrace.record;

import java.nio.ByteBuffer;

/**
 * One result of reading a sequence of Kinesis records. Every Kinesis record gives at least one.
 *
 * @param <T> the caller's type of a Kinesis record
 */
public sealed interface DeaggregatedRecord<T> {

    /** The Kinesis record that it comes from. */
    T source();

    /** Zero-based index inside an aggregated record; 0 for a Kinesis record that holds no user records of its own. */
    default int subSequenceNumber() {
        return 0;
    }

    /**
     * An ordinary record, a user record by itself. Its keys are those of the Kinesis record.
     *
     * @param data all of its bytes, a fresh read-only buffer at position 0
     */
    record Plain<T>(T source, ByteBuffer data) implements DeaggregatedRecord<T> {
        @Override
        public ByteBuffer data() {
            return data.duplicate();
        }
    }

    /** A user record out of an aggregated record. */
    record Aggregated<T>(T source, StoredUserRecord userRecord) implements DeaggregatedRecord<T> {
        @Override
        public int subSequenceNumber() {
            return userRecord.subSequenceNumber();
        }
    }

    /** A user record out of an aggregated record that the range filter left out. There is none without a filter. */
    record LeftOut<T>(T source, StoredUserRecord userRecord) implements DeaggregatedRecord<T> {
        @Override
        public int subSequenceNumber() {
            return userRecord.subSequenceNumber();
        }
    }

    /** An aggregated record without user records. */
    record Empty<T>(T source) implements DeaggregatedRecord<T> {}

    /**
     * A record whose magic bytes and digest match, but whose message cannot be read in full.
     *
     * @param data all of its bytes, a fresh read-only buffer at position 0
     * @param reason what is wrong, for people
     * @param offset the byte offset in the data at which it is wrong
     */
    record Corrupt<T>(T source, ByteBuffer data, String reason, int offset) implements DeaggregatedRecord<T> {
        @Override
        public ByteBuffer data() {
            return data.duplicate();
        }
    }
}
