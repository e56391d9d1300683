package dev.millrace.record;

import java.nio.ByteBuffer;

/** Takes user records; anything else is a failure. */
interface UserRecordsOnly extends UserRecordVisitor {
    @Override
    default void plain(ByteBuffer data) {
        throw new AssertionError("plain");
    }

    @Override
    default void corrupt(ByteBuffer data, String reason, int offset) {
        throw new AssertionError("corrupt");
    }
}
