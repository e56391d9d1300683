package dev.millrace.lambda.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.lambda.Seed;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

    private static final ObjectMapper JACKSON = new ObjectMapper();

    @Test
    void valuesAreReadInTheirTypes() {
        Map<String, @Nullable Object> expected = new LinkedHashMap<>();
        expected.put("a", 1L);
        expected.put("b", new BigDecimal("1.50"));
        expected.put("c", List.of(true, false, "x\u00e9\n\ud83d\ude00"));
        expected.put("d", null);
        expected.put("e", new BigInteger("123456789012345678901234567890"));
        expected.put("f", Map.of());
        expected.put("g", Long.MIN_VALUE);
        expected.put("h", new BigDecimal("-1E+400"));

        assertThat(Json.read(" {\"a\":1, \"b\":1.50,\"c\":[true,false,\"x\\u00e9\\n\\ud83d\\ude00\"],\"d\":null,"
                        + "\"e\":123456789012345678901234567890,\"f\":{ },\"g\":-9223372036854775808,\"h\":-1E400} "))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\"}",
                "{\"a\":1,}",
                "{a:1}",
                "01",
                "1.",
                ".5",
                "+1",
                "1e",
                "-",
                "tru",
                "nul",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\t\"",
                "1 2",
                "[1 2]",
                "NaN",
                "{\"a\":1,\"a\":2}",
                "'a'",
                "1e99999999999"
            })
    void whatIsNoJsonIsRefusedWithItsPlace(String text) {
        assertThatThrownBy(() -> Json.read(text))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("offset=");
    }

    @Test
    void depthAndLengthOfNumbersAreLimited() {
        assertThat(Json.read("[".repeat(100) + "]".repeat(100))).isInstanceOf(List.class);
        assertThatThrownBy(() -> Json.read("[".repeat(100_000))).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> Json.read("1".repeat(1001))).isInstanceOf(JsonException.class);
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        assertThatThrownBy(() -> Json.write(endless)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        assertThatThrownBy(() -> Json.read(ByteBuffer.wrap(new byte[] {'"', 'a', (byte) 0xff, '"'})))
                .isInstanceOf(JsonException.class)
                .hasMessage("no JSON: bytes are no UTF-8: offset=2");
    }

    @Test
    void whatJsonDoesNotKnowIsNotWritten() {
        assertThatThrownBy(() -> Json.write(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.write(new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object");
        assertThat(Json.write("\ud800")).isEqualTo("\"\\ud800\"");
    }

    @Test
    void randomValuesGoBothWaysAndAreTheSameForJackson() throws IOException {
        SplittableRandom random = Seed.random();
        for (int round = 0; round < 500; round++) {
            Object value = value(random, 4);
            String written = Json.write(value);
            assertThat(Json.read(written)).isEqualTo(value);
            assertThat(JACKSON.readTree(written)).isEqualTo(JACKSON.readTree(JACKSON.writeValueAsString(value)));
        }
    }

    private static @Nullable Object value(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong();
            case 3 -> new BigDecimal(new BigInteger(64, new Random(random.nextLong())), 3);
            case 4 -> text(random);
            case 5 -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    list.add(value(random, depth - 1));
                }
                yield list;
            }
            default -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    map.put(text(random), value(random, depth - 1));
                }
                yield map;
            }
        };
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(20), 0, 0x3000)
                .map(c -> random.nextBoolean() ? c % 0x80 : c)
                .forEach(text::appendCodePoint);
        return text.toString();
    }
}
