package dev.millrace.system.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.millrace.record.RecordTag;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where our reader and protobuf-java disagree: all such places, each on purpose. Elsewhere they agree. */
class ProtobufDifferencesTest {

    /** Table entry "a" and a record of it without data. */
    private static final String GOOD = "0A 01 61 1A 04 08 00 1A 00";

    private static final List<ReadRecord> ITS_RECORD =
            List.of(new ReadRecord("a", null, false, ByteString.EMPTY, List.of()));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8A 80 80 80 10 01 61 1A 04 08 00 1A 00", // tag of the table entry: 2^32 + 0A
                "0A 81 80 80 80 10 61 1A 04 08 00 1A 00", // its length: 2^32 + 1
                "0A 01 61 1A 84 80 80 80 70 08 00 1A 00", // length of the record: 7 * 2^32 + 4
                "0A 01 61 1A 08 88 80 80 80 10 00 1A 00", // tag of the index: 2^32 + 08
                "0A 01 61 1A 04 08 00 1A 00 A8 80 80 80 80 01 00", // tag of an unknown field: 2^35 + 28
                "0A 01 61 1A 04 08 00 1A 00 2B 32 80 80 80 80 10 2C" // length in an unknown group: 2^32
            })
    void bitsAboveThirtyTwoOfTagsAndLengthsAreDroppedThereAndCorruptHere(String hex) {
        byte[] message = bytes(hex);
        assertThat(ProtobufReader.userRecords(message)).isEqualTo(ITS_RECORD);
        assertThat(MillraceReader.userRecords(message)).isNull();
        assertThat(MillraceReader.userRecords(NarrowedVarints.in(message))).isEqualTo(ITS_RECORD);
    }

    @Test
    void groupsInAMessageMayBeAHundredDeepInBoth() {
        assertDeepest(ITS_RECORD, 100, 100, GOOD + "%1$s%2$s");
    }

    @Test
    void groupsInARecordMayBeOneDeeperHere() {
        // The record's own depth counts there.
        assertDeepest(ITS_RECORD, 99, 100, "0A 01 61 1A %3$s 08 00 1A 00 %1$s%2$s");
    }

    @Test
    void groupsInATagMayBeTwoDeeperHere() {
        ReadRecord tagged = new ReadRecord("a", null, false, ByteString.EMPTY, List.of(new RecordTag("", null)));
        assertDeepest(List.of(tagged), 98, 100, "0A 01 61 1A %4$s 08 00 1A 00 22 %5$s 0A 00 %1$s%2$s");
    }

    /** Depths from 95 to 105 are read up to the deepest and corrupt behind it. */
    private static void assertDeepest(List<ReadRecord> expected, int there, int here, String format) {
        for (int depth = 95; depth <= 105; depth++) {
            byte[] message = bytes(String.format(
                    format,
                    "2B".repeat(depth),
                    "2C".repeat(depth),
                    varint(4 + 2 * depth),
                    varint(4 + 3 + 2 + 2 * depth),
                    varint(2 + 2 * depth)));
            List<ReadRecord> fromProtobuf = ProtobufReader.userRecords(message);
            List<ReadRecord> fromMillrace = MillraceReader.userRecords(message);
            assertThat(fromProtobuf).as("depth %s", depth).isEqualTo(depth <= there ? expected : null);
            assertThat(fromMillrace).as("depth %s", depth).isEqualTo(depth <= here ? expected : null);
        }
    }

    /** A varint of two bytes. */
    private static String varint(int value) {
        return String.format("%02X%02X", (value & 0x7F) | 0x80, value >>> 7);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
