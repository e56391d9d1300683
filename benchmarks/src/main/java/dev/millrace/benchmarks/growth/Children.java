package dev.millrace.benchmarks.growth;

import dev.millrace.benchmarks.SideProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * The daemon with a child for each of so many shards: when all are there, 5,000 records go to each. The children are sed,
 * which says yes to everything; the memory is the daemon's as the system counts it.
 */
final class Children implements Load {

    private static final String STREAM = "children";
    private static final int RECORDS = 5_000;
    private static final String LAST = "last";

    @Override
    public Cost measure(int size) throws Exception {
        Path folder = Files.createTempDirectory("millrace-growth");
        try (RunningLocal local = new RunningLocal()) {
            local.kinesis().createStream(RunningLocal.REGION, STREAM, size);
            List<Shard> shards = local.shards(STREAM);
            Process daemon = daemon(folder, local);
            try {
                putLast(local, shards);
                awaitLines(daemon, folder, size);
                local.putToEach(STREAM, shards, RECORDS);
                long begun = System.nanoTime();
                putLast(local, shards);
                awaitLines(daemon, folder, 2 * size);
                return new Cost(
                        (System.nanoTime() - begun) / 1e9, SideProcess.residentMegabytes(daemon.pid()) * (1 << 20));
            } finally {
                List<ProcessHandle> children = daemon.descendants().toList();
                daemon.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
                children.forEach(ProcessHandle::destroyForcibly);
            }
        } finally {
            delete(folder);
        }
    }

    private static Process daemon(Path folder, RunningLocal local) throws IOException {
        Path seen = Files.createDirectory(folder.resolve("seen"));
        Path child = Files.writeString(folder.resolve("child"), """
                #!/bin/sh
                exec sed -u -n -e h \\
                    -e 's/^{"action":"\\([a-zA-Z]*\\)".*/{"action":"status","responseFor":"\\1"}/p' \\
                    -e x -e '/"partitionKey":"last"/{' -e 's/.*/last/' -e "w %s/$$" -e '}'
                """.formatted(seen));
        Files.setPosixFilePermissions(child, PosixFilePermissions.fromString("rwx------"));
        Path file = Files.writeString(
                folder.resolve("daemon.properties"),
                String.join(
                        "\n",
                        "executableName = " + child,
                        "streamName = " + STREAM,
                        "applicationName = growth",
                        "engine = local",
                        "checkpointFolder = " + folder.resolve("checkpoints"),
                        "initialPositionInStream = TRIM_HORIZON",
                        "AwsCredentialsProvider = EnvironmentVariableCredentialsProvider",
                        "regionName = " + RunningLocal.REGION,
                        "kinesisEndpoint = " + local.kinesis().endpoint()));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of("millrace").toAbsolutePath().toString(), "daemon", "-p", file.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve("errors").toFile());
        builder.environment().put("AWS_ACCESS_KEY_ID", "any");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "any");
        builder.environment().put("MILLRACE_OPTS", "-Xmx1g");
        return builder.start();
    }

    private static void putLast(RunningLocal local, List<Shard> shards) {
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (Shard shard : shards) {
            entries.add(PutRecordsRequestEntry.builder()
                    .partitionKey(LAST)
                    .explicitHashKey(shard.hashKeyRange().startingHashKey())
                    .data(SdkBytes.fromByteArray(new byte[1]))
                    .build());
        }
        local.put(STREAM, entries);
    }

    /** Until so many batches with a last record were seen by all children together. */
    private static void awaitLines(Process daemon, Path folder, int count) throws IOException, TimeoutException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(RunningLocal.LIMIT_SECONDS);
        long lines = 0;
        while (lines < count) {
            if (System.nanoTime() > end || !daemon.isAlive()) {
                throw new TimeoutException("children answered " + lines + " of " + count + ": "
                        + Files.readString(folder.resolve("errors")));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            lines = 0;
            try (var files = Files.list(folder.resolve("seen"))) {
                for (Path file : files.toList()) {
                    lines += Files.size(file) / (LAST.length() + 1);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
