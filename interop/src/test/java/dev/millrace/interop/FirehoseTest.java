package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Firehose's API beside the local service, under boto3 with its default settings, and its page of the console. */
@Tag("interop")
class FirehoseTest {

    private static final List<String> STEPS = List.of(
            "create",
            "list",
            "put",
            "deliver",
            "update",
            "tags",
            "stream as source",
            "put to a stream's reader",
            "validation",
            "delete");

    @TempDir
    private Path folder;

    private FirehoseService service;

    @BeforeEach
    void start() {
        service = FirehoseService.start(folder);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void everyStepHolds() throws Exception {
        assertThat(Script.run(
                        Language.PYTHON.script("firehose", service.endpoint().toString(), folder.toString())))
                .containsExactlyElementsOf(STEPS);
    }

    @Test
    void everyConstraintOfTheModelIsChecked() throws Exception {
        assertThat(Script.run(Language.PYTHON.script(
                        "firehose-model", service.endpoint().toString())))
                .singleElement()
                .asString()
                .matches("told \\d{3}");
    }

    @Test
    void pageOfTheConsoleShowsDeliveriesAndObjects() throws Exception {
        Path screenshot = Files.createDirectories(Path.of("target", "console").toAbsolutePath())
                .resolve("firehose.png");
        assertThat(Script.run(
                        Language.PYTHON.script("firehose", service.endpoint().toString(), folder.toString(), "stay")))
                .contains("stream as source");

        ProcessBuilder script = Language.NODE.script(
                "panel", service.endpoint().toString(), "firehose", "words", screenshot.toString());
        script.environment().put("TMPDIR", Language.browserFolder().toString());
        assertThat(Script.run(script))
                .anyMatch(row ->
                        row.startsWith("reader (us-east-1) | ACTIVE | stream words | words | 1 | 1 | 0 | 4 | 0 |"))
                .anyMatch(row -> row.contains("/puts-1-"));
        assertThat(screenshot).isNotEmptyFile();
    }
}
