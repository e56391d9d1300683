package dev.millrace.cli.consume;

import dev.millrace.cli.io.JsonLines;
import dev.millrace.processor.DeadLetters;
import dev.millrace.processor.FailurePolicy;
import dev.millrace.processor.ReceivedRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file for the records of batches that failed every attempt: one line of JSON each, appended, and on the device before
 * they count as processed. Safe for many threads.
 */
public final class DeadLetterFile {

    private final Path file;

    public DeadLetterFile(Path file) {
        this.file = file;
    }

    public FailurePolicy policy() {
        return FailurePolicy.deadLetter(this::append);
    }

    private void append(DeadLetters letters) {
        StringBuilder lines = new StringBuilder();
        for (ReceivedRecord record : letters.records()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("stream", letters.stream());
            line.put("failure", letters.cause().toString());
            line.putAll(RecordJson.of(record, letters.shardId()));
            lines.append(JsonLines.write(line)).append('\n');
        }
        store(lines.toString());
    }

    private synchronized void store(String lines) {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            for (ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines); bytes.hasRemaining(); ) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("dead letters cannot be stored: file=" + file, e);
        }
    }
}
