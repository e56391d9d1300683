package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.io.Printable;
import dev.millrace.record.HashKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AggregateCommandTest {

    private static final int MAX_KEY_LENGTH = 256;

    @ParameterizedTest
    @ValueSource(strings = {"pinned", "kpl", "PINNED", "Kpl"})
    void inspectGivesBackWhatWasAggregated(String layout) throws IOException {
        long seed = System.nanoTime();
        List<JsonNode> given = randomRecords(new Random(seed), 300);

        Command aggregated = Command.runWith(lines(given), "aggregate", "--layout", layout, "--max-size", "4096");
        List<JsonNode> read = new ArrayList<>();
        for (JsonNode record : aggregated.json()) {
            assertThat(record.required("data").binaryValue().length
                            + record.required("partitionKey").asText().getBytes(StandardCharsets.UTF_8).length)
                    .isLessThanOrEqualTo(4096);
            read.addAll(userRecords(record));
        }

        assertThat(aggregated.exitCode()).as("seed=%d", seed).isZero();
        assertThat(aggregated.out()).matches(Printable::isSafeOutput);
        if (layout.equalsIgnoreCase("kpl")) {
            assertThat(read).as("seed=%d", seed).containsExactlyElementsOf(given);
        } else {
            // Records with hash keys of their own travel apart from the others.
            assertThat(read).as("seed=%d", seed).containsExactlyInAnyOrderElementsOf(given);
        }
    }

    @Test
    void pinnedRecordGoesWhereItsFirstKeyBelongs() throws IOException {
        Command run = Command.runWith("""
                {"partitionKey":"first","text":"hello"}

                {"partitionKey":"second","data":"d29ybGQ=","explicitHashKey":null,"more":"is not looked at"}
                """, "aggregate");

        assertThat(run.exitCode()).isZero();
        JsonNode record = run.json().get(0);
        assertThat(run.json()).hasSize(1);
        assertThat(record.required("partitionKey").asText()).isEqualTo("first");
        assertThat(record.required("explicitHashKey").asText())
                .isEqualTo(HashKey.ofPartitionKey("first").toString());
        assertThat(record.required("userRecordCount").asInt()).isEqualTo(2);
        assertThat(run.out()).startsWith("{\"partitionKey\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "42", "340282366920938463463374607431768211455"})
    void explicitHashKeyComesBackAsGiven(String hashKey) throws IOException {
        String line = "{\"partitionKey\":\"k\",\"text\":\"t\",\"explicitHashKey\":\"" + hashKey + "\"}";
        String number = "{\"partitionKey\":\"k\",\"text\":\"t\",\"explicitHashKey\":" + hashKey + "}";

        for (String layout : List.of("pinned", "kpl")) {
            JsonNode record = Command.runWith(line + "\n" + number, "aggregate", "--layout", layout)
                    .json()
                    .get(0);

            assertThat(record.required("explicitHashKey").asText()).isEqualTo(hashKey);
            assertThat(userRecords(record))
                    .hasSize(2)
                    .allMatch(user -> user.required("explicitHashKey").asText().equals(hashKey));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{|line 2 is no JSON",
                "[]|line 2 is no JSON object",
                "7|line 2 is no JSON object",
                "\u001b\u0001x|line 2 is no JSON",
                "{\"text\":\"t\"}|line 2: member is missing or no text: partitionKey",
                "{\"partitionKey\":7,\"text\":\"t\"}|line 2: member is missing or no text: partitionKey",
                "{\"partitionKey\":\"k\"}|line 2: member is missing or no text: data",
                "{\"partitionKey\":\"k\",\"text\":[1]}|line 2: member is missing or no text: text",
                "{\"partitionKey\":\"k\",\"data\":\"a*\"}|line 2: Illegal base64 character",
                "{\"partitionKey\":\"\",\"text\":\"t\"}|line 2: partition key is empty",
                "{\"partitionKey\":\"\\ud800\",\"text\":\"t\"}|line 2: partition key has an unpaired surrogate",
                "{\"partitionKey\":\"k\",\"text\":\"\\ud800\"}|line 2: text has an unpaired surrogate",
                "{\"partitionKey\":\"k\",\"text\":\"t\",\"explicitHashKey\":\"-1\"}|line 2: hash key",
                "{\"partitionKey\":\"k\",\"text\":\"t\",\"explicitHashKey\":\"\\u001b\"}|line 2: hash key",
                "{\"partitionKey\":\"k\",\"text\":\"t\"}{\"partitionKey\":\"k\",\"text\":\"t\"}|line 2 is no JSON"
            })
    void badLineIsNamedByItsNumber(String line, String message) {
        Command run = Command.runWith("{\"partitionKey\":\"k\",\"text\":\"t\"}\n" + line + "\n", "aggregate");

        assertThat(run.err()).contains(message).matches(Printable::isSafeOutput);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void hashKeyBeyondTheRangeIsRefused() {
        Command run = Command.runWith(
                "{\"partitionKey\":\"k\",\"text\":\"t\",\"explicitHashKey\":\"%s\"}"
                        .formatted(BigInteger.ONE.shiftLeft(128)),
                "aggregate");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("line 1: hash key");
    }

    @Test
    void keyOfTooManyCharactersAndRecordThatFitsNowhereAreRefused() {
        Command key = Command.runWith(
                "{\"partitionKey\":\"" + "k".repeat(MAX_KEY_LENGTH + 1) + "\",\"text\":\"t\"}", "aggregate");
        Command record = Command.runWith(
                "{\"partitionKey\":\"k\",\"text\":\"" + "t".repeat(100) + "\"}", "aggregate", "--max-size", "64");

        assertThat(key.exitCode()).isEqualTo(2);
        assertThat(key.err()).contains("line 1: partition key too long: characters=257 (max 256)");
        assertThat(record.exitCode()).isEqualTo(2);
        assertThat(record.err()).contains("line 1: ", "64");
    }

    @Test
    void inputThatIsNoUtf8IsRefusedAndNotChanged() {
        byte[] line = "{\"partitionKey\":\"k\",\"text\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

        Command run = Command.runWith(line, "aggregate");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("line 1 is no UTF-8");
    }

    @Test
    void badOptionsEndWithTwo() {
        assertThat(Command.run("aggregate", "--layout", "round").err())
                .contains("unknown layout: round (pinned or kpl)");
        assertThat(Command.run("aggregate", "--layout", "round").exitCode()).isEqualTo(2);
        assertThat(Command.run("aggregate", "--max-size", "63").err()).contains("bytes=63");
        assertThat(Command.run("aggregate", "--max-size", "63").exitCode()).isEqualTo(2);
        assertThat(Command.run("aggregate", "no/such/file").exitCode()).isEqualTo(2);
    }

    @Test
    void noLinesGiveNoRecord() {
        Command run = Command.runWith("\n\n", "aggregate");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
    }

    private static List<JsonNode> userRecords(JsonNode record) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        JsonNode opened = Command.runWith(record.required("data").asText(), "inspect", "--lines")
                .json()
                .get(0);
        boolean plain = opened.required("kind").asText().equals("plain");
        for (JsonNode user : opened.required("userRecords")) {
            ObjectNode own = JsonNodeFactory.instance.objectNode();
            own.set("partitionKey", (plain ? record : user).required("partitionKey"));
            own.set("explicitHashKey", plain ? ownHashKey(record) : user.required("explicitHashKey"));
            own.set("data", user.required("data"));
            records.add(own);
        }
        assertThat(record.required("userRecordCount").asInt()).isEqualTo(records.size());
        return records;
    }

    /** A lone record in KPL layout names the hash key of its partition key outside if it has none of its own. */
    private static JsonNode ownHashKey(JsonNode record) {
        JsonNode outer = record.required("explicitHashKey");
        String invented =
                HashKey.ofPartitionKey(record.required("partitionKey").asText()).toString();
        return outer.asText().equals(invented) ? JsonNodeFactory.instance.nullNode() : outer;
    }

    private static String lines(List<JsonNode> objects) {
        return objects.stream().map(object -> object + "\n").collect(Collectors.joining());
    }

    private static List<JsonNode> randomRecords(Random random, int count) {
        List<JsonNode> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] data = new byte[random.nextInt(300)];
            random.nextBytes(data);
            String key = random.ints(1 + random.nextInt(100), 0, 0x11_0000)
                    .map(point -> point >= 0xD800 && point <= 0xDFFF ? 'x' : point)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            records.add(JsonNodeFactory.instance
                    .objectNode()
                    .put("partitionKey", key)
                    .put("explicitHashKey", i % 5 == 0 ? new BigInteger(128, random).toString() : null)
                    .put("data", Base64.getEncoder().encodeToString(data)));
        }
        return records;
    }
}
