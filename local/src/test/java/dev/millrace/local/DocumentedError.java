package dev.millrace.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** An error that the service's public model documents for an operation. */
record DocumentedError(String operation, String error) {

    private static final String TABLE = "documented-errors.txt";

    /** All of them. */
    static List<DocumentedError> all() {
        try (InputStream table = Objects.requireNonNull(DocumentedError.class.getResourceAsStream(TABLE), TABLE)) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(DocumentedError::ofOperation)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<DocumentedError> ofOperation(String line) {
        String[] words = line.split(" ");
        return Arrays.stream(words).skip(1).map(error -> new DocumentedError(words[0], error));
    }

    /** HTTP status. */
    int status() {
        return error.equals("InternalFailureException") ? 500 : 400;
    }

    @Override
    public String toString() {
        return operation + " " + error;
    }
}
