package dev.millrace.interop;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The MultiLangDaemon of the Kinesis Client Library in a process of its own, quick in all that it lets one set. */
final class ReferenceDaemon {

    private static final Path CLASS_PATH = Path.of("reference-daemon", "target", "class-path");

    private ReferenceDaemon() {}

    /**
     * Starts a daemon; its application is called as its stream.
     *
     * @param program run for each shard
     * @param folder for its properties
     */
    static DaemonProcess start(Path program, String stream, URI kinesis, URI dynamoDb, Path folder) throws IOException {
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
        return DaemonProcess.start(builder);
    }
}
