package dev.millrace.benchmarks.lambda;

import dev.millrace.benchmarks.Ratio;
import dev.millrace.benchmarks.Samples;
import dev.millrace.benchmarks.SideProcess;
import dev.millrace.benchmarks.Suite;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.UserRecord;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Events of 6 MB, as Lambda gets them at most, taken apart by user records: ours, and the Java deaggregator of
 * kinesis-aggregation. Each side has only what a function's zip would have on its class path.
 */
public final class LambdaSuite implements Suite {

    private static final Path PEER = Path.of("system-tests", "readers", "lambda-1.0", "target", "class-path");
    private static final Path OWN_CLASSES = Path.of("benchmarks", "target", "classes");

    /** What base64 leaves of 6 MB. */
    private static final int EVENT_BYTES = 4_500_000;

    private static final int AGGREGATE_BYTES = 50_000;
    private static final int USER_RECORD_BYTES = 100;
    private static final int KEYS = 50;
    private static final List<String> SIDES = List.of("millrace", "kinesis-aggregation");

    @Override
    public String name() {
        return "lambda";
    }

    @Override
    public List<Ratio> run(boolean quick) throws Exception {
        Path file = Files.createTempFile("millrace-bench", ".aggregate");
        try {
            int userRecords = writeAggregate(file);
            Samples samples = new Samples();
            Samples sizes = new Samples();
            for (String side : SIDES) {
                sizes.add(side, new double[] {bytes(jars(side))});
            }
            for (int round = 0; round < (quick ? 2 : 5); round++) {
                for (String side : SIDES) {
                    samples.add(side, measure(side, file, userRecords, quick ? 2 : 5));
                }
            }
            return List.of(
                    samples.ratio("event-faster-than-kinesis-aggregation", SIDES.get(1), SIDES.get(0), 0),
                    samples.ratio("event-allocation-of-kinesis-aggregation", SIDES.get(0), SIDES.get(1), 1),
                    samples.ratio("cold-event-time-of-kinesis-aggregation", SIDES.get(0), SIDES.get(1), 2),
                    samples.ratio("classes-of-kinesis-aggregation", SIDES.get(0), SIDES.get(1), 3),
                    sizes.ratio("jar-bytes-of-kinesis-aggregation", SIDES.get(0), SIDES.get(1), 0));
        } finally {
            Files.delete(file);
        }
    }

    private static int writeAggregate(Path file) throws IOException {
        RecordAggregator aggregator =
                RecordAggregator.builder().layout(AggregationLayout.KPL).build();
        int count = AGGREGATE_BYTES / USER_RECORD_BYTES;
        for (int i = 0; i < count; i++) {
            byte[] data = new byte[USER_RECORD_BYTES - 10];
            Arrays.fill(data, (byte) i);
            if (aggregator.addUserRecord(UserRecord.of("key-" + i % KEYS, data)).isPresent()) {
                throw new IllegalStateException("more than one aggregate");
            }
        }
        ByteBuffer bytes = aggregator.clearAndGet().get(0).data();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        Files.write(file, copy);
        return count;
    }

    private static double[] measure(String side, Path file, int userRecords, int seconds) throws Exception {
        double[] result = SideProcess.numbers(SideProcess.java(
                        OWN_CLASSES + File.pathSeparator + String.join(File.pathSeparator, jars(side)),
                        "-Xmx1g",
                        EventProcess.class,
                        side,
                        file.toString(),
                        String.valueOf(EVENT_BYTES / Files.size(file)),
                        String.valueOf(userRecords),
                        String.valueOf(seconds))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
        System.out.printf(
                Locale.ROOT,
                "%-20s %8.2f ms and %,12.0f B for an event of 6 MB, %8.1f ms and %5.0f classes for the first one%n",
                side,
                result[0],
                result[1],
                result[2],
                result[3]);
        return result;
    }

    /** What a zip of this side holds. */
    private static List<String> jars(String side) throws IOException {
        if (!side.equals("millrace")) {
            return List.of(Files.readString(PEER).strip().split(File.pathSeparator, -1));
        }
        List<String> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(
                        jar -> jar.matches(
                                ".*/(millrace-lambda|millrace-record|aws-lambda-java-core|aws-lambda-java-events)-[0-9][^/]*\\.jar"))
                .toList();
        if (jars.size() != 4) {
            throw new IllegalStateException("not the four jars of a function: " + jars);
        }
        return jars;
    }

    private static double bytes(List<String> jars) throws IOException {
        long bytes = 0;
        for (String jar : jars) {
            bytes += Files.size(Path.of(jar));
        }
        System.out.printf(Locale.ROOT, "%d jars, %,d bytes%n", jars.size(), bytes);
        return bytes;
    }
}
