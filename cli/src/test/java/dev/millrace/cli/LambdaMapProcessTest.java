package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lambda.local.FunctionZip;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, with a real function, and asked to end. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
final class LambdaMapProcessTest {

    private static final String HANDLER = Mapped.class.getName() + "::handle";

    @TempDir
    private Path folder;

    private ConsumeProcess processes;

    /** Writes down the data of its records; it cannot process {@code bad}. */
    public static final class Mapped {
        public Map<String, Object> handle(Map<String, Object> event) throws IOException {
            List<String> texts = new ArrayList<>();
            List<Map<String, String>> failures = new ArrayList<>();
            for (Object record : (List<?>) member(event, "Records")) {
                Map<?, ?> kinesis = (Map<?, ?>) member((Map<?, ?>) record, "kinesis");
                String text = new String(
                        Base64.getDecoder().decode(member(kinesis, "data").toString()), StandardCharsets.UTF_8);
                if (text.equals("bad")) {
                    failures.add(Map.of(
                            "itemIdentifier", member(kinesis, "sequenceNumber").toString()));
                    break;
                }
                texts.add(text);
            }
            Files.write(Path.of(System.getenv("HANDLED")), texts, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return Map.of("batchItemFailures", failures);
        }

        private static Object member(Map<?, ?> map, String name) {
            return Objects.requireNonNull(map.get(name), name);
        }
    }

    @BeforeEach
    void start() throws IOException {
        processes = new ConsumeProcess(folder);
        processes.createStream("one", 2);
        Path jar = folder.resolve("function.jar");
        String entry = Mapped.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream in = Objects.requireNonNull(Mapped.class.getResourceAsStream("/" + entry))) {
            out.putNextEntry(new ZipEntry(entry));
            in.transferTo(out);
            out.closeEntry();
        }
        FunctionZip.write(folder.resolve("function.zip"), HANDLER, List.of(jar));
    }

    @AfterEach
    void stop() {
        processes.close();
    }

    private Process map(String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of("--stream", "one", "--memory", "128", "--zip"));
        options.add(folder.resolve("function.zip").toString());
        options.addAll(List.of("--checkpoints", folder.resolve("ck").toString()));
        options.addAll(List.of(more));
        return processes.startCommand(List.of("lambda", "map"), options.toArray(String[]::new));
    }

    @Test
    void functionGetsEachRecordOnceAlsoAfterARestartAndABadOneIsNoted() throws Exception {
        processes.put("one", "a", "b", "bad", "c");
        String[] options = {
            "--report-batch-item-failures",
            "--maximum-retry-attempts",
            "1",
            "--batch-size",
            "1",
            "--on-failure",
            folder.resolve("notices").toString()
        };
        Process first = map(options);
        Await.until(
                "first records",
                () -> processes.lines("handled").size() == 3
                        && processes.lines("notices").size() == 1);
        ConsumeProcess.terminate(first);
        assertThat(processes.err())
                .contains("records come again: shardId-")
                .contains("records are given up: shardId-")
                .contains("3 Kinesis records in 5 invocations processed; 1 given up");

        processes.put("one", "d", "e");
        Process second = map(options);
        Await.until("later records", () -> processes.lines("handled").size() >= 5);
        ConsumeProcess.terminate(second);
        assertThat(processes.lines("handled")).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
        assertThat(processes.lines("notices")).hasSize(1);
    }

    @Test
    void wrongSettingsEndWithTwo() throws Exception {
        Process process = map("--batch-size", "0");
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(processes.err()).contains("batch size out of range: 0 (1 to 10000)");
        assertThat(folder.resolve("ck")).doesNotExist();
    }
}
