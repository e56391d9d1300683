package dev.millrace.local.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CodecTest {

    private static final int ROUNDS = 5_000;

    @ParameterizedTest
    @EnumSource(Codec.class)
    void whatIsWrittenIsRead(Codec codec) {
        Map<String, Object> read = read(codec, codec.write(tree()));
        assertThat(read)
                .containsEntry("Text", "Straße 🦀 \"\\")
                .containsEntry("Number", new BigDecimal(-7))
                .containsEntry("Long", new BigDecimal(1L << 40))
                .containsEntry("Flag", true)
                .containsEntry("List", List.of(Map.of("Member", "x"), Map.of()))
                .hasSize(6);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void noPrefixIsTakenForTheWhole(Codec codec) {
        byte[] whole = codec.write(tree());
        for (int length = 0; length < whole.length; length++) {
            assertThat(read(codec, Arrays.copyOf(whole, length)))
                    .as("%s of %s bytes", length, whole.length)
                    .isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void damagedBytesAreReadOrRefusedAndNeverThrow(Codec codec) {
        long seed = System.nanoTime();
        System.out.println("CodecTest seed=" + seed);
        Random random = new Random(seed);
        byte[] whole = codec.write(tree());
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Map<String, Object> read = read(codec, damaged);
            if (read != null) {
                assertThat(read.values()).doesNotContainNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void randomBytesAreReadOrRefusedAndNeverThrow(Codec codec) {
        long seed = System.nanoTime();
        System.out.println("CodecTest seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[1 + random.nextInt(60)];
            random.nextBytes(bytes);
            bytes[0] = (byte) (codec == Codec.JSON ? '{' : 0xA0 | random.nextInt(32));
            read(codec, bytes);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-amz-json-1.1, JSON",
        "application/x-amz-cbor-1.1, CBOR",
        "Application/X-Amz-Json-1.1, JSON",
        "'application/x-amz-json-1.1; charset=utf-8', JSON",
        "' application/x-amz-cbor-1.1 ;', CBOR"
    })
    void aContentTypeNamesItsCodec(String contentType, Codec codec) {
        assertThat(Codec.of(contentType)).isEqualTo(codec);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json",
        "application/x-amz-json-1.0",
        "text/plain",
        "''",
        "';'",
        "application/x-amz-json-1.1x"
    })
    void otherContentTypesHaveNone(String contentType) {
        assertThat(Codec.of(contentType)).isNull();
    }

    @Test
    void bytesAreBase64InJsonAndThemselvesInCbor() {
        Map<String, Object> answer = Map.of("Data", new byte[] {0, 1, (byte) 0xFF});
        assertThat(Codec.JSON.write(answer)).asString(StandardCharsets.UTF_8).isEqualTo("{\"Data\":\"AAH/\"}");
        // Map; text of 4; byte string of 3; end.
        assertThat(Codec.CBOR.write(answer))
                .isEqualTo(new byte[] {(byte) 0xBF, 0x64, 'D', 'a', 't', 'a', 0x43, 0, 1, (byte) 0xFF, (byte) 0xFF});
    }

    @Test
    void aMomentBeyondWhatMillisecondsCountIsTheLastOne() {
        for (Codec codec : Codec.values()) {
            assertThat(codec.instant(new BigDecimal("1e300"))).isEqualTo(Instant.ofEpochMilli(Long.MAX_VALUE));
            assertThat(codec.instant(new BigDecimal("-1e300"))).isEqualTo(Instant.ofEpochMilli(Long.MIN_VALUE));
        }
        assertThat(Codec.JSON.instant(new BigDecimal("1.0899"))).isEqualTo(Instant.ofEpochMilli(1089));
        assertThat(Codec.CBOR.instant(new BigDecimal("1089"))).isEqualTo(Instant.ofEpochMilli(1089));
    }

    private static Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("Text", "Straße 🦀 \"\\");
        tree.put("Number", -7);
        tree.put("Long", 1L << 40);
        tree.put("Flag", true);
        tree.put("List", List.of(Map.of("Member", "x"), Map.of()));
        tree.put("Moment", Instant.ofEpochMilli(1_772_600_767_089L));
        return tree;
    }

    private static @Nullable Map<String, Object> read(Codec codec, byte[] bytes) {
        return codec.read(ByteBuffer.wrap(bytes));
    }
}
