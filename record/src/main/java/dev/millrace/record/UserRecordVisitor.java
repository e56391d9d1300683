package dev.millrace.record;

import java.nio.ByteBuffer;

/** Is shown what a {@link UserRecordScanner} finds. For each Kinesis record at least one method is called. */
public interface UserRecordVisitor {

    /**
     * A user record out of an aggregated record.
     *
     * @param record one and the same object for all of them, with other content in each call
     */
    void userRecord(UserRecordView record);

    /**
     * An ordinary record, a user record by itself.
     *
     * @param data all of its bytes, read-only, at position 0
     */
    void plain(ByteBuffer data);

    /**
     * A record whose magic bytes and digest match, but whose message cannot be read in full.
     *
     * @param data all of its bytes, read-only, at position 0
     * @param reason what is wrong, for people
     * @param offset the byte offset in the data at which it is wrong
     */
    void corrupt(ByteBuffer data, String reason, int offset);

    /** An aggregated record without user records. Does nothing unless it is overridden. */
    default void empty() {}

    /**
     * A user record that the range filter left out.
     *
     * @throws UnsupportedOperationException unless it is overridden, since what is left out must be seen by somebody
     */
    default void leftOut(UserRecordView record) {
        throw new UnsupportedOperationException(
                "a range filter is set, and the visitor does not take what it leaves out: " + record);
    }
}
