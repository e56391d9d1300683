package dev.millrace.benchmarks.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A Kinesis on localhost, as the command that starts it. */
enum Peer {
    /** As the launcher starts it. */
    MILLRACE {
        @Override
        ProcessBuilder command(int port) {
            return new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx6g",
                    "-XX:+UseParallelGC",
                    "-Xms16m",
                    "-XX:GCTimeRatio=19",
                    "-XX:MinHeapFreeRatio=20",
                    "-XX:MaxHeapFreeRatio=40",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LocalServer.class.getName(),
                    String.valueOf(port));
        }
    },
    KINESALITE {
        @Override
        ProcessBuilder command(int port) {
            return node("kinesalite", "cli.js", "--port", String.valueOf(port), "--shardLimit", "200");
        }
    },

    /** kinesis-mock, as its JavaScript build. */
    KINESIS_LOCAL {
        @Override
        ProcessBuilder command(int port) {
            ProcessBuilder builder = node("kinesis-local", "main.js");
            builder.environment()
                    .putAll(Map.of(
                            "KINESIS_MOCK_PLAIN_PORT",
                            String.valueOf(port),
                            "KINESIS_MOCK_TLS_PORT",
                            String.valueOf(FreePort.find()),
                            "SHARD_LIMIT",
                            "200",
                            "LOG_LEVEL",
                            "ERROR"));
            return builder;
        }
    },

    /** Built from source, in the long form only. */
    FERROKINESIS {
        @Override
        ProcessBuilder command(int port) {
            return new ProcessBuilder(
                    FERROKINESIS_PROGRAM.toString(), "--port", String.valueOf(port), "--log-level", "off");
        }
    };

    private static final Path FERROKINESIS_PROGRAM =
            Path.of("build", "bench", "cargo", "bin", "ferrokinesis").toAbsolutePath();

    /** Those that are installed. */
    static List<Peer> installed() {
        return Arrays.stream(values())
                .filter(peer -> peer != FERROKINESIS || Files.exists(FERROKINESIS_PROGRAM))
                .toList();
    }

    /** Ready to start, to serve HTTP/1.1 at this port. */
    abstract ProcessBuilder command(int port);

    private static ProcessBuilder node(String packageName, String script, String... arguments) {
        Path folder = Path.of("build", "bench", "node_modules", packageName).toAbsolutePath();
        if (!Files.exists(folder.resolve(script))) {
            throw new IllegalStateException("not installed: " + packageName + " (dev/bench local installs it)");
        }
        ProcessBuilder builder =
                new ProcessBuilder("node", folder.resolve(script).toString());
        builder.command().addAll(List.of(arguments));
        return builder.directory(folder.toFile());
    }
}
