package dev.millrace.consumer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.processor.ExtendedSequenceNumber;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredPositionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0/0",
                "49680417200088326367278766253089959721726780977694375938/4294967295",
                "TRIM_HORIZON",
                "LATEST",
                "SHARD_END",
                "AT_TIMESTAMP@0",
                "AT_TIMESTAMP@1772600767089",
                "AT_TIMESTAMP@-1"
            })
    void textIsReadAndWrittenAlike(String text) {
        assertThat(StoredPosition.parse(text).toText()).isEqualTo(text);
    }

    @Test
    void textsMeanWhatTheySay() {
        assertThat(StoredPosition.parse("17/3")).isEqualTo(StoredPosition.behind(new ExtendedSequenceNumber("17", 3)));
        assertThat(StoredPosition.parse("TRIM_HORIZON")).isEqualTo(StoredPosition.TRIM_HORIZON);
        assertThat(StoredPosition.parse("SHARD_END")).isEqualTo(StoredPosition.SHARD_END);
        assertThat(StoredPosition.parse("AT_TIMESTAMP@1500")).isEqualTo(StoredPosition.at(Instant.ofEpochMilli(1500)));
    }

    @Test
    void onlyTheEndOfAShardIsOne() {
        assertThat(StoredPosition.SHARD_END.isShardEnd()).isTrue();
        assertThat(StoredPosition.TRIM_HORIZON.isShardEnd()).isFalse();
        assertThat(StoredPosition.at(Instant.EPOCH).isShardEnd()).isFalse();
        assertThat(StoredPosition.parse("17/3").isShardEnd()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "17/", "17/x", "x/17", "17/-1", "AT_TIMESTAMP@", "AT_TIMESTAMP@x", "NOWHERE"})
    void nonsenseIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> StoredPosition.parse(text));
    }
}
