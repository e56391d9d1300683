package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LazyReadingTest {

    private static final RecordDeaggregator DEAGGREGATOR = RecordDeaggregator.create();

    /** Two user records. */
    private static final byte[] PAIR = HandMade.frame(HandMade.hex(
            "0A 01 61", // partition key table, entry 0: a
            "1A 05 08 00 1A 01 AA", // record: key 0
            "1A 05 08 00 1A 01 BB")); // record: key 0

    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();

    @Test
    void iteratorTakesNothingBeforeAResultIsAskedFor() {
        Iterator<DeaggregatedRecord<byte[]>> results = DEAGGREGATOR.iterate(counted(PAIR, PAIR), this::open);
        assertTouched(0);
        assertThat(results.hasNext()).isTrue();
        assertTouched(0);
    }

    @Test
    void iteratorTakesOneRecordAfterTheOther() {
        Iterator<DeaggregatedRecord<byte[]>> results = DEAGGREGATOR.iterate(counted(PAIR, PAIR), this::open);
        for (int touched : new int[] {1, 1, 2, 2}) {
            assertThat(results.hasNext()).isTrue();
            results.next();
            assertTouched(touched);
        }
        assertThat(results.hasNext()).isFalse();
    }

    @Test
    void iteratorIsOverWhenTheRecordsAre() {
        Iterator<DeaggregatedRecord<byte[]>> results = DEAGGREGATOR.iterate(counted(new byte[1]), this::open);
        results.next();
        assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
        assertThat(DEAGGREGATOR.iterate(counted(), this::open).hasNext()).isFalse();
    }

    @Test
    void iteratorNeedsNoQuestionsBetweenResults() {
        Iterator<DeaggregatedRecord<byte[]>> results = DEAGGREGATOR.iterate(counted(PAIR, new byte[1]), this::open);
        assertThat(List.of(results.next(), results.next(), results.next()))
                .extracting(DeaggregatedRecord::subSequenceNumber)
                .containsExactly(0, 1, 0);
    }

    @Test
    void streamTakesNothingBeforeItIsRun() {
        try (Stream<DeaggregatedRecord<byte[]>> results =
                DEAGGREGATOR.stream(Stream.of(PAIR, PAIR).peek(each -> taken.incrementAndGet()), this::open)) {
            assertTouched(0);
            assertThat(results.count()).isEqualTo(4);
            assertTouched(2);
        }
    }

    @Test
    void endlessStreamIsTakenAsFarAsNeeded() {
        Stream<byte[]> endless = Stream.generate(() -> {
            taken.incrementAndGet();
            return PAIR;
        });
        List<DeaggregatedRecord<byte[]>> five =
                DEAGGREGATOR.stream(endless, this::open).limit(5).toList();
        assertThat(five).extracting(DeaggregatedRecord::subSequenceNumber).containsExactly(0, 1, 0, 1, 0);
        assertTouched(3);
    }

    @Test
    void searchEndsWithWhatItFinds() {
        Stream<byte[]> endless = Stream.generate(() -> {
            return taken.incrementAndGet() == 4 ? new byte[] {7} : PAIR;
        });
        assertThat(DEAGGREGATOR.stream(endless, this::open)
                        .filter(each -> each instanceof DeaggregatedRecord.Plain)
                        .findFirst())
                .isPresent();
        assertTouched(4);
    }

    @Test
    void closedStreamClosesItsSource() {
        AtomicInteger closed = new AtomicInteger();
        Stream<DeaggregatedRecord<byte[]>> results =
                DEAGGREGATOR.stream(Stream.of(PAIR).onClose(closed::incrementAndGet), this::open);
        assertThat(closed).hasValue(0);
        results.close();
        assertThat(closed).hasValue(1);
        assertTouched(0);
    }

    @Test
    void failureOfTheSourceIsPassedOnAndTheRestCanBeRead() {
        Iterator<DeaggregatedRecord<byte[]>> results =
                DEAGGREGATOR.iterate(List.of(PAIR, new byte[1], new byte[2]), record -> {
                    if (record.length == 1) {
                        throw new IllegalStateException("not there");
                    }
                    return ByteBuffer.wrap(record);
                });
        results.next();
        results.next();
        assertThatThrownBy(results::next).hasMessage("not there");
        assertThat(results.next().source()).hasSize(2);
        assertThat(results.hasNext()).isFalse();
    }

    @Test
    void everyWayGivesTheSameForTheGoldenVectors() throws IOException {
        List<byte[]> records = new ArrayList<>();
        int userRecords = 0;
        int others = 0;
        for (JsonNode line : Vectors.read("aggregates.jsonl.gz", 116)) {
            records.add(Vectors.data(line));
            userRecords += line.required("userRecords").size();
        }
        for (JsonNode line : Vectors.read("malformed.jsonl.gz", 133)) {
            records.add(Vectors.data(line));
            int count = line.path("userRecords").size();
            userRecords += count;
            others += count == 0 ? 1 : 0;
        }
        List<DeaggregatedRecord<byte[]>> results = EveryWay.read(DEAGGREGATOR, records);
        assertThat(results)
                .filteredOn(DeaggregatedRecord.Aggregated.class::isInstance)
                .hasSize(userRecords);
        assertThat(results).hasSize(userRecords + others);
        assertEachIsThere(records, results);
    }

    @Test
    void everyWayGivesTheSameForAnythingAtAll() {
        Seeds.rounds(1_000, random -> {
            List<byte[]> records = EveryWay.randomRecords(random);
            assertEachIsThere(records, EveryWay.read(DEAGGREGATOR, records));
        });
    }

    /** At least one result for each Kinesis record, in order. */
    private static void assertEachIsThere(List<byte[]> records, List<DeaggregatedRecord<byte[]>> results) {
        IdentityHashMap<byte[], Boolean> sources = new IdentityHashMap<>();
        List<byte[]> inOrder = new ArrayList<>();
        for (DeaggregatedRecord<byte[]> each : results) {
            if (sources.put(each.source(), true) == null) {
                inOrder.add(each.source());
            }
        }
        assertThat(inOrder).hasSameSizeAs(records);
        for (int i = 0; i < records.size(); i++) {
            assertThat(inOrder.get(i)).isSameAs(records.get(i));
        }
    }

    private ByteBuffer open(byte[] record) {
        opened.incrementAndGet();
        return ByteBuffer.wrap(record);
    }

    private Iterable<byte[]> counted(byte[]... records) {
        Iterator<byte[]> each = List.of(records).iterator();
        return () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public byte[] next() {
                taken.incrementAndGet();
                return each.next();
            }
        };
    }

    private void assertTouched(int records) {
        assertThat(taken).as("records taken").hasValue(records);
        assertThat(opened).as("records opened").hasValue(records);
    }
}
