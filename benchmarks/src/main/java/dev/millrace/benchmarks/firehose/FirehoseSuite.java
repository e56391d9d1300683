package dev.millrace.benchmarks.firehose;

import dev.millrace.benchmarks.Ratio;
import dev.millrace.benchmarks.Samples;
import dev.millrace.benchmarks.SideProcess;
import dev.millrace.benchmarks.Suite;
import dev.millrace.benchmarks.consumer.FilledServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A stream of aggregated records goes to a folder, as it is and transformed, beside a worker that only reads it. Only the
 * process that delivers counts, not the service. There is no peer that runs here.
 */
public final class FirehoseSuite implements Suite {

    private static final long BYTES = 2_000_000_000;
    private static final long QUICK_BYTES = 300_000_000;
    private static final int ROUNDS = 3;
    private static final String HEAP = "-Xmx1g";

    @Override
    public String name() {
        return "firehose";
    }

    @Override
    public List<Ratio> run(boolean quick) throws Exception {
        Samples samples = new Samples();
        String classPath = System.getProperty("java.class.path");
        Process service = SideProcess.java(
                        classPath, "-Xmx8g", FilledServer.class, String.valueOf(quick ? QUICK_BYTES : BYTES))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = service.inputReader()) {
            String[] filled = awaitFilled(out);
            System.out.printf(Locale.ROOT, "stream: %s user records%n", filled[1]);
            for (int round = 0; round < (quick ? 1 : ROUNDS); round++) {
                for (DeliverySide side : DeliverySide.values()) {
                    measure(side, classPath, filled, samples);
                }
            }
        } finally {
            service.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        String reading = DeliverySide.READING.name();
        return List.of(
                samples.ratio("raw-delivery-time-of-reading", DeliverySide.RAW.name(), reading, 1),
                samples.ratio("transformed-delivery-time-of-reading", DeliverySide.TRANSFORMED.name(), reading, 1));
    }

    private static void measure(DeliverySide side, String classPath, String[] filled, Samples samples)
            throws Exception {
        double[] result = SideProcess.numbers(
                SideProcess.java(classPath, HEAP, DeliveryProcess.class, side.name(), filled[0], filled[1])
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
        System.out.printf(
                Locale.ROOT,
                "%-12s %,11.0f user records/s, %6.1f CPU seconds for each GB%n",
                side,
                result[0],
                result[1]);
        samples.add(side.name(), result);
    }

    /** Endpoint, and how many user records there are. */
    private static String[] awaitFilled(BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(SideProcess.RESULT)) {
                return line.substring(SideProcess.RESULT.length()).split(" ", -1);
            }
        }
        throw new IOException("the service does not start");
    }
}
