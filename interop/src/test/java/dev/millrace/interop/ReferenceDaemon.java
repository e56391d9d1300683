package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The MultiLangDaemon of the Kinesis Client Library in a process of its own, quick in all that it lets one set. */
final class ReferenceDaemon implements AutoCloseable {

    private static final Path CLASS_PATH = Path.of("reference-daemon", "target", "class-path");
    private static final long LIMIT_SECONDS = 180;

    private final Process process;
    private final List<String> output = new ArrayList<>();
    private boolean ended;

    private ReferenceDaemon(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "reference-daemon");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a daemon; its application is called as its stream.
     *
     * @param program run for each shard
     * @param folder for its properties
     */
    static ReferenceDaemon start(Path program, String stream, URI kinesis, URI dynamoDb, Path folder)
            throws IOException {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "executableName",
                program.toString(),
                "streamName",
                stream,
                "applicationName",
                stream,
                "AwsCredentialsProvider",
                "EnvironmentVariableCredentialsProvider",
                "regionName",
                "us-east-1",
                "kinesisEndpoint",
                kinesis.toString(),
                "dynamoDBEndpoint",
                dynamoDb.toString(),
                "initialPositionInStream",
                "TRIM_HORIZON",
                "retrievalMode",
                "POLLING",
                "metricsLevel",
                "NONE"));
        properties.putAll(Map.of(
                "failoverTimeMillis", "1000",
                "leaseAssignmentIntervalMillis", "500",
                "shardSyncIntervalMillis", "1000",
                "parentShardPollIntervalMillis", "200",
                "idleTimeBetweenReadsInMillis", "200",
                "schedulerInitializationBackoffTimeMillis", "200",
                "workerMetricsReporterFreqInMillis", "1000",
                "inMemoryWorkerMetricsCaptureFrequencyMillis", "200",
                "shutdownGraceMillis", "30000"));
        Path file = folder.resolve(stream + ".properties");
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dfile.encoding=UTF-8",
                "-cp",
                Files.readString(CLASS_PATH).strip(),
                "software.amazon.kinesis.multilang.MultiLangDaemon",
                "-p",
                file.toString());
        builder.environment().put("AWS_ACCESS_KEY_ID", "any");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "any");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.redirectErrorStream(true);
        return new ReferenceDaemon(builder.start());
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("cannot be read: " + e);
        }
        end();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    private synchronized void add(String line) {
        output.add(line);
        notifyAll();
    }

    /** Waits until it has printed a line in which this is found. */
    synchronized void awaitLine(String pattern) throws InterruptedException {
        Pattern wanted = Pattern.compile(pattern);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        int seen = 0;
        while (true) {
            for (; seen < output.size(); seen++) {
                if (wanted.matcher(output.get(seen)).find()) {
                    return;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0 || ended) {
                throw new AssertionError("not printed: " + pattern + "\n"
                        + String.join("\n", output.subList(Math.max(0, output.size() - 60), output.size())));
            }
            wait(left);
        }
    }

    /** Ends it by a signal and waits until it and all of its children are gone. */
    int terminate() throws Exception {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        for (ProcessHandle child : children) {
            child.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
