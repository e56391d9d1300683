package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs on which the Python, Java, Node and Go readers differ, and lose or invent something each in its own way. */
class ReaderFaultsTest {

    private static final String KEY_A = "0A 01 61"; // partition key table, entry: a
    private static final String HASH_KEY_7 = "12 01 37"; // explicit hash key table, entry: 7
    private static final String RECORD = "1A 04 08 00 1A 00"; // record: partition key 0, no data
    private static final byte[] GOOD = HandMade.frame(HandMade.hex(KEY_A, RECORD));

    @Test
    void nothingAtAllIsOnePlainRecord() {
        assertThat(only(new byte[0])).isInstanceOf(DeaggregatedRecord.Plain.class);
    }

    @Test
    void beginningOfAnAggregateIsPlainHoweverShort() {
        for (int length = 0; length < GOOD.length; length++) {
            assertPlain(Arrays.copyOf(GOOD, length));
        }
    }

    @Test
    void aggregateUnderAWrongDigestIsPlain() {
        for (int i = GOOD.length - 16; i < GOOD.length; i++) {
            byte[] wrong = GOOD.clone();
            wrong[i] ^= 1;
            assertPlain(wrong);
        }
    }

    @Test
    void frameAroundNothingDoesNotVanish() {
        assertPlain(HandMade.frame(new byte[0]));
    }

    @Test
    void aggregateWithoutUserRecordsDoesNotVanish() {
        byte[] data = HandMade.frame(HandMade.hex(KEY_A, HASH_KEY_7));
        assertThat(ReadBack.aggregated(ByteBuffer.wrap(data)).userRecords()).isEmpty();
        assertThat(only(data)).isEqualTo(new DeaggregatedRecord.Empty<>(data));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1A 04 08 00 1A", // record: 4 bytes announced, 3 there
                "1A 02 1A 00", // record: no partition key index
                "1A 02 08 00", // record: no data
                "1A 06 08 00 1A 00 22 00", // record: tag without key
                "1A 04 08 01 1A 00", // record: partition key 1 of 1
                "1A 08 08 80 80 80 80 10 1A 00", // record: partition key 2^32, which is 0 in 32 bits
                "1A 08 08 80 80 80 80 08 1A 00", // record: partition key 2^31
                "1A 0D 08 FF FF FF FF FF FF FF FF FF 01 1A 00", // record: partition key 2^64-1
                "1A 06 08 00 10 01 1A 00", // record: explicit hash key 1 of 1
                "1A 0A 08 00 10 80 80 80 80 10 1A 00" // record: explicit hash key 2^32
            })
    void messageWithADefectAfterGoodRecordsIsReportedAsAWhole(String defect) {
        byte[] data = HandMade.frame(HandMade.hex(KEY_A, HASH_KEY_7, RECORD, RECORD, defect));
        DeaggregatedRecord.Corrupt<byte[]> corrupt = corrupt(data);
        assertThat(corrupt.source()).isSameAs(data);
        assertThat(ReadBack.bytes(corrupt.data())).isEqualTo(data);
        int defectBegins = 4 + HandMade.hex(KEY_A, HASH_KEY_7, RECORD, RECORD).length;
        assertThat(corrupt.offset()).isBetween(defectBegins, data.length - 16);
    }

    @Test
    void indexOfFourGibiIsNotTheFirstEntry() {
        byte[] data = HandMade.frame(HandMade.hex(KEY_A, "1A 08 08 80 80 80 80 10 1A 00"));
        assertThat(corrupt(data).reason()).contains("partition key index without entry");
    }

    @Test
    void explicitHashKeyThatIsNoNumberIsReported() {
        assertThat(corrupt(hashKeyOf("x")).reason()).contains("explicit hash key is no number");
        assertThat(corrupt(hashKeyOf("")).reason()).contains("explicit hash key is no number");
        assertThat(corrupt(hashKeyOf("-1")).reason()).contains("explicit hash key is no number");
    }

    @Test
    void recordWithTooLargeAnExplicitHashKeyDoesNotVanish() {
        BigInteger limit = BigInteger.TWO.pow(128);
        for (BigInteger tooLarge : List.of(limit, limit.add(BigInteger.ONE), BigInteger.TEN.pow(39))) {
            assertThat(corrupt(hashKeyOf(tooLarge.toString())).reason()).contains("0 to 2^128-1");
        }
        BigInteger largest = limit.subtract(BigInteger.ONE);
        assertThat(ReadBack.aggregated(ByteBuffer.wrap(hashKeyOf(largest.toString())))
                        .userRecords())
                .extracting(StoredUserRecord::explicitHashKey)
                .containsExactly(HashKey.MAX);
    }

    @Test
    void recordWithoutExplicitHashKeyIsNotGivenTheFirstOfTheTable() {
        byte[] data = HandMade.frame(HandMade.hex(
                KEY_A,
                HASH_KEY_7,
                "1A 04 08 00 1A 00", // record: no explicit hash key
                "1A 06 08 00 10 00 1A 00")); // record: explicit hash key 0
        List<StoredUserRecord> read = ReadBack.aggregated(ByteBuffer.wrap(data)).userRecords();
        assertThat(read).extracting(StoredUserRecord::explicitHashKey).containsExactly(null, HashKey.of(0, 7));
        assertThat(read.get(0).explicitHashKeyText()).isNull();
        assertThat(read.get(0).hashKey()).isEqualTo(HashKey.ofPartitionKey("a"));
        assertThat(read.get(0).toUserRecord()).isEqualTo(UserRecord.of("a", new byte[0]));
    }

    @Test
    void everyResultHasASubSequenceNumber() {
        byte[] aggregate = HandMade.frame(HandMade.hex(KEY_A, RECORD, RECORD, RECORD));
        assertThat(results(aggregate, new byte[1], HandMade.frame(new byte[] {0}), aggregate))
                .extracting(DeaggregatedRecord::subSequenceNumber)
                .containsExactly(0, 1, 2, 0, 0, 0, 1, 2);
    }

    private static byte[] hashKeyOf(String text) {
        return HandMade.frame(HandMade.concat(
                HandMade.hex(KEY_A),
                new byte[] {0x12, (byte) text.length()}, // explicit hash key table, entry
                HandMade.hex(HandMade.ascii(text)),
                HandMade.hex("1A 06 08 00 10 00 1A 00"))); // record: explicit hash key 0
    }

    private static void assertPlain(byte[] data) {
        assertThat(only(data)).isEqualTo(new DeaggregatedRecord.Plain<>(data, ByteBuffer.wrap(data)));
    }

    private static DeaggregatedRecord.Corrupt<byte[]> corrupt(byte[] data) {
        DeaggregatedRecord<byte[]> result = only(data);
        assertThat(result).isInstanceOf(DeaggregatedRecord.Corrupt.class);
        return (DeaggregatedRecord.Corrupt<byte[]>) result;
    }

    private static DeaggregatedRecord<byte[]> only(byte[] data) {
        List<DeaggregatedRecord<byte[]>> results = results(data);
        assertThat(results).hasSize(1);
        return Objects.requireNonNull(results.get(0));
    }

    private static List<DeaggregatedRecord<byte[]>> results(byte[]... records) {
        return RecordDeaggregator.create().deaggregate(List.of(records), ByteBuffer::wrap);
    }
}
