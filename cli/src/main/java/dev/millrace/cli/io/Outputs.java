package dev.millrace.cli.io;

import dev.millrace.text.SafeText;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that the caller wants written. */
public final class Outputs {

    private Outputs() {}

    /** Finds out before the work begins whether the file can be written in the end. */
    public static void check(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw new BadInputException("file to write is a folder: " + SafeText.of(file.toString()));
        }
        if (folder != null && !Files.isDirectory(folder)) {
            throw new BadInputException("folder to write to does not exist: " + SafeText.of(folder.toString()));
        }
        if (!Files.isWritable(Files.exists(file) || folder == null ? file : folder)) {
            throw new BadInputException("file cannot be written: " + SafeText.of(file.toString()));
        }
    }
}
