package dev.millrace.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordDeaggregator;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages made to cost much, at two sizes: what the larger one takes grows no faster than its bytes. */
class HostileShapesTest {

    private static final int SMALL = 2_000;
    private static final int LARGE = 64_000;
    private static final int MANY = 300_000;

    /** Growing tables are doubled, so at one size more of them is spare than at another. */
    private static final double TOLERANCE = 2;

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** The message of a shape with this many of what it is made of. */
    enum Shape {
        EMPTY_PARTITION_KEYS(count -> repeated(count, "0A00")),
        EMPTY_HASH_KEYS(count -> repeated(count, "1200")),
        SMALLEST_RECORDS(count -> joined(hex("0A00"), repeated(count, "1A 04 0800 1A00"))),
        RECORDS_WITH_KEYS_OF_THEIR_OWN(count -> records(count, "0A0161 120137")),
        RECORDS_WITH_KEYS_THAT_ARE_NO_UTF8(count -> records(count, "0A01FF 120137")),
        UNKNOWN_NUMBERS(count -> repeated(count, "2800")),
        UNKNOWN_GROUPS(count -> repeated(count, "2B2C")),
        UNKNOWN_GROUPS_A_HUNDRED_DEEP(count -> repeated(count / 100, "2B".repeat(100) + "2C".repeat(100))),
        UNKNOWN_GROUPS_TOO_DEEP(count -> repeated(count, "2B")),
        INDEX_GIVEN_AGAIN(count -> joined(hex("0A00"), field(0x1A, joined(repeated(count, "0800"), hex("1A00"))))),
        DATA_GIVEN_AGAIN(count -> joined(hex("0A00"), field(0x1A, joined(hex("0800"), repeated(count, "1A00"))))),
        TAGS(count -> joined(hex("0A00"), field(0x1A, joined(hex("0800 1A00"), repeated(count, "22 02 0A00"))))),
        RECORDS_WITH_A_TAG_EACH(count -> joined(hex("0A00"), repeated(count, "1A 08 0800 1A00 22 02 0A00"))),
        KEY_OF_A_TAG_GIVEN_AGAIN(count ->
                joined(hex("0A00"), field(0x1A, joined(hex("0800 1A00"), field(0x22, repeated(count, "0A00")))))),
        HASH_KEY_OF_ZEROS(
                count -> joined(hex("0A00"), field(0x12, repeated(count, "30")), hex("1A 06 0800 1000 1A00")));

        private final IntFunction<byte[]> message;

        Shape(IntFunction<byte[]> message) {
            this.message = message;
        }

        byte[] framed(int count) {
            return Frame.around(message.apply(count));
        }
    }

    @ParameterizedTest
    @EnumSource
    void memoryIsASmallMultipleOfTheBytesAndGrowsWithThem(Shape shape) {
        double small = allocatedPerByte(shape.framed(SMALL));
        double large = allocatedPerByte(shape.framed(LARGE));
        assertThat(small).isLessThan(ReaderProperties.MAX_ALLOCATED_PER_BYTE);
        assertThat(large).isLessThan(ReaderProperties.MAX_ALLOCATED_PER_BYTE).isLessThan(TOLERANCE * small + 1);
    }

    @ParameterizedTest
    @EnumSource
    void manyPartsAreReadInTime(Shape shape) {
        byte[] framed = shape.framed(MANY);
        Deaggregation result = Assertions.assertTimeoutPreemptively(
                LIMIT, () -> RecordDeaggregator.create().deaggregate(framed));
        assertThat(result)
                .isInstanceOf(
                        shape == Shape.UNKNOWN_GROUPS_TOO_DEEP
                                ? Deaggregation.Corrupt.class
                                : Deaggregation.Aggregated.class);
    }

    private static double allocatedPerByte(byte[] framed) {
        AllocatedBytes.ofReading(ByteBuffer.wrap(framed));
        return (double) AllocatedBytes.ofReading(ByteBuffer.wrap(framed)) / framed.length;
    }

    /** As many records as given, each behind table entries of its own, which both its indexes point at. */
    private static byte[] records(int count, String entries) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            message.writeBytes(hex(entries));
            message.writeBytes(field(0x1A, joined(hex("08"), varint(i), hex("10"), varint(i), hex("1A00"))));
        }
        return message.toByteArray();
    }

    private static byte[] field(int tag, byte[] value) {
        return joined(varint(tag), varint(value.length), value);
    }

    private static byte[] varint(int value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int left = value;
        while (left >>> 7 != 0) {
            bytes.write((left & 0x7F) | 0x80);
            left >>>= 7;
        }
        bytes.write(left);
        return bytes.toByteArray();
    }

    private static byte[] repeated(int count, String part) {
        byte[] bytes = hex(part);
        ByteArrayOutputStream message = new ByteArrayOutputStream(count * bytes.length);
        for (int i = 0; i < count; i++) {
            message.writeBytes(bytes);
        }
        return message.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }
}
