package dev.millrace.system;

import dev.millrace.record.UserRecord;
import java.nio.ByteBuffer;

/** User records that are told apart by a number: their first four bytes, the rest is filling. */
final class NumberedRecord {

    private static final int KEYS = 20_000;
    private static final int DATA_LENGTH = 120;

    private NumberedRecord() {}

    /** The record of a number; records that follow each other have unlike keys. */
    static UserRecord of(int number) {
        byte[] data = new byte[DATA_LENGTH];
        ByteBuffer.wrap(data).putInt(number);
        return UserRecord.of("key-" + number % KEYS, data);
    }

    static int number(ByteBuffer data) {
        if (data.remaining() != DATA_LENGTH) {
            throw new AssertionError("not a numbered record: length=" + data.remaining());
        }
        return data.getInt(data.position());
    }
}
