package dev.millrace.benchmarks.multilang;

import dev.millrace.benchmarks.consumer.ReaderProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A daemon on the Kinesis Client Library. Both sides read the same file. */
enum DaemonSide {
    /** As {@code millrace daemon} starts it. */
    MILLRACE("millrace") {
        @Override
        List<String> command(String file) throws IOException {
            Path packaged = Path.of("cli", "target");
            try (var files = Files.list(packaged)) {
                Path own = files.filter(path -> path.getFileName().toString().matches("millrace-cli-.*\\.jar"))
                        .findFirst()
                        .orElseThrow(() -> new IOException("not built: " + packaged));
                return List.of(
                        own + File.pathSeparator + packaged.resolve("lib") + "/*",
                        "dev.millrace.cli.Main",
                        "daemon",
                        "-p",
                        file);
            }
        }
    },
    REFERENCE("reference") {
        @Override
        List<String> command(String file) throws IOException {
            Path classPath = Path.of("interop", "reference-daemon", "target", "class-path");
            return List.of(
                    Files.readString(classPath).strip(),
                    "software.amazon.kinesis.multilang.MultiLangDaemon",
                    "-p",
                    file);
        }
    };

    private final String label;

    DaemonSide(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Class path, main class, arguments. */
    abstract List<String> command(String file) throws IOException;

    /** Starts it with what it needs to begin at once and to read without a pause. */
    Process start(Path folder, String kinesis, String dynamoDb, int port) throws IOException {
        Path file = folder.resolve(label + ".properties");
        Files.writeString(
                file,
                String.join(
                        "\n",
                        "executableName = python3 "
                                + Path.of("benchmarks", "peers", "count.py").toAbsolutePath() + " " + port,
                        "streamName = " + ReaderProcess.STREAM,
                        "applicationName = bench-" + label,
                        "AwsCredentialsProvider = EnvironmentVariableCredentialsProvider",
                        "regionName = us-east-1",
                        "kinesisEndpoint = " + kinesis,
                        "dynamoDBEndpoint = " + dynamoDb,
                        "initialPositionInStream = TRIM_HORIZON",
                        "retrievalMode = POLLING",
                        "metricsLevel = NONE",
                        "shardSyncIntervalMillis = 1000",
                        "leaseAssignmentIntervalMillis = 500",
                        "idleTimeBetweenReadsInMillis = 200"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dfile.encoding=UTF-8",
                "-cp"));
        command.addAll(command(file.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("AWS_ACCESS_KEY_ID", "any");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "any");
        return builder.start();
    }
}
