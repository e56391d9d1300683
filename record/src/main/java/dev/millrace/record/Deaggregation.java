package dev.millrace.record;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a Kinesis record turned out to be. There is always exactly one of the three for a record: nothing vanishes and
 * nothing throws.
 */
public sealed interface Deaggregation {

    /**
     * An ordinary record: its magic bytes or its digest do not match, so it is the caller's own data.
     *
     * @param data all of its bytes, a fresh read-only buffer at position 0
     */
    record Plain(ByteBuffer data) implements Deaggregation {
        @Override
        public ByteBuffer data() {
            return data.duplicate();
        }
    }

    /**
     * An aggregated record.
     *
     * @param userRecords what it holds, in the order stored; may be empty. Without a range filter, the place in the
     *     list is the sub-sequence number
     * @param leftOut what a range filter left out, in the order stored; empty if there is no filter
     * @param pinned whether its writer marked it as pinned
     */
    record Aggregated(List<StoredUserRecord> userRecords, List<StoredUserRecord> leftOut, boolean pinned)
            implements Deaggregation {}

    /**
     * A record whose magic bytes and digest match, but whose message cannot be read in full. No part of it may be
     * taken for user records.
     *
     * @param data all of its bytes, a fresh read-only buffer at position 0
     * @param reason what is wrong, for people
     * @param offset the byte offset in the data at which it is wrong
     */
    record Corrupt(ByteBuffer data, String reason, int offset) implements Deaggregation {
        @Override
        public ByteBuffer data() {
            return data.duplicate();
        }
    }
}
