package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.io.Printable;
import dev.millrace.cli.put.StoredLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.Record;

@Timeout(60)
class PutCommandTest {

    @TempDir
    private Path folder;

    private final StoredLines stored = new StoredLines(1);

    @AfterEach
    void stop() {
        stored.close();
    }

    @Test
    void linesOfFilesAreStoredAndCounted() throws IOException {
        Path first = file("a", "1\n2\r\n\n4");
        Path second = file("b", "5\n");

        Command put = put("", first.toString(), second.toString());

        assertThat(put.err()).endsWith("millrace: 5 lines read, 5 stored (4 bytes), 0 not stored\n");
        assertThat(put.exitCode()).isZero();
        assertThat(put.out()).isEmpty();
        assertThat(stored.lines()).containsExactlyInAnyOrder("1", "2", "", "4", "5");
        assertThat(stored.records()).hasSizeLessThan(5);
    }

    @Test
    void bytesOfStandardInputArePassedAsTheyAre() {
        String line = IntStream.range(0, 256)
                .filter(value -> value != '\n')
                .mapToObj(value -> String.valueOf((char) value))
                .reduce("", String::concat);

        Command put =
                Command.runWith((line + "\n\u00ff\u00fe\u00c3").getBytes(StandardCharsets.ISO_8859_1), arguments());

        assertThat(put.exitCode()).isZero();
        assertThat(stored.lines()).containsExactlyInAnyOrder(line, "\u00ff\u00fe\u00c3");
    }

    @Test
    void lineThatIsTooLongIsNamedAndTheOthersAreStored() throws IOException {
        String longest = "x".repeat((1 << 20) - 32);
        Path file = file(
                "a\u001b", "first\n" + longest + "\n" + "y".repeat(1 << 20) + "\n" + "z".repeat(11 << 20) + "\nlast\n");

        Command put = put("", file.toString());

        assertThat(put.exitCode()).isEqualTo(1);
        assertThat(put.err()).matches(Printable::isSafeOutput).doesNotContain("yyy", "zzz");
        assertThat(put.err().lines().toList())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("millrace: line not stored: ")
                        && line.contains("a\\x1b:3: ")
                        && line.contains("1048608"))
                .anyMatch(line -> line.contains("a\\x1b:4: it is longer than any record may be: bytes=" + (11 << 20)))
                .anyMatch(line -> line.contains("5 lines read, 3 stored (1,048,553 bytes), 2 not stored"));
        assertThat(stored.lines()).containsExactlyInAnyOrder("first", longest, "last");
    }

    @Test
    void keyIsAFieldAndLinesWithoutOneAreNamed() {
        Command put = put("a,red,1\nb\nc,,\nd,blue\n", "--key", "2", "--linger", "0", "--layout", "KPL");

        assertThat(put.exitCode()).isEqualTo(1);
        assertThat(put.err())
                .contains("-:2: it has no field 2 for the key: fields=1", "-:3: field 2 for the key is empty");
        assertThat(stored.lines()).containsExactlyInAnyOrder("a,red,1", "d,blue");
    }

    @Test
    void keyIsAFieldOfJsonLinesAndLinesWithoutOneAreNamed() throws IOException {
        Path properties = file("p", "aggregationEnabled=false\n");
        String lines = String.join(
                "\n",
                "{\"user\":{\"name\":\"x\",\"id\":\"first\"}}",
                "{\"user\":{\"name\":\"secret\"}}",
                "{\"user\":\"secret\"}",
                "{\"user\":{\"id\":true}}",
                "{\"user\":{\"id\":\"\"}}",
                "{\"user\":{\"id\":\"secret\"}",
                "[1]",
                "",
                "{\"user\":{\"id\":1}} {}",
                "{\"user\":{\"id\":\"" + "k".repeat(257) + "\"}}",
                " {\"id\":7,\"other\":[{\"user\":{\"id\":8}}],\"user\":{\"id\":1.50e3,\"id\":2},\"more\":null} ");

        Command put = put(lines, "--key-json", "user.id", "--properties", properties.toString());

        assertThat(put.exitCode()).isEqualTo(1);
        assertThat(put.err())
                .contains(
                        "-:2: it has no field user.id for the key",
                        "-:3: it has no field user.id for the key",
                        "-:4: field user.id for the key is neither text nor number",
                        "-:5: field user.id for the key is empty",
                        "-:6: it is no JSON: column=24",
                        "-:7: it is no JSON object",
                        "-:8: it is no JSON object",
                        "-:9: it is more than one JSON object",
                        "-:10: partition key too long: characters=257 (max 256)",
                        "11 lines read, 2 stored")
                .doesNotContain("secret");
        assertThat(stored.records()).extracting(Record::partitionKey).containsExactlyInAnyOrder("first", "1.50e3");
    }

    @Test
    void propertiesThatAskForMetricsAreToldThatThereAreNone() throws IOException {
        String told = "millrace: the properties ask for CloudWatch metrics, and put publishes none";
        assertThat(put(
                                "a\n",
                                "--properties",
                                file("p", "MetricsLevel=summary\n").toString())
                        .err())
                .containsOnlyOnce(told);
        assertThat(put(
                                "a\n",
                                "--properties",
                                file("q", "metricsNamespace=mine\n").toString())
                        .err())
                .containsOnlyOnce(told);
        assertThat(put(
                                "a\n",
                                "--properties",
                                file("r", "metricsLevel=none\nmetricsNamespace=mine\n")
                                        .toString())
                        .err())
                .doesNotContain("metrics");
        assertThat(stored.lines()).hasSize(3);
    }

    @Test
    void keysAreAsTheOptionsSay() throws IOException {
        Path properties = file("p", "aggregationEnabled=false\n");
        String given = properties.toString();
        List<String> keys = new ArrayList<>();
        put("a\tred\n", "--key", "2", "--delimiter", "\\t", "--properties", given);
        put("b\n", "--constant-key", "green", "--properties", given);
        put("c\nc\n", "--properties", given);
        stored.records().stream().map(Record::partitionKey).forEach(keys::add);

        assertThat(keys).startsWith("red", "green").hasSize(4);
        assertThat(keys.get(2)).hasSize(32).isEqualTo(keys.get(3));
    }

    @Test
    void propertiesOfTheKplSayWhereTheServiceIs() throws IOException {
        Path certificate = folder.resolve("service.pem");
        stored.kinesis().saveCertificate(certificate);
        Path properties = file(
                "kpl.properties",
                "KinesisEndpoint=localhost\nKinesisPort=" + stored.kinesis().port() + "\nCaCertFile="
                        + certificate.toString().replace("\\", "\\\\") + "\nRegion=us-east-1\nRateLimit=150\n");
        Path unchecked = file(
                "unchecked.properties",
                "KinesisEndpoint=127.0.0.1\nKinesisPort=" + stored.kinesis().port() + "\nVerifyCertificate=false\n");

        Command put = Command.runWith("a\n", "put", "-s", StoredLines.STREAM, "--properties", properties.toString());
        Command other = Command.runWith(
                "b\n", "put", "-s", StoredLines.STREAM, "--region", "us-east-1", "--properties", unchecked.toString());

        assertThat(put.err() + other.err()).contains("1 stored");
        assertThat(List.of(put.exitCode(), other.exitCode())).containsOnly(0);
        assertThat(stored.lines()).containsExactly("a", "b");
    }

    @Test
    void wrongPropertyEndsWithTwo() throws IOException {
        Command put = put("a\n", "--properties", file("p", "RecordTTL=1\n").toString());

        assertThat(put.exitCode()).isEqualTo(2);
        assertThat(put.err()).contains("unknown key: RecordTTL (the nearest is RecordTtl)");
        assertThat(stored.lines()).isEmpty();
    }

    @Test
    void orderIsKeptOnRequest() {
        String input = IntStream.range(0, 2_000).mapToObj(i -> i + "\n").reduce("", String::concat);

        Command put = put(input, "--ordering", "PER_PARTITION_KEY", "--constant-key", "k");

        assertThat(put.exitCode()).isZero();
        assertThat(String.join("\n", stored.lines()) + "\n").isEqualTo(input);
    }

    @Test
    void missingStreamIsSaidOnce() {
        Command put = Command.runWith("a\nb\n", "put", "-s", "nowhere", "--endpoint", stored.endpoint());

        assertThat(put.exitCode()).isEqualTo(1);
        assertThat(put.err())
                .startsWith("millrace: ResourceNotFoundException: ")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no/such/file",
                "--key 0",
                "--delimiter ;",
                "--key 1 --constant-key k",
                "--key 1 --key-json a",
                "--key-json a --constant-key k",
                "--key-json a..b",
                "--key-json .",
                "--key-json a --delimiter ;",
                "--follow",
                "--follow --state-folder state",
                "--state-folder state",
                "--linger -1",
                "--layout flat",
                "--properties no/such/file"
            })
    void callAtFaultEndsWithTwoAndStoresNothing(String options) {
        Command put = put("a\n", options.split(" "));

        assertThat(put.exitCode()).as(put.err()).isEqualTo(2);
        assertThat(stored.lines()).isEmpty();
        assertThat(Path.of("state")).doesNotExist();
    }

    private Command put(String input, String... options) {
        return Command.runWith(input, arguments(options));
    }

    private String[] arguments(String... options) {
        List<String> all =
                new ArrayList<>(List.of("put", "--stream", StoredLines.STREAM, "--endpoint", stored.endpoint()));
        all.addAll(List.of(options));
        return all.toArray(String[]::new);
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content, StandardCharsets.ISO_8859_1);
    }
}
