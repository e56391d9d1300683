package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.UserRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What we write, as the other languages' libraries read it. They show the hash key at index 0 for records that have
 * none, so of a pinned record they show the pin.
 */
@Tag("interop")
class AggregatesReadByOthersTest {

    private static final int AGGREGATES = 2_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final long seed = System.nanoTime();
    private final RandomRecords random = new RandomRecords(new Random(seed));

    @ParameterizedTest
    @EnumSource(Language.class)
    void pinnedAggregatesAreReadInOrder(Language language) throws Exception {
        List<List<UserRecord>> given = new ArrayList<>();
        List<AggregatedRecord> written = new ArrayList<>();
        for (int i = 0; i < AGGREGATES; i++) {
            List<UserRecord> records = random.some(() -> null);
            given.add(records);
            written.add(aggregate(AggregationLayout.PINNED, records));
        }

        assertReadBack(
                language,
                given,
                written,
                record -> String.valueOf(written.get(record.aggregate()).explicitHashKey()));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void pinnedAggregatesOfOneOwnHashKeyAreReadInOrder(Language language) throws Exception {
        List<List<UserRecord>> given = new ArrayList<>();
        List<AggregatedRecord> written = new ArrayList<>();
        for (int i = 0; i < AGGREGATES / 10; i++) {
            HashKey own = random.hashKey();
            List<UserRecord> records = random.some(() -> own);
            given.add(records);
            written.add(aggregate(AggregationLayout.PINNED, records));
        }

        assertReadBack(language, given, written, RandomRead::ownHashKey);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void kplAggregatesAreReadInOrder(Language language) throws Exception {
        List<List<UserRecord>> given = new ArrayList<>();
        List<AggregatedRecord> written = new ArrayList<>();
        for (int i = 0; i < AGGREGATES / 10; i++) {
            boolean own = random.coin();
            List<UserRecord> records = random.some(() -> own ? random.hashKey() : null);
            given.add(records);
            written.add(aggregate(AggregationLayout.KPL, records));
        }

        assertReadBack(language, given, written, RandomRead::ownHashKey);
    }

    /** A user record that is looked for in the answer. */
    private record RandomRead(int aggregate, UserRecord userRecord) {
        @Nullable
        String ownHashKey() {
            HashKey own = userRecord.explicitHashKey();
            return own == null ? null : own.toString();
        }
    }

    private void assertReadBack(
            Language language,
            List<List<UserRecord>> given,
            List<AggregatedRecord> written,
            Function<RandomRead, @Nullable String> shownHashKey)
            throws Exception {
        List<String> lines = written.stream()
                .map(record -> JsonNodeFactory.instance
                        .objectNode()
                        .put("data", RandomRecords.base64(record.data()))
                        .toString())
                .toList();

        List<String> answers = Script.run(language.script("aggregates", "read"), lines);

        assertThat(answers).as("seed=%d", seed).hasSameSizeAs(written);
        for (int i = 0; i < answers.size(); i++) {
            JsonNode read = JSON.readTree(answers.get(i)).required("userRecords");
            List<ObjectNode> expected = new ArrayList<>();
            for (UserRecord record : given.get(i)) {
                expected.add(RandomRecords.toJson(record)
                        .put("explicitHashKey", shownHashKey.apply(new RandomRead(i, record)))
                        .put("subSequenceNumber", expected.size()));
            }
            assertThat(read).as("seed=%d aggregate=%d", seed, i).hasSameElementsAs(expected);
            assertThat(List.copyOf(expected).equals(asList(read)))
                    .as("order, seed=%d aggregate=%d", seed, i)
                    .isTrue();
        }
    }

    private static List<JsonNode> asList(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }

    private static AggregatedRecord aggregate(AggregationLayout layout, List<UserRecord> records) {
        RecordAggregator aggregator =
                RecordAggregator.builder().layout(layout).frameLoneRecords(true).build();
        for (UserRecord record : records) {
            assertThat(aggregator.addUserRecord(record)).isEmpty();
        }
        List<AggregatedRecord> finished = aggregator.clearAndGet();
        assertThat(finished).hasSize(1);
        return finished.get(0);
    }
}
