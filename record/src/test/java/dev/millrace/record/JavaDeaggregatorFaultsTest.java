package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What goes wrong with the Java deaggregator for kinesis-aggregation and the Kinesis Client Library below it, beside
 * {@link ReaderFaultsTest} and {@link BatchFaultsTest}.
 */
class JavaDeaggregatorFaultsTest {

    /** A caller's type of a Kinesis record, with more than bytes. */
    private record Received(String eventId, String shardId, ByteBuffer data) {}

    /** Three user records with the explicit hash keys 1, 5, 2. */
    private static final byte[] SPREAD = HandMade.frame(HandMade.hex(
            "0A 01 61", // partition key table, entry 0: a
            "12 01 31 12 01 35 12 01 32", // explicit hash key table: 1, 5, 2
            "1A 07 08 00 10 00 1A 01 AA", // record: explicit hash key 0
            "1A 07 08 00 10 01 1A 01 BB", // record: explicit hash key 1
            "1A 07 08 00 10 02 1A 01 CC")); // record: explicit hash key 2

    @Test
    void rangeFilterLeavesOutSingleUserRecordsAndTellsThem() {
        RecordDeaggregator filtering = RecordDeaggregator.builder()
                .only(new HashKeyRange(HashKey.of(0, 0), HashKey.of(0, 3)))
                .build();
        Deaggregation.Aggregated result = (Deaggregation.Aggregated) filtering.deaggregate(SPREAD);
        assertThat(result.userRecords())
                .extracting(StoredUserRecord::subSequenceNumber)
                .containsExactly(0, 2);
        assertThat(result.leftOut())
                .extracting(StoredUserRecord::subSequenceNumber)
                .containsExactly(1);
        assertThat(filtering.deaggregate(List.of(SPREAD), ByteBuffer::wrap))
                .extracting(DeaggregatedRecord::getClass)
                .containsExactly(
                        DeaggregatedRecord.Aggregated.class,
                        DeaggregatedRecord.LeftOut.class,
                        DeaggregatedRecord.Aggregated.class);
    }

    @Test
    void nothingIsLeftOutUnlessAskedFor() {
        assertThat(ReadBack.aggregated(ByteBuffer.wrap(SPREAD)).userRecords()).hasSize(3);
        assertThat(ReadBack.aggregated(ByteBuffer.wrap(SPREAD)).leftOut()).isEmpty();
    }

    @Test
    void plainBufferIsNotRewound() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {0, 1, 2, 3, 4, 5, 6, 7}).position(6);
        Received received = new Received("id", "shard", buffer);
        List<DeaggregatedRecord<Received>> results =
                RecordDeaggregator.create().deaggregate(List.of(received), Received::data);
        assertThat(ReadBack.bytes(((DeaggregatedRecord.Plain<Received>) results.get(0)).data()))
                .containsExactly(6, 7);
        assertThat(results.get(0).source().data().position()).isEqualTo(6);
    }

    @Test
    void everythingElseOfTheKinesisRecordStaysAtHand() {
        List<Received> received = List.of(
                new Received("one", "shard-0", ByteBuffer.wrap(SPREAD)),
                new Received("two", "shard-0", ByteBuffer.wrap(new byte[1])),
                new Received("three", "shard-1", ByteBuffer.wrap(HandMade.frame(new byte[] {0}))));
        assertThat(RecordDeaggregator.create().<Received>deaggregate(received, Received::data))
                .extracting(DeaggregatedRecord::source)
                .usingElementComparator((left, right) -> left == right ? 0 : 1)
                .containsExactly(received.get(0), received.get(0), received.get(0), received.get(1), received.get(2));
    }

    @Test
    void hashKeysAreNeverNegative() {
        // Its MD5 begins with the byte 8C, which would make a signed number negative.
        HashKey key = HashKey.ofPartitionKey("k");
        assertThat(key.high()).isNegative();
        assertThat(key.toString()).doesNotStartWith("-");
        assertThat(key).isGreaterThan(HashKey.of(Long.MAX_VALUE, -1));
    }
}
