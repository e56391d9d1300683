package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class VectorsTest {

    private static final int AGGREGATES = 116;
    private static final int MALFORMED = 133;
    private static final int HASH_KEYS = 200;
    private static final int KPL_AGGREGATES = 32;

    @TestFactory
    Stream<DynamicTest> hashKeyOfPartitionKey() throws IOException {
        return Vectors.read("hashkeys.jsonl.gz", HASH_KEYS).stream()
                .map(line -> dynamicTest(
                        Vectors.text(line, "hashKey"),
                        () -> assertThat(HashKey.ofPartitionKey(Vectors.text(line, "partitionKey")))
                                .hasToString(Vectors.text(line, "hashKey"))));
    }

    @TestFactory
    Stream<DynamicTest> unusualBytesGetTheirVerdict() throws IOException {
        return Vectors.read("malformed.jsonl.gz", MALFORMED).stream()
                .map(line -> dynamicTest(Vectors.text(line, "name"), () -> assertVerdict(line)));
    }

    @TestFactory
    Stream<DynamicTest> aggregatesOfOtherWritersAreRead() throws IOException {
        return aggregates()
                .map(line -> dynamicTest(nameOf(line), () -> {
                    Deaggregation.Aggregated aggregated = (Deaggregation.Aggregated)
                            RecordDeaggregator.create().deaggregate(Vectors.data(line));
                    assertThat(aggregated.pinned()).isFalse();
                    assertUserRecords(line, aggregated.userRecords());
                }));
    }

    @TestFactory
    Stream<DynamicTest> kplLayoutGivesTheSameBytes() throws IOException {
        return aggregates()
                .map(line -> dynamicTest(nameOf(line), () -> {
                    AggregatedRecord record = inKplLayout(line);
                    assertThat(ReadBack.bytes(record.data())).isEqualTo(Vectors.data(line));
                    assertThat(record.userRecordCount())
                            .isEqualTo(line.required("userRecords").size());
                }));
    }

    @TestFactory
    Stream<DynamicTest> kplLayoutGivesTheSameOuterKeys() throws IOException {
        List<JsonNode> lines =
                aggregates().filter(line -> writerOf(line).equals("kpl-1.1.1")).toList();
        assertThat(lines).hasSize(KPL_AGGREGATES);
        return lines.stream()
                .map(line -> dynamicTest(nameOf(line), () -> {
                    AggregatedRecord record = inKplLayout(line);
                    assertThat(record.partitionKey()).isEqualTo(Vectors.text(line, "outerPartitionKey"));
                    assertThat(record.explicitHashKey()).hasToString(Vectors.text(line, "outerExplicitHashKey"));
                }));
    }

    private static Stream<JsonNode> aggregates() throws IOException {
        return Vectors.read("aggregates.jsonl.gz", AGGREGATES).stream();
    }

    private static String nameOf(JsonNode line) {
        return Vectors.text(line, "name") + " " + writerOf(line);
    }

    private static String writerOf(JsonNode line) {
        return Vectors.text(line, "writer");
    }

    private static void assertVerdict(JsonNode line) {
        byte[] data = Vectors.data(line);
        Deaggregation result = RecordDeaggregator.create().deaggregate(data);
        switch (Vectors.text(line, "expect")) {
            case "plain" -> {
                assertThat(result).isInstanceOf(Deaggregation.Plain.class);
                assertThat(ReadBack.bytes(((Deaggregation.Plain) result).data()))
                        .isEqualTo(data);
            }
            case "corrupt" -> {
                assertThat(result).isInstanceOf(Deaggregation.Corrupt.class);
                Deaggregation.Corrupt corrupt = (Deaggregation.Corrupt) result;
                assertThat(ReadBack.bytes(corrupt.data())).isEqualTo(data);
                assertThat(corrupt.reason()).isNotBlank();
                assertThat(corrupt.offset()).isBetween(4, data.length - 16);
            }
            case "aggregated" -> {
                assertThat(result).isInstanceOf(Deaggregation.Aggregated.class);
                assertUserRecords(line, ((Deaggregation.Aggregated) result).userRecords());
            }
            default -> throw new AssertionError("unknown verdict in " + line);
        }
    }

    private static void assertUserRecords(JsonNode line, List<StoredUserRecord> userRecords) {
        JsonNode expected = line.required("userRecords");
        assertThat(userRecords).hasSize(expected.size());
        for (int i = 0; i < userRecords.size(); i++) {
            StoredUserRecord record = userRecords.get(i);
            JsonNode userRecord = expected.required(i);
            @Nullable String text = Vectors.textOrNull(userRecord, "explicitHashKey");
            assertThat(record.subSequenceNumber()).isEqualTo(i);
            assertThat(record.partitionKey()).isEqualTo(Vectors.text(userRecord, "partitionKey"));
            assertThat(record.explicitHashKeyText()).isEqualTo(text);
            assertThat(record.explicitHashKey()).isEqualTo(text == null ? null : HashKey.parse(text));
            assertThat(record.hashKey()).hasToString(Vectors.text(userRecord, "hashKey"));
            assertThat(ReadBack.bytes(record.data())).isEqualTo(Vectors.data(userRecord));
            assertThat(record.pinned()).isFalse();
        }
    }

    private static AggregatedRecord inKplLayout(JsonNode line) {
        RecordAggregator aggregator = RecordAggregator.builder()
                .layout(AggregationLayout.KPL)
                .maxSizeBytes(RecordAggregator.LARGEST_MAX_SIZE)
                .frameLoneRecords(true)
                .build();
        for (JsonNode userRecord : line.required("userRecords")) {
            @Nullable String explicit = Vectors.textOrNull(userRecord, "explicitHashKey");
            UserRecord record = UserRecord.of(
                    Vectors.text(userRecord, "partitionKey"),
                    explicit == null ? null : HashKey.parse(explicit),
                    Vectors.data(userRecord));
            assertThat(aggregator.addUserRecord(record)).isEmpty();
        }
        List<AggregatedRecord> finished = aggregator.clearAndGet();
        assertThat(finished).hasSize(1);
        return finished.get(0);
    }
}
