package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.io.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class QuickstartCommandTest {

    private static final int RESHARDS = 8;

    @TempDir
    Path folder;

    @Test
    void countsAreThoseOfAnIndependentCount() throws IOException {
        byte[] text = difficultText(new Random(1), 40_000);
        Path file = Files.write(folder.resolve("text"), text);
        Path counts = folder.resolve("counts");

        Command run = Command.run("quickstart", "--json", "--counts", counts.toString(), file.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        IndependentCount expected = IndependentCount.of(text);
        assertThat(IndependentCount.parse(Files.readAllBytes(counts))).isEqualTo(expected.byWord());
        JsonNode report = run.json().get(0);
        assertThat(report.required("userRecords").asLong()).isEqualTo(expected.total());
        assertThat(report.required("distinctWords").asInt())
                .isEqualTo(expected.byWord().size());
        assertThat(report.required("files").asInt()).isEqualTo(1);
        assertThat(report.required("lost").asLong()).isZero();
        assertThat(report.required("duplicates").asLong()).isZero();
        assertThat(report.required("failedPuts").asLong()).isZero();
        assertThat(report.required("reshards").asInt()).isEqualTo(RESHARDS);
        assertThat(report.required("kinesisRecords").asLong()).isBetween(1L, expected.total() / 10);
        assertThat(report.required("bytesOneByOne").asLong()).isEqualTo(expected.bytesOneByOne());
        assertThat(report.required("payloadUnitsOneByOne").asLong()).isEqualTo(expected.total());
        assertThat(report.required("payloadUnitsStored").asLong()).isLessThan(expected.total() / 10);
        assertThat(report.required("userRecordsPerKinesisRecord").asDouble()).isGreaterThan(10);
    }

    @Test
    void countsAreWrittenMostFrequentFirst() throws IOException {
        Path counts = folder.resolve("counts");

        Command run = Command.runWith("b a c a b a", "quickstart", "--counts", counts.toString(), "-");

        assertThat(run.exitCode()).isZero();
        assertThat(counts).hasContent("3\ta\n2\tb\n1\tc\n");
    }

    @Test
    void jsonHasAllFieldsAndNothingElseIsPrinted() throws IOException {
        Command run = Command.runWith("one word", "quickstart", "--json", "-");

        assertThat(run.out().lines()).hasSize(1);
        JsonNode report = run.json().get(0);
        assertThat(StreamSupport.stream(((Iterable<String>) report::fieldNames).spliterator(), false))
                .containsExactly(
                        "files",
                        "userRecords",
                        "distinctWords",
                        "failedPuts",
                        "kinesisRecords",
                        "userRecordsPerKinesisRecord",
                        "bytesOneByOne",
                        "bytesStored",
                        "payloadUnitsOneByOne",
                        "payloadUnitsStored",
                        "userRecordsPerSecondIn",
                        "userRecordsPerSecondOut",
                        "lost",
                        "duplicates",
                        "reshards");
        assertThat(report).allMatch(JsonNode::isNumber);
    }

    @Test
    void emptyFileIsNoError() throws IOException {
        Path file = Files.createFile(folder.resolve("empty"));
        Path counts = folder.resolve("counts");

        Command run = Command.run("quickstart", "--counts", counts.toString(), file.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("0 words from 1 file");
        assertThat(counts).isEmptyFile();
    }

    @Test
    void reportForPeopleIsSafeForTheirTerminal() {
        Command run = Command.runWith("\u001b[31mred\u001b[0m \u202eevil word word word", "quickstart", "-");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("5 words from 1 file", "splits and merges", "Every user record was delivered exactly once.")
                .containsPattern("lost +0\\R")
                .containsPattern("duplicates +0\\R")
                .containsPattern("word +3 █{40}\\R")
                .contains("\\x1b[31mred\\x1b[0m")
                .matches(Printable::isSafeOutput);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void filesAndStandardInputAreCountedTogether() throws IOException {
        Path one = Files.writeString(folder.resolve("one"), "cat dog");
        Path two = Files.writeString(folder.resolve("two"), "dog");
        Path counts = folder.resolve("counts");

        Command run = Command.runWith(
                "dog cat bird", "quickstart", "--counts", counts.toString(), one.toString(), "-", two.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("6 words from 3 files");
        assertThat(counts).hasContent("3\tdog\n2\tcat\n1\tbird\n");
    }

    @Test
    void wordOfExactlyTheRecordLimitIsCounted() throws IOException {
        // Its partition key takes 256 bytes of the record.
        Path file = Files.writeString(folder.resolve("long"), "a " + "w".repeat(1024 * 1024 - 256) + " b");

        Command run = Command.run("quickstart", file.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("3 words from 1 file");
    }

    /** Bytes of all values, all kinds of gaps, words longer than a partition key, text of some alphabets. */
    private static byte[] difficultText(Random random, int words) throws IOException {
        byte[][] gaps = {{' '}, {'\n'}, {'\r', '\n'}, {'\t'}, {0x0B}, {0x0C}, {' ', '\t', '\r', '\n', ' '}};
        String[] common = {"the", "mill", "race", "Größe", "слово", "言葉", "\u00a0", "\u0085", "a\u0000b", "😀"};
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int i = 0; i < words; i++) {
            switch (random.nextInt(20)) {
                case 0 -> {
                    byte[] bytes = new byte[random.nextInt(20)];
                    random.nextBytes(bytes);
                    text.write(bytes);
                }
                case 1 -> text.write((byte) (i % 256));
                case 2 -> text.write("x\u00e9".repeat(100).getBytes(StandardCharsets.UTF_8));
                default -> text.write(common[random.nextInt(common.length)].getBytes(StandardCharsets.UTF_8));
            }
            text.write(gaps[random.nextInt(gaps.length)]);
        }
        return text.toByteArray();
    }
}
