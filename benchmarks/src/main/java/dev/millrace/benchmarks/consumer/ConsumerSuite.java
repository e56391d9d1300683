package dev.millrace.benchmarks.consumer;

import dev.millrace.benchmarks.Ratio;
import dev.millrace.benchmarks.Samples;
import dev.millrace.benchmarks.SideProcess;
import dev.millrace.benchmarks.Suite;
import dev.millrace.dynamodb.DynamoDbLocal;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The single-process worker, the KCL worker and the bare KCL read a stream of aggregated records from its beginning, one
 * after the other. Only the reading process counts: neither the service nor the lease table.
 */
public final class ConsumerSuite implements Suite {

    private static final Path DYNAMO_DB = Path.of("dynamodb-local", "libraries", "target", "lib");
    private static final long BYTES = 2_000_000_000;
    private static final long QUICK_BYTES = 500_000_000;
    private static final String HEAP = "-Xmx1g";

    @Override
    public String name() {
        return "consumer";
    }

    @Override
    public List<Ratio> run(boolean quick) throws Exception {
        double[] catchUp = CatchUp.run();
        System.out.printf(
                Locale.ROOT,
                "single-process worker, 60 MB in one shard, the service's limits: %.0f %% of 2 MiB/s, %.0f reads refused%n",
                catchUp[0] * 100,
                catchUp[1]);
        Samples samples = new Samples();
        Samples starts = new Samples();
        String classPath = System.getProperty("java.class.path");
        Process service = SideProcess.java(
                        classPath, "-Xmx8g", FilledServer.class, String.valueOf(quick ? QUICK_BYTES : BYTES))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = service.inputReader()) {
            String[] filled = FilledServer.awaitFilled(out);
            System.out.printf(Locale.ROOT, "stream: %s user records%n", filled[1]);
            for (String side : List.of("worker", "kcl-worker", "kcl")) {
                // The library needs a minute and a half each time.
                start(side, classPath, filled[0], side.equals("kcl") ? (quick ? 1 : 3) : 10, starts);
            }
            for (int round = 0; round < (quick ? 1 : 3); round++) {
                for (String side : List.of("worker", "kcl-worker", "kcl")) {
                    measure(side, classPath, filled, samples);
                }
            }
        } finally {
            service.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        return List.of(
                starts.ratio("worker-start-time-of-kcl", "worker", "kcl", 1),
                starts.ratio("kcl-worker-start-time-of-kcl", "kcl-worker", "kcl", 1),
                samples.ratio("worker-rate-for-cpu-faster-than-kcl", "worker", "kcl", 0),
                samples.ratio("kcl-worker-rate-for-cpu-faster-than-kcl", "kcl-worker", "kcl", 0),
                samples.ratio("worker-rate-faster-than-kcl", "worker", "kcl", 1),
                samples.ratio("kcl-worker-rate-faster-than-kcl", "kcl-worker", "kcl", 1));
    }

    private static void start(String side, String classPath, String endpoint, int times, Samples starts)
            throws Exception {
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.inMemory(DYNAMO_DB)) {
            double[] result = SideProcess.numbers(SideProcess.java(
                            classPath,
                            HEAP,
                            StartProcess.class,
                            side,
                            endpoint,
                            dynamoDb.endpoint().toString(),
                            String.valueOf(times))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
            System.out.printf(
                    Locale.ROOT,
                    "%-10s start to first record of a new application: %.2f s the first time, %.2f s (median of %d)%n",
                    side,
                    result[0],
                    result[1],
                    times);
            starts.add(side, result);
        }
    }

    private static void measure(String side, String classPath, String[] filled, Samples samples) throws Exception {
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.inMemory(DYNAMO_DB)) {
            double[] result = SideProcess.numbers(SideProcess.java(
                            classPath,
                            HEAP,
                            ReaderProcess.class,
                            side,
                            filled[0],
                            dynamoDb.endpoint().toString(),
                            filled[1])
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
            System.out.printf(
                    Locale.ROOT,
                    "%-10s %,11.0f user records for each CPU second, %,11.0f user records/s%n",
                    side,
                    result[0],
                    result[1]);
            samples.add(side, result);
        }
    }
}
