package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserRecordTest {

    private static final byte[] DATA = {1, 2, 3, 4, 5};

    @Test
    void emptyPartitionKeyIsRefused() {
        assertThatThrownBy(() -> UserRecord.of("", DATA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("characters=0");
    }

    @Test
    void partitionKeyOf257CharactersIsRefused() {
        assertThatThrownBy(() -> UserRecord.of("k".repeat(257), DATA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("partition key too long: characters=257 (max 256)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", "\u00E9", "\u6771", "\uFFFF", "\u0000"})
    void partitionKeyOf256CharactersIsAccepted(String character) {
        UserRecord record = UserRecord.of(character.repeat(256), DATA);
        assertThat(record.partitionKey()).hasSize(256);
        assertThat(record.sizeBytes()).isEqualTo(5 + 256 * character.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void charactersOutsideTheBasicPlaneCountTwice() {
        String pair = "\uD83D\uDE00";
        assertThat(UserRecord.of(pair.repeat(128), DATA).sizeBytes()).isEqualTo(5 + 128 * 4);
        assertThatThrownBy(() -> UserRecord.of(pair.repeat(128) + "k", DATA))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uD83D", // a high one at the end
                "k\uD83D",
                "\uD83Dk", // before another character
                "\uD83D\uD83D", // before another high one
                "\uDE00", // a low one at the beginning
                "k\uDE00",
                "\uD83D\uDE00\uDE00", // after a pair
                "\uDE00\uD83D" // the wrong way round
            })
    void unpairedSurrogateIsRefused(String partitionKey) {
        assertThatThrownBy(() -> UserRecord.of(partitionKey, DATA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unpaired surrogate");
    }

    @Test
    void sizeIsThatOfTheBytesOfAnyKey() {
        Seeds.rounds(5_000, random -> {
            String key = RandomRecords.partitionKey(random, 256);
            assertThat(UserRecord.of(key, new byte[0]).sizeBytes())
                    .isEqualTo(key.getBytes(StandardCharsets.UTF_8).length);
        });
    }

    @Test
    void positionAndLimitOfTheBufferAreRespectedAndLeftAlone() {
        for (ByteBuffer buffer : List.of(ByteBuffer.wrap(DATA), direct(), direct().asReadOnlyBuffer())) {
            buffer.position(1).limit(4);
            UserRecord record = UserRecord.of("k", buffer);
            assertThat(ReadBack.bytes(record.data())).containsExactly(2, 3, 4);
            assertThat(record.dataLength()).isEqualTo(3);
            assertThat(record.sizeBytes()).isEqualTo(4);
            assertThat(record.data().position()).isZero();
            assertThat(buffer.position()).isEqualTo(1);
            assertThat(buffer.limit()).isEqualTo(4);
        }
    }

    @Test
    void sliceOfAnArrayAndForeignByteOrderAreRespected() {
        ByteBuffer slice = ByteBuffer.wrap(DATA, 1, 3).slice().order(ByteOrder.LITTLE_ENDIAN);
        assertThat(ReadBack.bytes(UserRecord.of("k", slice).data())).containsExactly(2, 3, 4);
        assertThat(slice.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void recordKeepsItsDataWhenTheCallersBufferMoves() {
        ByteBuffer buffer = ByteBuffer.wrap(DATA);
        UserRecord record = UserRecord.of("k", buffer);
        buffer.position(5).limit(5);
        assertThat(ReadBack.bytes(record.data())).isEqualTo(DATA);
        RecordAggregator aggregator = RecordAggregator.create();
        aggregator.addUserRecord(record);
        Deaggregation read = RecordDeaggregator.create()
                .deaggregate(aggregator.clearAndGet().get(0).data());
        assertThat(ReadBack.bytes(
                        ((Deaggregation.Aggregated) read).userRecords().get(0).data()))
                .isEqualTo(DATA);
    }

    @Test
    void dataAreReadOnlyAndFreshEachTime() {
        UserRecord record = UserRecord.of("k", DATA);
        record.data().position(3);
        assertThat(record.data().position()).isZero();
        assertThat(record.data().remaining()).isEqualTo(5);
        ByteBuffer data = record.data();
        assertThatThrownBy(() -> data.put(0, (byte) 9)).isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void explicitHashKeyDecidesIfThereIsOne() {
        HashKey own = HashKey.of(1, 2);
        UserRecord record = UserRecord.of("k", own, DATA);
        assertThat(record.explicitHashKey()).isEqualTo(own);
        assertThat(record.hashKey()).isEqualTo(own);
    }

    @Test
    void partitionKeyDecidesOtherwise() {
        UserRecord record = UserRecord.of("a", null, DATA);
        assertThat(record.explicitHashKey()).isNull();
        assertThat(record.hashKey()).hasToString("16955237001963240173058271559858726497");
        assertThat(record.hashKey()).isSameAs(record.hashKey());
    }

    @Test
    void recordsAreEqualByKeysAndBytes() {
        UserRecord record = UserRecord.of("k", HashKey.MIN, DATA);
        assertThat(record)
                .isEqualTo(UserRecord.of("k", HashKey.MIN, direct()))
                .hasSameHashCodeAs(UserRecord.of("k", HashKey.MIN, direct()))
                .isNotEqualTo(UserRecord.of("l", HashKey.MIN, DATA))
                .isNotEqualTo(UserRecord.of("k", HashKey.MAX, DATA))
                .isNotEqualTo(UserRecord.of("k", DATA))
                .isNotEqualTo(UserRecord.of("k", HashKey.MIN, new byte[] {1, 2, 3, 4, 6}));
    }

    @Test
    void textShowsNoPayload() {
        assertThat(UserRecord.of("k", "secret".getBytes(StandardCharsets.UTF_8)).toString())
                .contains("partitionKey=k", "dataLength=6")
                .doesNotContain("secret");
    }

    private static ByteBuffer direct() {
        return ByteBuffer.allocateDirect(DATA.length).put(DATA).flip();
    }
}
