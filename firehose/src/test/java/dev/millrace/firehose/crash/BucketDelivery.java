package dev.millrace.firehose.crash;

import dev.millrace.firehose.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A {@link DeliveringProcess} with buckets, and what it has said. */
final class BucketDelivery implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private BucketDelivery(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        Thread reading = new Thread(this::readAll, "bucket-delivery");
        reading.setDaemon(true);
        reading.start();
    }

    /** @param folder its own, for what waits */
    static BucketDelivery start(URI kinesis, URI s3, Path folder) throws IOException {
        return new BucketDelivery(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeliveringProcess.class.getName(),
                        kinesis.toString(),
                        NumberedRecords.STREAM,
                        folder.resolve("none").toString(),
                        s3.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    private void readAll() {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("output ends: " + e);
        }
    }

    private List<String> saidBehind(String beginning) {
        return lines.stream()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.substring(beginning.length()))
                .toList();
    }

    /** Bucket and key, with a slash between them, of each object that was delivered, as often as that was said. */
    List<String> objects() {
        return saidBehind(DeliveringProcess.DELIVERED);
    }

    /** How often a delivery failed. */
    long failures(String name) {
        return saidBehind(DeliveringProcess.FAILED).stream()
                .filter(name::equals)
                .count();
    }

    /** Bytes of its heap that are used after a collection. */
    long usedHeap() {
        int answers = saidBehind(DeliveringProcess.HEAP).size();
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until(
                "the process answers", () -> saidBehind(DeliveringProcess.HEAP).size() > answers);
        return Long.parseLong(saidBehind(DeliveringProcess.HEAP).get(answers));
    }

    /** Kills it. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            if (!process.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("process does not end: " + process.pid());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
