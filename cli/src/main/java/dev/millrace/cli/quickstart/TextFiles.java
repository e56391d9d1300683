package dev.millrace.cli.quickstart;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.cli.io.Inputs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The text to count: files, each of which can be read more than once. What can be read only once, such as standard
 * input or a pipe, is copied to a file of our own.
 */
public final class TextFiles implements AutoCloseable {

    private static final Set<String> TEXT_SUFFIXES =
            Set.of("md", "txt", "java", "xml", "sh", "py", "js", "html", "css", "yml", "properties");
    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", "build", "node_modules");
    private static final int MAX_LINE_LENGTH = 64 * 1024;
    private static final String STANDARD_INPUT = "-";
    private static final String CHECKOUT_PROPERTY = "millrace.home";

    /**
     * @param name how the caller calls it
     * @param path where it can be read
     * @param isCopy whether that is a file of our own
     */
    private record Text(String name, Path path, boolean isCopy) {}

    private final List<Text> texts;

    private TextFiles(List<Text> texts) {
        this.texts = List.copyOf(texts);
    }

    /** These files, where {@code -} is standard input. */
    public static TextFiles of(List<String> names) throws IOException {
        if (Collections.frequency(names, STANDARD_INPUT) > 1) {
            throw new BadInputException("standard input is named twice");
        }
        for (String name : names) {
            if (!name.equals(STANDARD_INPUT) && !isReadOnce(Path.of(name))) {
                Inputs.openFile(Path.of(name)).close();
            }
        }
        List<Text> texts = new ArrayList<>();
        try {
            for (String name : names) {
                texts.add(text(name));
            }
        } catch (IOException | RuntimeException e) {
            new TextFiles(texts).close();
            throw e;
        }
        return new TextFiles(texts);
    }

    private static Text text(String name) throws IOException {
        if (name.equals(STANDARD_INPUT)) {
            return copy("standard input", System.in);
        }
        Path path = Path.of(name);
        if (!isReadOnce(path)) {
            return new Text(name, path, false);
        }
        try (InputStream input = Inputs.openFile(path)) {
            return copy(name, input);
        }
    }

    /** Pipes and the like. */
    private static boolean isReadOnce(Path path) {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    private static Text copy(String name, InputStream input) throws IOException {
        Path copy = Files.createTempFile("millrace-input", ".txt");
        try (OutputStream target = Files.newOutputStream(copy)) {
            input.transferTo(target);
        } catch (IOException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
        return new Text(name, copy, true);
    }

    /** The prose and sources of the checkout that the launcher lies in; files with very long lines are left out. */
    public static TextFiles ofCheckout() throws IOException {
        Path root = Path.of(System.getProperty(CHECKOUT_PROPERTY, "."));
        List<Text> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = String.valueOf(folder.getFileName());
                boolean skipped = name.startsWith(".") || SKIPPED_FOLDERS.contains(name);
                return skipped && !folder.equals(root) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = file.getFileName().toString();
                String suffix = name.substring(name.lastIndexOf('.') + 1);
                if (attributes.isRegularFile() && TEXT_SUFFIXES.contains(suffix) && hasShortLines(file)) {
                    found.add(new Text(file.toString(), file, false));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(Comparator.comparing(Text::path));
        if (found.isEmpty()) {
            throw new BadInputException(
                    "no text in " + root.toAbsolutePath() + ": name a file, or - for standard input");
        }
        return new TextFiles(found);
    }

    private static boolean hasShortLines(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        int lineStart = 0;
        for (int i = 0; i < content.length; i++) {
            if (content[i] == '\n') {
                lineStart = i + 1;
            } else if (i - lineStart >= MAX_LINE_LENGTH) {
                return false;
            }
        }
        return true;
    }

    public int count() {
        return texts.size();
    }

    /** Hands over every word, in order. */
    void forEachWord(WordReader.Sink sink) throws IOException {
        for (Text text : texts) {
            try (InputStream input = Inputs.openFile(text.path())) {
                WordReader.read(text.name(), input, sink);
            }
        }
    }

    @Override
    public void close() {
        for (Text text : texts) {
            try {
                if (text.isCopy()) {
                    Files.deleteIfExists(text.path());
                }
            } catch (IOException e) {
                throw new UncheckedIOException("temporary file stays behind: " + text.path(), e);
            }
        }
    }
}
