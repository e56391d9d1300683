package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The table of errors that the tests of the local service go by is botocore's. */
@Tag("interop")
class DocumentedErrorsTableTest {

    private static final Path TABLE =
            Path.of("..", "local", "src", "test", "resources", "dev", "millrace", "local", "documented-errors.txt");

    @Test
    void theTableIsTheModels() throws Exception {
        List<String> model = Script.run(Language.PYTHON.script("errors")).stream()
                .filter(operation -> !operation.split(" ", 2)[0].contains("Queue"))
                .toList();

        assertThat(table()).containsExactlyInAnyOrderElementsOf(model);
    }

    private static List<String> table() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }
}
