package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordDeaggregator;
import dev.millrace.record.StoredUserRecord;
import dev.millrace.record.UserRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the other languages' libraries write, as we read it. */
@Tag("interop")
class AggregatesWrittenByOthersTest {

    private static final int AGGREGATES = 2_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final long seed = System.nanoTime();
    private final RandomRecords random = new RandomRecords(new Random(seed));

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyAggregateIsReadInOrder(Language language) throws Exception {
        List<List<UserRecord>> given = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < AGGREGATES; i++) {
            List<UserRecord> records = random.some(() -> random.coin() ? random.hashKey() : null);
            given.add(records);
            ObjectNode request = JsonNodeFactory.instance.objectNode();
            ArrayNode userRecords = request.putArray("userRecords");
            records.forEach(record -> userRecords.add(RandomRecords.toJson(record)));
            lines.add(request.toString());
        }

        List<String> answers = Script.run(language.script("aggregates", "write"), lines);

        assertThat(answers).as("seed=%d", seed).hasSize(AGGREGATES);
        for (int i = 0; i < AGGREGATES; i++) {
            Deaggregation read = RecordDeaggregator.create()
                    .deaggregate(JSON.readTree(answers.get(i)).required("data").binaryValue());
            assertThat(read).as("seed=%d aggregate=%d", seed, i).isInstanceOf(Deaggregation.Aggregated.class);
            Deaggregation.Aggregated aggregated = (Deaggregation.Aggregated) read;
            assertThat(aggregated.pinned()).isFalse();
            assertThat(aggregated.userRecords().stream().map(AggregatesWrittenByOthersTest::toJson))
                    .as("seed=%d aggregate=%d", seed, i)
                    .containsExactlyElementsOf(
                            given.get(i).stream().map(RandomRecords::toJson).toList());
        }
    }

    private static ObjectNode toJson(StoredUserRecord record) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("partitionKey", record.partitionKey())
                .put("explicitHashKey", record.explicitHashKeyText())
                .put("data", RandomRecords.base64(record.data()));
    }
}
