package dev.millrace.cli.consume;

import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes the text of each record to the file that the environment names, and fails at those that say so. */
public final class AppendingHandler implements RecordHandler {

    private final Path file = Path.of(System.getenv("HANDLED"));

    @Override
    public synchronized void handle(ReceivedRecord record) throws IOException {
        String text = StandardCharsets.UTF_8.decode(record.data()).toString();
        if (text.equals("poison")) {
            throw new IllegalStateException("poison");
        }
        Files.writeString(file, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
