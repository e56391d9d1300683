package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
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
    @CsvSource({"words.py, lease-lost", "words.py, shard-ended", "words.js, lease-lost", "words.js, shard-ended"})
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
