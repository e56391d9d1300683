package dev.millrace.firehose.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderDestinationTest {

    @TempDir
    private Path folder;

    private Path root;
    private Path bytes;

    @BeforeEach
    void writeBytes() throws IOException {
        root = folder.resolve("root");
        bytes = Files.writeString(folder.resolve("bytes"), "content");
    }

    @Test
    void objectIsAFileBelowTheRoot() throws IOException {
        FolderDestination destination = FolderDestination.of(root);
        destination.write("a/b/name", bytes);
        destination.write("a/b/name", bytes);
        destination.write("/x//y", bytes);

        assertThat(root.resolve("a/b/name")).hasContent("content");
        assertThat(root.resolve("x/y")).hasContent("content");
        assertThat(bytes).exists();
        assertThat(root.resolve(FolderDestination.INCOMING)).isEmptyDirectory();
    }

    @Test
    void unfinishedFileOfACrashIsWrittenOver() throws IOException {
        Files.createDirectories(root.resolve(FolderDestination.INCOMING));
        Files.writeString(root.resolve(FolderDestination.INCOMING).resolve("name"), "half");

        FolderDestination.of(root).write("a/name", bytes);

        assertThat(root.resolve("a/name")).hasContent("content");
        assertThat(root.resolve(FolderDestination.INCOMING)).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "a/..", ".", "./x", "", "/"})
    void namesThatLeadOutAreRefused(String name) throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FolderDestination.of(root).write(name, bytes))
                .withMessageContaining("object's name leads out of the destination: name=" + name);
        try (Stream<Path> found = Files.list(folder)) {
            assertThat(found).containsExactly(bytes);
        }
    }

    /** Partition keys of records may say anything: an object that cannot be written would wait for ever. */
    @Test
    void namesThatAFileSystemWouldNotTakeAreWrittenOtherwise() throws IOException {
        FolderDestination destination = FolderDestination.of(root);
        String tooLong = "\u732b".repeat(100);

        destination.write(".incoming/x", bytes);
        destination.write(tooLong + "a/x", bytes);
        destination.write(tooLong + "b/x", bytes);

        assertThat(root.resolve("%2Eincoming/x")).hasContent("content");
        try (Stream<Path> found = Files.list(root)) {
            assertThat(found.map(path -> path.getFileName().toString()))
                    .filteredOn(name -> name.startsWith("\u732b".repeat(50) + "-"))
                    .hasSize(2);
        }
    }
}
