package dev.millrace.firehose.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionQueryTest {

    private static Map<String, String> keys(String query, String record) {
        return PartitionQuery.parse(query).keys(ByteBuffer.wrap(record.getBytes(StandardCharsets.UTF_8)));
    }

    /** As in Firehose's developer guide, "Partition keys with inline parsing". */
    @Test
    void keysAreWhatTheQueryFinds() {
        String query = "{customer_id: .customer_id, device: .type.device, none: .none}";
        String record = "{\"type\":{\"device\":\"mobile\"},\"customer_id\":1234567890,\"event_timestamp\":1565382027}";

        assertThat(keys(query, record)).isEqualTo(Map.of("customer_id", "1234567890", "device", "mobile"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no json", "", "{} {}", "{\"a\":{\"b\":1}}", "[1]"})
    void recordsWithoutKeysAreRefused(String record) {
        assertThatIllegalArgumentException().isThrownBy(() -> keys("{a: .a}", record));
    }

    @Test
    void queryGivesOneObject() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys(".a", "{\"a\":1}"))
                .withMessage("query gives no single object: query=.a results=1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys("{a: 1}, {a: 2}", "{}"))
                .withMessageContaining("results=2");
    }

    @Test
    void queryThatIsNoneIsRefusedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PartitionQuery.parse("{a: "))
                .withMessageContaining("no query of jq 1.6: {a: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PartitionQuery.parse("{year: .time|strftime(\"%Y\")}"))
                .withMessageContaining("Function strftime/1 does not exist");
    }
}
