package dev.millrace.samples.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.child.protocol.Line;
import dev.millrace.child.protocol.MessageReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script, under a daemon that says what stands in a file behind {@code >} and wants to hear what stands behind {@code <}. */
@DisabledOnOs(OS.WINDOWS)
class ConversationTest {

    @ParameterizedTest
    @Timeout(120)
    @CsvSource(
            delimiter = '|',
            value = {
                "lease-lost | counting words behind TRIM_HORIZON | {cat=2, dog=1} | another worker counts on",
                "shard-ended | counting words behind 495/1 | {} | ''",
            })
    void everyWordIsAnswered(String name, String beginning, String counts, String end, @TempDir Path folder)
            throws Exception {
        Path errors = folder.resolve("errors");
        ProcessBuilder builder =
                new ProcessBuilder(Path.of("words-java").toAbsolutePath().toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("MILLRACE_STREAM");
        builder.redirectError(errors.toFile());
        Process child = builder.start();
        try {
            OutputStream toChild = child.getOutputStream();
            MessageReader fromChild = new MessageReader(child.getInputStream());
            for (String line : Files.readAllLines(Path.of("conversations", name + ".txt"))) {
                String message = line.substring(2);
                if (line.startsWith("> ")) {
                    toChild.write((message + "\n").getBytes(StandardCharsets.UTF_8));
                    toChild.flush();
                } else {
                    assertThat(next(fromChild))
                            .isInstanceOf(Line.OfMessage.class)
                            .isEqualTo(read(message));
                }
            }
            toChild.close();
            assertThat(next(fromChild)).isNull();
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isZero();
            assertThat(Files.readString(errors))
                    .contains("shardId-000000000007: " + beginning, "shardId-000000000007: " + counts, end);
        } finally {
            child.destroyForcibly();
        }
    }

    private static @Nullable Line read(String line) throws IOException {
        return next(new MessageReader(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8))));
    }

    private static @Nullable Line next(MessageReader reader) throws IOException {
        Line line = reader.read();
        while (line instanceof Line.Blank) {
            line = reader.read();
        }
        return line;
    }
}
