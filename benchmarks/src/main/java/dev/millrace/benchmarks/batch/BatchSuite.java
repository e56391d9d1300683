package dev.millrace.benchmarks.batch;

import dev.millrace.benchmarks.JmhResults;
import dev.millrace.benchmarks.Ratio;
import dev.millrace.benchmarks.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** What digests side by side bring, with the machine's widest vectors, with those of 256 bits, and without any. */
public final class BatchSuite implements Suite {

    private static final String ALL = BatchSuite.class.getPackageName() + "\\..*";
    private static final String OURS = BatchSuite.class.getPackageName() + "\\..*\\.millrace.*";
    private static final String[] WIDEST = {"--add-modules", "jdk.incubator.vector"};
    private static final String[] NARROWER = {"--add-modules", "jdk.incubator.vector", "-XX:MaxVectorSize=32"};

    /** Of the names of our times: 512 bits are 16 lanes, where the machine has them. */
    private static final Map<String, String> LANES = Map.of("", "", "-8-lanes", "@8", "-widest-lanes", "@widest");

    @Override
    public String name() {
        return "batch";
    }

    @Override
    public List<Ratio> run(boolean quick) throws RunnerException {
        JmhResults results = new JmhResults()
                .with("", ALL, quick)
                .with("@8", OURS, quick, NARROWER)
                .with("@widest", OURS, quick, WIDEST);
        System.out.print(results.table());
        List<Ratio> ratios = new ArrayList<>();
        for (String name : LANES.keySet().stream().sorted().toList()) {
            String side = LANES.get(name);
            for (String lengths : List.of("Equal", "Unequal")) {
                String batch = "Batch" + lengths + ".";
                String suffix = "-" + lengths.toLowerCase(Locale.ROOT) + name;
                ratios.add(results.ratio(
                        "batch-deaggregate-faster-than-kcl" + suffix, batch + "kcl", batch + "millrace" + side));
                ratios.add(results.ratio(
                        "batch-deaggregate-faster-than-md5" + suffix, batch + "md5", batch + "millraceData" + side));
            }
            ratios.add(results.ratio(
                    "partition-keys-faster-than-md5" + name, "PartitionKeys.md5", "PartitionKeys.millrace" + side));
        }
        return ratios;
    }
}
