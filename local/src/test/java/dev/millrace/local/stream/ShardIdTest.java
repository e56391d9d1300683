package dev.millrace.local.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardIdTest {

    @ParameterizedTest
    @CsvSource({
        "0, shardId-000000000000",
        "7, shardId-000000000007",
        "99999, shardId-000000099999",
        "2147483647, shardId-002147483647"
    })
    void aShardIsNamedByTwelveDigits(int index, String id) {
        assertThat(ShardId.of(index)).isEqualTo(id);
        assertThat(ShardId.parse(id)).isEqualTo(index);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "-5", "shard-5", "anything-0005", "shardId-000000000005", "000000000005"})
    void onlyTheNumberBehindTheFirstHyphenCounts(String text) {
        assertThat(ShardId.parse(text)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "shardId",
                "shardId-",
                "shardId-x",
                "shardId-5x",
                "a-b-5",
                "--5",
                "shardId- 5",
                "shardId-2147483648",
                "shardId-999999999999",
                "shardId-99999999999999999999999999",
                "shardId-٥"
            })
    void whatHasNoNumberOrTooLargeAOneIsRefused(String text) {
        assertThat(ShardId.parse(text)).isNull();
    }

    @Test
    void idsSortAsTheirNumbersDo() {
        assertThat(ShardId.of(9)).isLessThan(ShardId.of(10));
        assertThat(ShardId.of(99)).isLessThan(ShardId.of(100_000));
    }
}
