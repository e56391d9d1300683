package dev.millrace.cli.quickstart;

import dev.millrace.cli.BadInputException;
import dev.millrace.cli.Inputs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The text to count: files, each of which can be read more than once. Standard input becomes a file of our own. */
public final class TextFiles implements AutoCloseable {

    private static final Set<String> TEXT_SUFFIXES =
            Set.of("md", "txt", "java", "xml", "sh", "py", "js", "html", "css", "yml", "properties");
    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", "build", "node_modules");
    private static final int MAX_LINE_LENGTH = 64 * 1024;
    private static final String CHECKOUT_PROPERTY = "millrace.home";

    private final List<Path> paths;
    private final @Nullable Path ownFile;

    private TextFiles(List<Path> paths, @Nullable Path ownFile) {
        this.paths = List.copyOf(paths);
        this.ownFile = ownFile;
    }

    /** These files, where {@code -} is standard input. */
    public static TextFiles of(List<String> names) throws IOException {
        List<Path> paths = new ArrayList<>();
        Path ownFile = null;
        for (String name : names) {
            if (!name.equals("-")) {
                Path path = Path.of(name);
                Inputs.openFile(path).close();
                paths.add(path);
            } else if (ownFile == null) {
                ownFile = Files.createTempFile("millrace-input", ".txt");
                try (var target = Files.newOutputStream(ownFile)) {
                    System.in.transferTo(target);
                }
                paths.add(ownFile);
            } else {
                throw new BadInputException("standard input is named twice");
            }
        }
        return new TextFiles(paths, ownFile);
    }

    /** The prose and sources of the checkout that the launcher lies in; files with very long lines are left out. */
    public static TextFiles ofCheckout() throws IOException {
        Path root = Path.of(System.getProperty(CHECKOUT_PROPERTY, "."));
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = String.valueOf(folder.getFileName());
                boolean hidden = name.startsWith(".") && !folder.equals(root);
                return hidden || SKIPPED_FOLDERS.contains(name)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = file.getFileName().toString();
                if (TEXT_SUFFIXES.contains(name.substring(name.lastIndexOf('.') + 1)) && hasShortLines(file)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(found);
        if (found.isEmpty()) {
            throw new BadInputException(
                    "no text in " + root.toAbsolutePath() + ": name a file, or - for standard input");
        }
        return new TextFiles(found, null);
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
        return paths.size();
    }

    /** Hands over every word, in order. */
    void forEachWord(WordReader.Sink sink) throws IOException {
        for (Path path : paths) {
            try (InputStream input = Inputs.openFile(path)) {
                WordReader.read(path.equals(ownFile) ? "standard input" : path.toString(), input, sink);
            }
        }
    }

    @Override
    public void close() {
        if (ownFile != null) {
            try {
                Files.deleteIfExists(ownFile);
            } catch (IOException e) {
                throw new UncheckedIOException("temporary file stays behind: " + ownFile, e);
            }
        }
    }
}
