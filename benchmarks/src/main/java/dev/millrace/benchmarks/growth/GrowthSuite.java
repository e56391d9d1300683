package dev.millrace.benchmarks.growth;

import dev.millrace.benchmarks.Ratio;
import dev.millrace.benchmarks.SideProcess;
import dev.millrace.benchmarks.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How time and memory grow, each dimension in a process of its own. The powers of growth are its ratios. */
public final class GrowthSuite implements Suite {

    private static final Path DOCS = Path.of("docs", "growth");
    private static final Path LOGS = Path.of("benchmarks", "target");
    private static final Path QUICK = LOGS.resolve("growth");

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public List<Ratio> run(boolean quick) throws Exception {
        List<Ratio> ratios = new ArrayList<>();
        Path folder = Files.createDirectories(quick ? QUICK : DOCS);
        StringBuilder csv = new StringBuilder("dimension,size,seconds,bytes\n");
        for (Dimension dimension : Dimension.values()) {
            Curve curve = measure(dimension, quick);
            System.out.print(curve.table());
            Files.writeString(folder.resolve(dimension.label() + ".svg"), Plot.of(curve));
            csv.append(curve.csv());
            ratios.add(ratio(dimension, "time", curve.timeExponent()));
            ratios.add(ratio(dimension, "memory", curve.memoryExponent()));
        }
        Files.writeString(folder.resolve("growth.csv"), csv);
        return ratios;
    }

    private static Curve measure(Dimension dimension, boolean quick) throws IOException, InterruptedException {
        Path log = LOGS.resolve("growth-" + dimension.label() + ".log");
        Process process = SideProcess.java(
                        System.getProperty("java.class.path"),
                        "-Xmx6g",
                        GrowthProcess.class,
                        dimension.label(),
                        String.valueOf(quick))
                .redirectError(log.toFile())
                .start();
        try {
            return Curve.of(dimension, SideProcess.numbers(process));
        } catch (IOException e) {
            throw new IOException(dimension.label() + ": " + e.getMessage() + "; what it said is in " + log, e);
        }
    }

    private static Ratio ratio(Dimension dimension, String what, Exponent exponent) {
        return new Ratio("growth-" + dimension.label() + "-" + what + "-power", exponent.value(), exponent.error());
    }
}
