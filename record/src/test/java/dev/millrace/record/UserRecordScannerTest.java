package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a scanner shows and what it costs. How it is used is in {@link UserRecordScannerUseTest}. */
class UserRecordScannerTest {

    private static final byte[] PAIR = HandMade.frame(HandMade.hex(
            "0A 01 61", // partition key table, entry 0: a
            "12 01 37", // explicit hash key table, entry 0: 7
            "1A 05 08 00 1A 01 AA", // record: key 0
            "1A 07 08 00 10 00 1A 01 BB")); // record: key 0, explicit hash key 0

    private final UserRecordScanner scanner = RecordDeaggregator.create().scanner();

    @Test
    void viewShowsWhatTheListHoldsForTheGoldenVectors() throws IOException {
        for (JsonNode line : Vectors.read("aggregates.jsonl.gz", 116)) {
            assertShowsTheList(ByteBuffer.wrap(Vectors.data(line)));
        }
    }

    @Test
    void viewShowsWhatTheListHoldsForAnyBuffer() {
        Seeds.rounds(500, random -> {
            byte[] data = RandomRecords.aggregate(random);
            byte[] padded = HandMade.concat(new byte[3], data, new byte[2]);
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(padded.length).put(padded).flip();
            for (ByteBuffer whole : List.of(ByteBuffer.wrap(padded), direct, direct.asReadOnlyBuffer())) {
                ByteBuffer buffer = whole.position(3).limit(3 + data.length);
                assertShowsTheList(buffer);
                assertThat(buffer.position()).isEqualTo(3);
                assertThat(buffer.limit()).isEqualTo(3 + data.length);
            }
        });
    }

    private void assertShowsTheList(ByteBuffer data) {
        List<StoredUserRecord> expected = ReadBack.aggregated(data).userRecords();
        List<Integer> shown = new ArrayList<>();
        UserRecordsOnly visitor = view -> {
            StoredUserRecord record = expected.get(shown.size());
            shown.add(view.subSequenceNumber());
            assertThat(view.subSequenceNumber()).isEqualTo(record.subSequenceNumber());
            assertThat(view.partitionKey()).isEqualTo(record.partitionKey());
            assertThat(Text.utf8(
                            view.partitionKeyUtf8().slice(),
                            0,
                            view.partitionKeyUtf8().remaining()))
                    .isEqualTo(record.partitionKey());
            assertThat(view.data()).isEqualTo(record.data());
            assertThat(view.dataLength()).isEqualTo(record.dataLength());
            assertThat(view.explicitHashKey()).isEqualTo(record.explicitHashKey());
            assertThat(view.hashKey()).isEqualTo(record.hashKey());
            assertThat(view.pinned()).isEqualTo(record.pinned());
            assertThat(view.copy()).isEqualTo(record);
            assertThat(view).hasToString(record.toString());
        };
        scanner.scan(data, visitor);
        assertThat(shown).hasSameSizeAs(expected);
    }

    @Test
    void allocationDoesNotGrowWithTheUserRecords() throws ReflectiveOperationException {
        byte[] few = aggregateOf(10);
        byte[] many = aggregateOf(50_000);
        long[] sum = new long[1];
        UserRecordsOnly visitor = view -> sum[0] +=
                view.dataLength() + view.data().get() + view.partitionKeyUtf8().remaining() + view.subSequenceNumber();
        for (int i = 0; i < 20; i++) {
            scanner.scan(ByteBuffer.wrap(many), visitor);
            scanner.scan(ByteBuffer.wrap(few), visitor);
        }
        sum[0] = 0;
        long ofFew = AllocatedBytes.by(() -> scanner.scan(ByteBuffer.wrap(few), visitor));
        long ofMany = AllocatedBytes.by(() -> scanner.scan(ByteBuffer.wrap(many), visitor));
        assertThat(sum[0]).isPositive();
        assertThat(ofFew).as("bytes for 10 user records").isBetween(1L, 10_000L);
        assertThat(ofMany).as("bytes for 50,000 user records").isLessThan(ofFew + 10_000);
    }

    private static byte[] aggregateOf(int count) {
        RecordAggregator aggregator = RecordAggregator.builder()
                .maxSizeBytes(RecordAggregator.LARGEST_MAX_SIZE)
                .build();
        for (int i = 0; i < count; i++) {
            aggregator.addUserRecord("key-" + i % 1_000, new byte[] {1, 2, 3});
        }
        return ReadBack.bytes(aggregator.clearAndGet().get(0).data());
    }

    @Test
    void buffersOfTheViewAreReadOnly() {
        UserRecordsOnly visitor = view -> {
            assertThat(view.data().isReadOnly()).isTrue();
            assertThat(view.partitionKeyUtf8().isReadOnly()).isTrue();
        };
        scanner.scan(ByteBuffer.wrap(PAIR), visitor);
    }

    @Test
    void plainAndCorruptDataAreGivenWhole() {
        byte[] corrupt = HandMade.frame(new byte[] {0});
        ByteBuffer plain = ByteBuffer.wrap(new byte[] {9, 1, 2, 9}, 1, 2);
        List<DeaggregatedRecord<byte[]>> results = EveryWay.scanned(scanner, List.of(ReadBack.bytes(plain), corrupt));
        assertThat(results).hasSize(2);
        assertThat(((DeaggregatedRecord.Plain<byte[]>) results.get(0)).data()).isEqualTo(plain);
        assertThat(((DeaggregatedRecord.Corrupt<byte[]>) results.get(1)).data()).isEqualTo(ByteBuffer.wrap(corrupt));
        assertThat(plain.position()).isEqualTo(1);
    }

    @Test
    void nothingOfOneRecordIsLeftInTheNext() {
        Seeds.rounds(300, random -> {
            List<byte[]> records = EveryWay.randomRecords(random);
            List<DeaggregatedRecord<byte[]>> fresh = new ArrayList<>();
            for (byte[] each : records) {
                fresh.addAll(EveryWay.scanned(RecordDeaggregator.create().scanner(), List.of(each)));
            }
            assertThat(EveryWay.scanned(scanner, records)).isEqualTo(fresh);
        });
    }

    @Test
    void copyStaysAsItWas() {
        byte[] bytes = PAIR.clone();
        List<StoredUserRecord> expected =
                List.copyOf(ReadBack.aggregated(ByteBuffer.wrap(PAIR)).userRecords());
        List<StoredUserRecord> copies = new ArrayList<>();
        UserRecordsOnly visitor = view -> copies.add(view.copy());
        scanner.scan(ByteBuffer.wrap(bytes), visitor);
        Arrays.fill(bytes, (byte) 0x55);
        assertThat(copies).isEqualTo(expected);
        assertThat(copies.get(1).explicitHashKeyText()).isEqualTo("7");
    }
}
