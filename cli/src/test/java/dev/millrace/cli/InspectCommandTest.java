package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.io.Printable;
import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.RecordTag;
import dev.millrace.record.UserRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InspectCommandTest {

    private static final String CONTROLS = "\u001b[2J\u0007\u007f\u009b\u202e";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"AUTO", "RAW"})
    void rawRecordIsRead(String format) throws IOException {
        Path file = Files.write(folder.resolve("record"), pinned("key", "hello"));

        assertShown(Command.run("inspect", "--format", format, file.toString()));
        assertShown(Command.runWith(pinned("key", "hello"), "inspect", "--format", format, "-"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTO", "BASE64"})
    void base64RecordIsRead(String format) {
        String text = Base64.getEncoder().encodeToString(pinned("key", "hello")) + "\n";

        assertShown(Command.runWith(text, "inspect", "--format", format));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTO", "HEX", "hex"})
    void hexRecordIsRead(String format) {
        String text = HexFormat.of().formatHex(pinned("key", "hello")) + "\n";

        assertShown(Command.runWith(text, "inspect", "--format", format));
    }

    private static void assertShown(Command run) {
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("aggregated record: userRecords=1 pinned", "partitionKey=key", "(pin)", "hello", "bytes=5");
    }

    @Test
    void tagsAreShown() {
        RecordAggregator aggregator = RecordAggregator.create();
        aggregator.addUserRecord(
                UserRecord.of("key", "hello").withTags(List.of(new RecordTag("id", "7"), new RecordTag("bare", null))));
        ByteBuffer data = aggregator.clearAndGet().get(0).data();
        byte[] record = new byte[data.remaining()];
        data.get(record);

        assertThat(Command.runWith(record, "inspect").out()).contains("bytes=5 tag:id=7 tag:bare\n");
        assertThat(Command.runWith(record, "inspect", "--json").out())
                .contains("\"tags\":[{\"key\":\"id\",\"value\":\"7\"},{\"key\":\"bare\",\"value\":null}]");
    }

    @Test
    void plainRecordIsShownAsSuch() {
        Command run = Command.runWith("hello, world", "inspect");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).containsExactly("plain record: bytes=12", "  hello, world");
    }

    @Test
    void corruptRecordIsShownWithReasonAndOffset() throws IOException {
        for (JsonNode line : Vectors.malformed()) {
            if (line.required("expect").asText().equals("corrupt")) {
                byte[] data = line.required("data").binaryValue();

                Command run = Command.runWith(data, "inspect", "--format", "RAW");

                assertThat(run.exitCode()).isZero();
                assertThat(run.out()).startsWith("corrupt record: bytes=" + data.length + " reason=");
                assertThat(run.out()).containsPattern(" offset=\\d+").matches(Printable::isSafeOutput);
            }
        }
    }

    @Test
    void nothingRawGoesToTheOutput() throws IOException {
        byte[] record = pinned(CONTROLS, CONTROLS);
        Path file = Files.write(folder.resolve("record"), record);

        for (Command run : new Command[] {
            Command.run("inspect", file.toString()),
            Command.run("inspect", "--json", file.toString()),
            Command.runWith(Base64.getEncoder().encodeToString(record), "inspect", "--lines"),
            Command.runWith(CONTROLS, "inspect"),
            Command.runWith(CONTROLS, "inspect", "--json"),
            Command.runWith(CONTROLS, "inspect", "--lines"),
            Command.runWith(CONTROLS, "inspect", "--format", "HEX"),
            Command.run("inspect", CONTROLS)
        }) {
            assertThat(run.out() + run.err()).isNotEmpty().matches(Printable::isSafeOutput);
        }
        assertThat(Command.run("inspect", file.toString()).out()).contains("partitionKey=\\x1b[2J\\x07\\x7f");
    }

    @Test
    void ownHashKeyIsShown() {
        AggregatedRecord record = aggregate("key", HashKey.parse("42"), "hello");

        Command run = Command.runWith(bytes(record), "inspect");

        assertThat(run.out()).contains("partitionKey=key explicitHashKey=42 hashKey=42 bytes=5");
    }

    @Test
    void longDataAreCutForPeopleButNotForPrograms() throws IOException {
        String text = "x".repeat(1000);

        assertThat(Command.runWith(pinned("key", text), "inspect").out())
                .contains("x".repeat(80) + "...")
                .doesNotContain("x".repeat(81));
        JsonNode json =
                Command.runWith(pinned("key", text), "inspect", "--json").json().get(0);
        assertThat(json.at("/userRecords/0/data").binaryValue()).hasSize(1000);
    }

    @Test
    void textIsNotCutInTheMiddleOfACharacter() {
        String shown = Command.runWith(pinned("key", "x" + "😀".repeat(100)), "inspect")
                .out();

        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(shown)).isTrue();
    }

    @Test
    void badInputEndsWithTwo() throws IOException {
        assertBad(Command.runWith("xyz", "inspect", "--format", "HEX"), "record is not written in hex");
        assertBad(Command.runWith("AAAA\n!\n", "inspect", "--lines"), "line 2 is no base64");
        assertBad(Command.run("inspect", folder.toString()), "file is a folder");
        assertBad(Command.run("inspect", folder.resolve("missing").toString()), "file does not exist");
        assertBad(Command.run("inspect", ""), "file");
        assertBad(Command.run("inspect", "--format", "octal"), "octal");
        Path loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        assertBad(Command.run("inspect", loop.toString()), "file cannot be read");
    }

    private static void assertBad(Command run, String message) {
        assertThat(run.err()).contains(message);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private static byte[] pinned(String key, String text) {
        return bytes(aggregate(key, null, text));
    }

    private static AggregatedRecord aggregate(String key, @Nullable HashKey own, String text) {
        RecordAggregator aggregator = RecordAggregator.create();
        aggregator.addUserRecord(key, own, text.getBytes(StandardCharsets.UTF_8));
        return aggregator.clearAndGet().get(0);
    }

    private static byte[] bytes(AggregatedRecord record) {
        ByteBuffer data = record.data();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }
}
