package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One bad record in a batch: other readers lose the rest with it (Python, Java, Go) or end with an error (Node). */
class BatchFaultsTest {

    private static final byte[] AGGREGATE = HandMade.frame(HandMade.hex(
            "0A 01 61", // partition key table, entry 0: a
            "1A 05 08 00 1A 01 01", // record: key 0, data 1
            "1A 05 08 00 1A 01 02")); // record: key 0, data 2

    private static final int MALFORMED = 133;

    @Test
    void unusualRecordsDoNotHurtTheOthersOfTheirBatch() throws IOException {
        List<byte[]> batch = new ArrayList<>();
        List<String> verdicts = new ArrayList<>();
        for (JsonNode line : Vectors.read("malformed.jsonl.gz", MALFORMED)) {
            batch.add(Vectors.data(line));
            verdicts.add(Vectors.text(line, "expect"));
            batch.add(AGGREGATE);
            verdicts.add("good");
        }
        List<Integer> places = IntStream.range(0, batch.size()).boxed().toList();
        List<DeaggregatedRecord<Integer>> results =
                RecordDeaggregator.create().deaggregate(places, place -> ByteBuffer.wrap(batch.get(place)));
        assertThat(results).extracting(DeaggregatedRecord::source).isSorted();
        Map<Integer, List<DeaggregatedRecord<Integer>>> byPlace =
                results.stream().collect(Collectors.groupingBy(DeaggregatedRecord::source));
        assertThat(byPlace).containsOnlyKeys(places);
        byPlace.forEach((place, ofThis) -> assertVerdict(verdicts.get(place), ofThis));
    }

    private static void assertVerdict(String verdict, List<DeaggregatedRecord<Integer>> results) {
        switch (verdict) {
            case "plain" ->
                assertThat(results)
                        .hasOnlyElementsOfType(DeaggregatedRecord.Plain.class)
                        .hasSize(1);
            case "corrupt" ->
                assertThat(results)
                        .hasOnlyElementsOfType(DeaggregatedRecord.Corrupt.class)
                        .hasSize(1);
            case "aggregated" ->
                assertThat(results)
                        .hasOnlyElementsOfTypes(DeaggregatedRecord.Aggregated.class, DeaggregatedRecord.Empty.class);
            default ->
                assertThat(results).extracting(BatchFaultsTest::firstByte).containsExactly(1, 2);
        }
    }

    private static int firstByte(DeaggregatedRecord<Integer> result) {
        return ((DeaggregatedRecord.Aggregated<Integer>) result)
                .userRecord()
                .data()
                .get(0);
    }
}
