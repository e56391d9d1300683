package dev.millrace.multilang.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A program and what it is called with. No shell reads it.
 *
 * @param words the program, a name of the {@code PATH} or a path, then its arguments
 */
public record Program(List<String> words) {

    public Program {
        words = List.copyOf(words);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("no program is named");
        }
    }

    /** Words between blanks. There are no quotes: an argument with a blank in it cannot be had. */
    public static Program parse(String text) {
        return new Program(Arrays.stream(text.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .toList());
    }

    /** Whether there is such a program. */
    public boolean isThere() {
        return isThere(words.get(0));
    }

    /** Whether there is a program of this name in the {@code PATH}, or under this path. */
    public static boolean isThere(String program) {
        if (program.indexOf(File.separatorChar) >= 0 || program.indexOf('/') >= 0) {
            Path path = Path.of(program);
            return Files.isExecutable(path) && !Files.isDirectory(path);
        }
        String path = System.getenv("PATH");
        if (path == null) {
            return true;
        }
        return Arrays.stream(path.split(File.pathSeparator, -1))
                // On Windows what is run has an ending.
                .anyMatch(folder ->
                        Files.exists(Path.of(folder, program)) || Files.exists(Path.of(folder, program + ".exe")));
    }
}
