package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes wrong with the Go module kinesis-aggregation, beside {@link ReaderFaultsTest}. */
class GoFaultsTest {

    private static final String KEY_A = "0A 01 61"; // partition key table, entry 0: a

    @Test
    void explicitHashKeyAndSubSequenceNumberAreNotDropped() {
        byte[] data = HandMade.frame(HandMade.hex(
                KEY_A,
                "12 02 34 32", // explicit hash key table, entry 0: 42
                "1A 04 08 00 1A 00", // record: no explicit hash key
                "1A 06 08 00 10 00 1A 00")); // record: explicit hash key 0
        List<StoredUserRecord> records =
                ReadBack.aggregated(ByteBuffer.wrap(data)).userRecords();
        assertThat(records).extracting(StoredUserRecord::explicitHashKey).containsExactly(null, HashKey.of(0, 42));
        assertThat(records).extracting(StoredUserRecord::subSequenceNumber).containsExactly(0, 1);
    }

    @Test
    void explicitHashKeyIndexWithoutTableIsReported() {
        byte[] data = HandMade.frame(HandMade.hex(KEY_A, "1A 06 08 00 10 00 1A 00"));
        Deaggregation result = RecordDeaggregator.create().deaggregate(data);
        assertThat(result).isInstanceOf(Deaggregation.Corrupt.class);
        assertThat(((Deaggregation.Corrupt) result).reason()).contains("explicit hash key index without entry");
    }

    @Test
    void partitionKeyIndexWithoutTableIsReported() {
        byte[] data = HandMade.frame(HandMade.hex("1A 04 08 00 1A 00"));
        Deaggregation result = RecordDeaggregator.create().deaggregate(data);
        assertThat(result).isInstanceOf(Deaggregation.Corrupt.class);
        assertThat(((Deaggregation.Corrupt) result).reason()).contains("partition key index without entry");
    }
}
