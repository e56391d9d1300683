package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tags of user records: as they are put, written and read. */
class RecordTagTest {

    private static final UserRecord TAGGED =
            UserRecord.of("a", "hi").withTags(List.of(new RecordTag("w1", "23"), new RecordTag("x", null)));

    /** The tags of {@link #TAGGED}. */
    private static final String TAGS = "22 08 0A 02 77 31 12 02 32 33 22 03 0A 01 78";

    @Test
    void tagsAreWrittenBehindTheData() {
        RecordAggregator aggregator =
                RecordAggregator.builder().layout(AggregationLayout.KPL).build();
        aggregator.addUserRecord(TAGGED);
        aggregator.addUserRecord("a", new byte[0]);
        assertThat(aggregator.sizeBytes()).isEqualTo(20 + 3 + 23 + 6);
        assertThat(ReadBack.bytes(aggregator.clearAndGet().get(0).data()))
                .isEqualTo(HandMade.frame(HandMade.hex(
                        "0A 01 61", // partition key table, entry 0: a
                        "1A 15 08 00 1A 02 68 69", // record 0: key 0, data hi
                        TAGS,
                        "1A 04 08 00 1A 00"))); // record 1: key 0, no data
    }

    @Test
    void markOfAPinnedAggregateIsNoTagOfItsFirstRecord() {
        RecordAggregator aggregator = RecordAggregator.create();
        aggregator.addUserRecord(TAGGED);
        AggregatedRecord record = aggregator.clearAndGet().get(0);
        StoredUserRecord read = ReadBack.aggregated(record).userRecords().get(0);
        assertThat(read.pinned()).isTrue();
        assertThat(read.tags()).isEqualTo(TAGGED.tags());
        assertThat(read.toUserRecord()).isEqualTo(TAGGED);
    }

    @Test
    void loneRecordWithTagsIsFramedInAnyCase() {
        for (AggregationLayout layout : AggregationLayout.values()) {
            RecordAggregator aggregator = RecordAggregator.builder()
                    .layout(layout)
                    .frameLoneRecords(false)
                    .build();
            aggregator.addUserRecord(TAGGED);
            AggregatedRecord record = aggregator.clearAndGet().get(0);
            assertThat(record.framed()).isTrue();
            assertThat(ReadBack.userRecords(record)).containsExactly(TAGGED);
        }
    }

    @Test
    void tagsThatAreTakenOutAgainAreThere() {
        RecordAggregator aggregator = RecordAggregator.create();
        aggregator.addUserRecord("first", "data");
        aggregator.addUserRecord(TAGGED);
        assertThat(aggregator.clearAndTakeApart()).containsExactly(UserRecord.of("first", "data"), TAGGED);
    }

    @Test
    void tagsAreReadWhereverTheyStand() {
        byte[] data = HandMade.frame(HandMade.hex(
                "0A 01 61", // partition key table, entry 0: a
                "1A 09 22 03 0A 01 78 1A 00 08 00", // tag x, no data, key 0
                "1A 04 08 00 1A 00", // no tag
                "1A 0E 08 00 22 03 0A 01 79 1A 00 22 03 0A 01 7A", // tag y, no data, tag z
                "1A 12 08 00 1A 00 22 0C 0A 01 6E 12 01 31 0A 01 6D 12 01 32", // n=1 and m=2 in one tag
                "1A 0D 08 00 1A 00 22 07 18 05 0A 01 6B 20 05", // tag k between unknown fields
                "1A 0B 08 00 1A 00 22 05 0A 03 70 69 6E")); // tag pin
        List<StoredUserRecord> read = ReadBack.aggregated(ByteBuffer.wrap(data)).userRecords();
        assertThat(read)
                .extracting(StoredUserRecord::tags)
                .containsExactly(
                        List.of(new RecordTag("x", null)),
                        List.of(),
                        List.of(new RecordTag("y", null), new RecordTag("z", null)),
                        List.of(new RecordTag("m", "2")),
                        List.of(new RecordTag("k", null)),
                        List.of());
    }

    @Test
    void recordsAreEqualByTheirTagsToo() {
        UserRecord untagged = UserRecord.of("a", "hi");
        assertThat(TAGGED).isNotEqualTo(untagged);
        assertThat(TAGGED.withTags(List.of())).isEqualTo(untagged);
        assertThat(untagged.withTags(TAGGED.tags())).isEqualTo(TAGGED).hasSameHashCodeAs(TAGGED);
    }

    @Test
    void keyOfTheMarkIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RecordTag("pin", "7"))
                .withMessage("tag key is taken: key=pin (it marks pinned aggregates)");
    }

    @Test
    void textWithoutUtf8FormIsRefused() {
        assertThatThrownBy(() -> new RecordTag("\uD83D", null))
                .hasMessageContaining("tag key has an unpaired surrogate");
        assertThatThrownBy(() -> new RecordTag("k", "\uDE00"))
                .hasMessageContaining("tag value has an unpaired surrogate");
    }

    @Test
    void listOfTagsIsNeitherTheCallersNorToBeChanged() {
        assertThatThrownBy(() -> TAGGED.tags().clear()).isInstanceOf(UnsupportedOperationException.class);
        RecordAggregator aggregator = RecordAggregator.create();
        aggregator.addUserRecord(TAGGED);
        StoredUserRecord read = ReadBack.aggregated(aggregator.clearAndGet().get(0))
                .userRecords()
                .get(0);
        assertThatThrownBy(() -> read.tags().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
