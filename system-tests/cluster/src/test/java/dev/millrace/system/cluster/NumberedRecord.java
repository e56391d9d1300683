package dev.millrace.system.cluster;

import dev.millrace.record.UserRecord;
import java.nio.ByteBuffer;

/** User records that are told apart by a number: their first four bytes, the rest is filling. */
final class NumberedRecord {

    private static final int KEYS = 2_000;
    private static final int DATA_LENGTH = 100;

    private NumberedRecord() {}

    static UserRecord of(int number) {
        byte[] data = new byte[DATA_LENGTH];
        ByteBuffer.wrap(data).putInt(number);
        return UserRecord.of("key-" + number % KEYS, data);
    }

    static int number(ByteBuffer data) {
        return data.remaining() == DATA_LENGTH ? data.getInt(data.position()) : -1;
    }
}
