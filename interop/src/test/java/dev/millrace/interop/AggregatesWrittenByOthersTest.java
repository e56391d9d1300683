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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the other languages' libraries write, as we read it. */
@Tag("interop")
class AggregatesWrittenByOthersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final long seed = RandomRecords.seed();
    private final RandomRecords random = new RandomRecords(seed);

    @ParameterizedTest
    @EnumSource(names = {"PYTHON", "NODE"})
    void everyAggregateIsReadInOrder(Language language) throws Exception {
        try (Script script = Script.start(language.script("aggregates", "write"))) {
            for (int done = 0; done < RandomRecords.AGGREGATES; done += RandomRecords.CHUNK) {
                List<List<UserRecord>> given = Stream.generate(
                                () -> random.some(() -> random.coin() ? random.hashKey() : null))
                        .limit(Math.min(RandomRecords.CHUNK, RandomRecords.AGGREGATES - done))
                        .toList();
                List<String> answers = script.ask(given.stream()
                        .map(AggregatesWrittenByOthersTest::toLine)
                        .toList());
                for (int i = 0; i < answers.size(); i++) {
                    byte[] data = JSON.readTree(answers.get(i)).required("data").binaryValue();
                    assertRead("-Dmillrace.seed=" + seed + " aggregate=" + (done + i), data, given.get(i));
                }
            }
            assertThat(script.end()).isEmpty();
        }
    }

    private static String toLine(List<UserRecord> records) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        ArrayNode userRecords = request.putArray("userRecords");
        records.forEach(record -> userRecords.add(RandomRecords.toJson(record)));
        return request.toString();
    }

    private static void assertRead(String which, byte[] data, List<UserRecord> given) {
        Deaggregation read = RecordDeaggregator.create().deaggregate(data);
        assertThat(read).as(which).isInstanceOf(Deaggregation.Aggregated.class);
        Deaggregation.Aggregated aggregated = (Deaggregation.Aggregated) read;
        assertThat(aggregated.pinned()).as(which).isFalse();
        assertThat(aggregated.userRecords().stream()
                        .map(AggregatesWrittenByOthersTest::toJson)
                        .toList())
                .as(which)
                .isEqualTo(given.stream().map(RandomRecords::toJson).toList());
    }

    private static ObjectNode toJson(StoredUserRecord record) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("partitionKey", record.partitionKey())
                .put("explicitHashKey", record.explicitHashKeyText())
                .put("data", RandomRecords.base64(record.data()));
    }
}
