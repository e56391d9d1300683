package dev.millrace.cli.io;

import dev.millrace.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files that the caller names. */
public final class Inputs {

    private Inputs() {}

    /** The file; standard input for none and for {@code -}. */
    public static InputStream open(@Nullable Path file) throws IOException {
        return file == null || file.toString().equals("-") ? System.in : openFile(file);
    }

    /** The file, or an error that says what is wrong with it. */
    public static InputStream openFile(Path file) throws IOException {
        if (file.toString().isEmpty()) {
            throw new BadInputException("file has no name: it is empty");
        }
        if (Files.isDirectory(file)) {
            throw new BadInputException("file is a folder: " + SafeText.of(file.toString()));
        }
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw new BadInputException("file does not exist: " + SafeText.of(file.toString()));
        } catch (AccessDeniedException e) {
            throw new BadInputException("file cannot be read: " + SafeText.of(file.toString()));
        } catch (FileSystemException e) {
            throw new BadInputException(
                    "file cannot be read: " + SafeText.of(file.toString()) + " (" + e.getReason() + ")");
        }
    }
}
