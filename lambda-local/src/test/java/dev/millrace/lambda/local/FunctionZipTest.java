package dev.millrace.lambda.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FunctionZipTest {

    @TempDir
    private Path folder;

    private Path file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private Path zip(String... names) throws IOException {
        Path zip = folder.resolve("made.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String name : names) {
                out.putNextEntry(new ZipEntry(name));
                out.write(name.getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
        return zip;
    }

    @Test
    void jarsLieInLibAndComeBackAsTheyWere() throws IOException {
        Path zip = folder.resolve("function.zip");

        long bytes = FunctionZip.write(zip, "a.Handler", List.of(file("a.jar", "A"), file("b.jar", "B")));

        assertThat(bytes).isEqualTo(Files.size(zip));
        assertThat(FunctionZip.handler(zip)).contains("a.Handler");
        FunctionZip.unpack(zip, folder.resolve("unpacked"));
        assertThat(folder.resolve("unpacked/lib/a.jar")).hasContent("A");
        assertThat(folder.resolve("unpacked/lib/b.jar")).hasContent("B");
    }

    @Test
    void sameJarsGiveTheSameBytes() throws IOException {
        List<Path> jars = List.of(file("a.jar", "A"), file("b.jar", "B"));
        FunctionZip.write(folder.resolve("one.zip"), "a.Handler", jars);
        Files.setLastModifiedTime(jars.get(0), FileTime.fromMillis(0));
        FunctionZip.write(folder.resolve("two.zip"), "a.Handler", jars);

        assertThat(folder.resolve("one.zip")).hasSameBinaryContentAs(folder.resolve("two.zip"));
    }

    @Test
    void wrongJarsAreRefusedByName() throws IOException {
        Path zip = folder.resolve("function.zip");
        Path first = file("x/a.jar", "A");
        Path second = file("y/a.jar", "B");

        assertThatThrownBy(() -> FunctionZip.write(zip, "a.Handler", List.of()))
                .hasMessageContaining("no jar for the zip");
        assertThatThrownBy(() -> FunctionZip.write(zip, "a.Handler", List.of(folder.resolve("missing.jar"))))
                .hasMessageContaining("no such jar")
                .hasMessageContaining("missing.jar");
        assertThatThrownBy(() -> FunctionZip.write(zip, "a.Handler", List.of(first, second)))
                .hasMessage("two jars of one name: a.jar");
        assertThat(zip).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "lib/../../evil", "/tmp/../../evil", "a/b/../../../evil", "..\\evil"})
    void entryThatLeadsOutOfTheFolderIsRefused(String name) throws IOException {
        Path target = folder.resolve("inner/unpacked");

        assertThatThrownBy(() -> FunctionZip.unpack(zip("good", name), target))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("entry leads out of the folder: name=" + name);
        assertThat(folder.resolve("evil")).doesNotExist();
        assertThat(folder.resolve("inner/evil")).doesNotExist();
    }

    @Test
    void zipOfOthersNamesNoHandler() throws IOException {
        assertThat(FunctionZip.handler(zip("a"))).isEmpty();
    }

    @Test
    void whatIsNoZipIsRefused() throws IOException {
        Path text = file("text.zip", "text");

        assertThatThrownBy(() -> FunctionZip.unpack(text, folder.resolve("unpacked")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no zip, or an empty one");
    }
}
