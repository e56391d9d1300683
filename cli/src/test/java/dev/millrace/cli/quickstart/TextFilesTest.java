package dev.millrace.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cli.io.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {

    private static final String CHECKOUT_PROPERTY = "millrace.home";
    private static final int MAX_LINE_LENGTH = 64 * 1024;

    @TempDir
    Path folder;

    private String before;

    @BeforeEach
    void setCheckout() {
        before = System.getProperty(CHECKOUT_PROPERTY, "");
        System.setProperty(CHECKOUT_PROPERTY, folder.toString());
    }

    @AfterEach
    void restoreCheckout() {
        if (before.isEmpty()) {
            System.clearProperty(CHECKOUT_PROPERTY);
        } else {
            System.setProperty(CHECKOUT_PROPERTY, before);
        }
    }

    @Test
    void proseAndSourcesOfTheCheckoutAreFoundInOrder() throws IOException {
        write("b/Main.java", "java");
        write("README.md", "readme");
        write("a.txt", "text");
        write("a/pom.xml", "xml");
        write("image.png", "png");
        write("LICENSE", "licence");

        assertThat(checkoutWords()).containsExactly("readme", "text", "xml", "java");
    }

    @Test
    void filesWithVeryLongLinesAreLeftOut() throws IOException {
        write("longest.txt", "short\n" + "a ".repeat(MAX_LINE_LENGTH / 2) + "\nshort\n");
        write("tooLong.txt", "left out\n" + "b ".repeat(MAX_LINE_LENGTH / 2) + "b\nleft out\n");
        write("tooLongAtTheEnd.txt", "left out\n" + "b".repeat(MAX_LINE_LENGTH + 1));
        write("tooLongAtOnce.txt", "b".repeat(MAX_LINE_LENGTH + 1));

        assertThat(checkoutWords())
                .hasSize(MAX_LINE_LENGTH / 2 + 2)
                .startsWith("short", "a")
                .endsWith("a", "short");
    }

    @Test
    void whatIsBuiltHiddenOrNoFileIsLeftOut() throws IOException {
        write("kept.md", "kept");
        write("target/a.md", "no");
        write("sub/build/a.md", "no");
        write("node_modules/a.md", "no");
        write(".git/a.md", "no");
        Files.createDirectory(folder.resolve("folder.md"));
        Files.createSymbolicLink(folder.resolve("dangling.md"), folder.resolve("nothing"));

        assertThat(checkoutWords()).containsExactly("kept");
    }

    @Test
    void checkoutMayLieInAFolderCalledBuild() throws IOException {
        write("build/kept.md", "kept");
        System.setProperty(CHECKOUT_PROPERTY, folder.resolve("build").toString());

        assertThat(checkoutWords()).containsExactly("kept");
    }

    @Test
    void checkoutWithoutTextIsSaid() {
        assertThatThrownBy(TextFiles::ofCheckout)
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no text in " + folder)
                .hasMessageContaining("- for standard input");
    }

    @Test
    void filesCanBeReadMoreThanOnceAndInTheOrderGiven() throws IOException {
        write("one", "a b");
        write("two", "c");

        try (TextFiles files = TextFiles.of(List.of(path("two"), path("one"), path("two")))) {
            assertThat(files.count()).isEqualTo(3);
            assertThat(words(files)).containsExactly("c", "a", "b", "c");
            assertThat(words(files)).containsExactly("c", "a", "b", "c");
        }
        assertThat(folder.resolve("one")).exists();
    }

    private List<String> checkoutWords() throws IOException {
        try (TextFiles files = TextFiles.ofCheckout()) {
            return words(files);
        }
    }

    private static List<String> words(TextFiles files) throws IOException {
        List<String> words = new ArrayList<>();
        files.forEachWord(word -> words.add(new String(word.bytes(), StandardCharsets.UTF_8)));
        return words;
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
