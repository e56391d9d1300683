package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.child.protocol.FrameWriter;
import dev.millrace.child.protocol.Message;
import dev.millrace.child.protocol.ProtocolRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The word counters in other languages, which speak the daemon's protocol themselves, under a daemon that says what stands
 * in a file behind {@code >} and wants to hear what stands behind {@code <}.
 */
@Tag("interop")
class WordsSampleTest {

    private static final Path SAMPLE =
            Path.of("..", "samples", "words").toAbsolutePath().normalize();
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @Timeout(120)
    @CsvSource({
        "words.py, lease-lost",
        "words.py, shard-ended",
        "words_shared.py, lease-lost",
        "words_shared.py, shard-ended",
        "words.js, lease-lost",
        "words.js, shard-ended"
    })
    void everyWordIsAnswered(String program, String conversation, @TempDir Path folder) throws Exception {
        Path errors = folder.resolve("errors");
        Process child = start(program, errors);
        try {
            List<String> lines =
                    Files.readAllLines(SAMPLE.resolve("conversations").resolve(conversation + ".txt"));
            converse(child, lines);
            child.getOutputStream().close();
            assertThat(next(child.inputReader(StandardCharsets.UTF_8))).isNull();
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isZero();
            assertThat(Files.readString(errors)).contains("shardId-000000000007: counting words behind");
        } finally {
            child.destroyForcibly();
        }
    }

    @ParameterizedTest
    @Timeout(120)
    @ValueSource(strings = {"words.py", "words.js"})
    void checkpointThatIsRefusedEndsTheProcessWithoutAnAnswer(String program, @TempDir Path folder) throws Exception {
        Path errors = folder.resolve("errors");
        Process child = start(program, errors);
        try {
            List<String> lines =
                    Files.readAllLines(SAMPLE.resolve("conversations").resolve("shard-ended.txt"));
            converse(child, lines.subList(0, 4));
            say(child, lines.get(4).substring(2).replace("\"error\":null", "\"error\":\"ShutdownException\""));
            assertThat(next(child.inputReader(StandardCharsets.UTF_8))).isNull();
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isEqualTo(1);
            assertThat(Files.readString(errors)).contains("CheckpointError: ShutdownException");
        } finally {
            child.destroyForcibly();
        }
    }

    /** A batch of a megabyte comes in many pieces. */
    @ParameterizedTest
    @Timeout(120)
    @ValueSource(strings = {"words.py", "words.js"})
    void largeBatchIsOneLine(String program, @TempDir Path folder) throws Exception {
        Process child = start(program, folder.resolve("errors"));
        try {
            List<String> lines =
                    Files.readAllLines(SAMPLE.resolve("conversations").resolve("lease-lost.txt"));
            converse(child, lines.subList(0, 2));
            String record = "{\"data\":\"Y2F0\",\"partitionKey\":\"\u2028 grüße\",\"sequenceNumber\":\"495\","
                    + "\"approximateArrivalTimestamp\":1700000000123,\"subSequenceNumber\":0,\"action\":\"record\"}";
            say(
                    child,
                    "{\"action\":\"processRecords\",\"records\":["
                            + String.join(",", Collections.nCopies(10_000, record)) + "],\"millisBehindLatest\":0}");
            converse(child, lines.subList(5, 8));
        } finally {
            child.destroyForcibly();
        }
    }

    /** Behind an initialize in a line, as docs/multilang.md has it. */
    @Test
    @Timeout(120)
    void severalShardsShareAProcessInFrames(@TempDir Path folder) throws Exception {
        Path errors = folder.resolve("errors");
        ProcessBuilder builder =
                new ProcessBuilder(SAMPLE.resolve("words_shared.py").toString());
        builder.environment().put("MILLRACE_EXTENSIONS", "log frames shards=4");
        Process child = builder.redirectError(errors.toFile()).start();
        try {
            BufferedReader heard = child.inputReader(StandardCharsets.UTF_8);
            FrameWriter frames = new FrameWriter(child.getOutputStream());
            assertThat(next(heard)).isEqualTo(JSON.readTree("{\"action\":\"extend\",\"frames\":1,\"shards\":16}"));
            say(
                    child,
                    "{\"action\":\"initialize\",\"shardId\":\"one\",\"sequenceNumber\":\"LATEST\",\"subSequenceNumber\":0}");
            assertThat(next(heard)).isEqualTo(JSON.readTree("{\"action\":\"status\",\"responseFor\":\"initialize\"}"));
            frames.write("two", new Message.Initialize("two", "495", 3L));
            assertThat(next(heard)).isEqualTo(status("initialize", "two"));
            List<ProtocolRecord> records = Stream.of("cat", "gr\u00fc\u00dfe", "cat")
                    .map(word -> new ProtocolRecord(StandardCharsets.UTF_8.encode(word), word, "496", null, 0))
                    .toList();
            for (String shard : List.of("two", "one")) {
                frames.write(shard, new Message.ProcessRecords(records, null));
                assertThat(next(heard))
                        .isEqualTo(JSON.readTree("{\"action\":\"checkpoint\",\"sequenceNumber\":null,"
                                + "\"subSequenceNumber\":null,\"shardId\":\"" + shard + "\"}"));
                frames.write(shard, Message.Checkpoint.everything().stored());
                assertThat(next(heard)).isEqualTo(status("processRecords", shard));
            }
            frames.write("two", new Message.LeaseLost());
            assertThat(next(heard)).isEqualTo(status("leaseLost", "two"));
            child.getOutputStream().close();
            assertThat(next(heard)).isNull();
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isZero();
            assertThat(Files.readString(errors))
                    .contains("one: counting words behind LATEST", "two: counting words behind 495")
                    .contains("one: {'cat': 2, 'gr\u00fc\u00dfe': 1}", "two: another worker counts on");
        } finally {
            child.destroyForcibly();
        }
    }

    private static JsonNode status(String action, String shardId) throws IOException {
        return JSON.readTree(
                "{\"action\":\"status\",\"responseFor\":\"" + action + "\",\"shardId\":\"" + shardId + "\"}");
    }

    private static void converse(Process child, List<String> lines) throws IOException {
        for (String line : lines) {
            String message = line.substring(2);
            if (line.startsWith("> ")) {
                say(child, message);
            } else {
                assertThat(next(child.inputReader(StandardCharsets.UTF_8))).isEqualTo(JSON.readTree(message));
            }
        }
    }

    private static Process start(String program, Path errors) throws IOException {
        return new ProcessBuilder(SAMPLE.resolve(program).toString())
                .redirectError(errors.toFile())
                .start();
    }

    private static void say(Process child, String message) throws IOException {
        OutputStream toChild = child.getOutputStream();
        toChild.write((message + "\n").getBytes(StandardCharsets.UTF_8));
        toChild.flush();
    }

    private static @Nullable JsonNode next(BufferedReader fromChild) throws IOException {
        String line = fromChild.readLine();
        while (line != null && line.isBlank()) {
            line = fromChild.readLine();
        }
        return line == null ? null : JSON.readTree(line);
    }
}
