package dev.millrace.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Makes protobuf messages of the fuzzer's choices. Lengths are right by themselves, so deep places are soon reached. */
final class MessageMaker {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int GROUP_START = 3;
    private static final int GROUP_END = 4;
    private static final int FIXED32 = 5;

    private static final int MAX_FIELDS = 40;
    private static final int MAX_FIELDS_WITHIN = 5;
    private static final int MAX_TEXT_LENGTH = 12;

    private final FuzzedDataProvider choices;

    MessageMaker(FuzzedDataProvider choices) {
        this.choices = choices;
    }

    byte[] message() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (int i = 0; i < MAX_FIELDS && choices.remainingBytes() > 0; i++) {
            switch (choices.consumeInt(0, 9)) {
                case 0, 1 -> bytes(message, 1, text());
                case 2, 3 -> bytes(message, 2, hashKey());
                case 4, 5, 6, 7 -> bytes(message, 3, record());
                case 8 -> unknown(message);
                default -> message.writeBytes(text());
            }
        }
        return message.toByteArray();
    }

    private byte[] record() {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        number(record, 1, index());
        for (int left = choices.consumeInt(0, MAX_FIELDS_WITHIN); left > 0; left--) {
            switch (choices.consumeInt(0, 7)) {
                case 0, 1 -> number(record, 2, index());
                case 2, 3 -> bytes(record, 3, text());
                case 4 -> bytes(record, 4, tag());
                case 5 -> number(record, 1, index());
                case 6 -> unknown(record);
                default -> record.writeBytes(text());
            }
        }
        bytes(record, 3, text());
        return record.toByteArray();
    }

    private byte[] tag() {
        ByteArrayOutputStream tag = new ByteArrayOutputStream();
        for (int left = choices.consumeInt(0, MAX_FIELDS_WITHIN); left > 0; left--) {
            switch (choices.consumeInt(0, 3)) {
                case 0 -> bytes(tag, 1, "pin".getBytes(StandardCharsets.US_ASCII));
                case 1 -> bytes(tag, 1, text());
                case 2 -> bytes(tag, 2, text());
                default -> unknown(tag);
            }
        }
        return tag.toByteArray();
    }

    private void unknown(ByteArrayOutputStream target) {
        int number = choices.consumeInt(0, (1 << 29) - 1) >>> choices.consumeInt(0, 29);
        switch (choices.consumeInt(0, 7)) {
            case VARINT -> number(target, number, choices.consumeLong());
            case FIXED64 -> {
                tag(target, number, FIXED64);
                target.writeBytes(choices.consumeBytes(8));
            }
            case BYTES -> bytes(target, number, text());
            case GROUP_START -> {
                tag(target, number, GROUP_START);
                if (choices.consumeBoolean() && choices.remainingBytes() > 0) {
                    unknown(target);
                }
                tag(target, number, GROUP_END);
            }
            case GROUP_END -> tag(target, number, GROUP_END);
            case FIXED32 -> {
                tag(target, number, FIXED32);
                target.writeBytes(choices.consumeBytes(4));
            }
            default -> tag(target, number, choices.consumeInt(0, 7));
        }
    }

    /** Mostly one of the first entries of a table. */
    private long index() {
        return choices.consumeInt(0, 7) > 0 ? choices.consumeInt(0, 2) : choices.consumeLong();
    }

    private byte[] text() {
        return choices.consumeBytes(choices.consumeInt(0, MAX_TEXT_LENGTH));
    }

    private byte[] hashKey() {
        return choices.consumeBoolean()
                ? new BigInteger(1, choices.consumeBytes(17)).toString().getBytes(StandardCharsets.US_ASCII)
                : text();
    }

    private static void bytes(ByteArrayOutputStream target, int number, byte[] value) {
        tag(target, number, BYTES);
        varint(target, value.length);
        target.writeBytes(value);
    }

    private static void number(ByteArrayOutputStream target, int number, long value) {
        tag(target, number, VARINT);
        varint(target, value);
    }

    private static void tag(ByteArrayOutputStream target, int number, int wireType) {
        varint(target, ((long) number << 3) | wireType);
    }

    private static void varint(ByteArrayOutputStream target, long value) {
        long left = value;
        while (left >>> 7 != 0) {
            target.write((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        target.write((int) left);
    }
}
