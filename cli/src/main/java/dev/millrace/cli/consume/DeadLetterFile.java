package dev.millrace.cli.consume;

import dev.millrace.cli.io.JsonLines;
import dev.millrace.processor.FailurePolicy;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.processor.ShardEndedInput;
import dev.millrace.processor.ShutdownRequestedInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file for the records of batches that failed every attempt: one line of JSON each, appended, and on the device before
 * they count as processed. Safe for many threads.
 */
public final class DeadLetterFile {

    private final Path file;

    /** By the last record of a failed batch, which is compared as an object: where it came from, and why it failed. */
    private final Map<ReceivedRecord, Failed> failed = new ConcurrentHashMap<>();

    private record Failed(String stream, String shardId, String reason) {}

    public DeadLetterFile(Path file) {
        this.file = file;
    }

    public FailurePolicy policy() {
        return FailurePolicy.deadLetter(this::append);
    }

    /** The same processors, of whose failures the file knows. */
    public RecordProcessorFactory watch(RecordProcessorFactory factory) {
        return () -> new Watched(factory.create());
    }

    private void append(List<ReceivedRecord> records) {
        Failed origin = failed.remove(records.get(records.size() - 1));
        StringBuilder lines = new StringBuilder();
        for (ReceivedRecord record : records) {
            Map<String, Object> line = new LinkedHashMap<>();
            if (origin != null) {
                line.put("stream", origin.stream());
                line.put("failure", origin.reason());
            }
            line.putAll(RecordJson.of(record, origin == null ? "" : origin.shardId()));
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

    /** Notes which batch has failed. */
    private final class Watched implements RecordProcessor {

        private final RecordProcessor watched;
        private String stream = "";
        private String shardId = "";

        Watched(RecordProcessor watched) {
            this.watched = watched;
        }

        @Override
        public void initialize(InitializationInput input) throws Exception {
            stream = input.streamName();
            shardId = input.shardId();
            watched.initialize(input);
        }

        @Override
        public void processRecords(ProcessRecordsInput input) throws Exception {
            ReceivedRecord last = input.records().get(input.records().size() - 1);
            failed.remove(last);
            try {
                watched.processRecords(input);
            } catch (Exception e) {
                failed.put(last, new Failed(stream, shardId, e.toString()));
                throw e;
            }
        }

        @Override
        public void leaseLost() throws Exception {
            watched.leaseLost();
        }

        @Override
        public void shardEnded(ShardEndedInput input) throws Exception {
            watched.shardEnded(input);
        }

        @Override
        public void shutdownRequested(ShutdownRequestedInput input) throws Exception {
            watched.shutdownRequested(input);
        }
    }
}
