package dev.millrace.benchmarks.multilang;

import dev.millrace.benchmarks.Ratio;
import dev.millrace.benchmarks.Samples;
import dev.millrace.benchmarks.SideProcess;
import dev.millrace.benchmarks.Suite;
import dev.millrace.benchmarks.consumer.FilledServer;
import dev.millrace.dynamodb.DynamoDbLocal;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Our daemon and the reference read a stream of aggregated records from its beginning, one after the other, for children in
 * Python that only count and make a checkpoint behind each batch. The last three quarters count.
 */
public final class MultiLangSuite implements Suite {

    private static final Path DYNAMO_DB = Path.of("dynamodb-local", "libraries", "target", "lib");
    private static final long BYTES = 500_000_000;
    private static final long QUICK_BYTES = 100_000_000;

    @Override
    public String name() {
        return "multilang";
    }

    @Override
    public List<Ratio> run(boolean quick) throws Exception {
        Samples samples = new Samples();
        Process service = SideProcess.java(
                        System.getProperty("java.class.path"),
                        "-Xmx4g",
                        FilledServer.class,
                        String.valueOf(quick ? QUICK_BYTES : BYTES))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = service.inputReader()) {
            String[] filled = FilledServer.awaitFilled(out);
            System.out.printf(Locale.ROOT, "stream: %s user records%n", filled[1]);
            for (int round = 0; round < (quick ? 1 : 3); round++) {
                for (DaemonSide side : DaemonSide.values()) {
                    double[] result = measure(side, filled[0], Long.parseLong(filled[1]));
                    System.out.printf(
                            Locale.ROOT,
                            "%-10s %,11.0f user records/s, %6.2f us of the daemon's processor time for each,"
                                    + " children busy for %.2f of the time (4 children)%n",
                            side.label(),
                            result[0],
                            result[1] * 1e6,
                            result[2]);
                    samples.add(side.label(), result);
                }
            }
        } finally {
            service.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        return List.of(
                samples.ratio("daemon-rate-faster-than-reference", "millrace", "reference", 0),
                samples.ratio("daemon-cpu-time-of-reference", "millrace", "reference", 1));
    }

    /** Records for each second, seconds of the daemon's processor for each record, processors that all children keep busy. */
    private static double[] measure(DaemonSide side, String kinesis, long total) throws Exception {
        Path folder = Files.createTempDirectory("millrace-bench");
        try (DynamoDbLocal tables = DynamoDbLocal.inMemory(DYNAMO_DB);
                Counter counter = new Counter(total)) {
            Process daemon = side.start(folder, kinesis, tables.endpoint().toString(), counter.port());
            try {
                counter.awaitWarm();
                long begun = System.nanoTime();
                long before = counter.count();
                double cpuBefore = SideProcess.cpuSeconds(daemon.toHandle());
                double childrenBefore = childrenCpuSeconds(daemon);
                counter.awaitAll();
                double seconds = (System.nanoTime() - begun) / 1e9;
                double cpu = SideProcess.cpuSeconds(daemon.toHandle()) - cpuBefore;
                double children = childrenCpuSeconds(daemon) - childrenBefore;
                double counted = counter.count() - before;
                return new double[] {counted / seconds, cpu / counted, children / seconds};
            } finally {
                List<ProcessHandle> children = daemon.descendants().toList();
                daemon.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
                children.forEach(ProcessHandle::destroyForcibly);
            }
        }
    }

    private static double childrenCpuSeconds(Process daemon) {
        return daemon.descendants().mapToDouble(SideProcess::cpuSeconds).sum();
    }
}
