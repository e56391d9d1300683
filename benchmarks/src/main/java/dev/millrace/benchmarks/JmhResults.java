package dev.millrace.benchmarks;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The times of benchmarks of JMH by name, such as {@code Deaggregate.kcl}. */
public final class JmhResults {

    private final Map<String, RunResult> byName = new TreeMap<>();

    /**
     * Adds the times of benchmarks.
     *
     * @param suffix of their names here
     * @param benchmarks an expression for the benchmarks' full names
     * @param jvmArguments more arguments of the processes
     * @return this
     */
    public JmhResults with(String suffix, String benchmarks, boolean quick, String... jvmArguments)
            throws RunnerException {
        Options options = new OptionsBuilder()
                .forks(quick ? 1 : 3)
                .warmupIterations(quick ? 3 : 4)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(quick ? 3 : 5)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgs("-Xms2g", "-Xmx2g")
                .jvmArgsAppend(jvmArguments)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .include(benchmarks)
                .build();
        for (RunResult run : new Runner(options).run()) {
            byName.put(shortName(run.getParams().getBenchmark()) + suffix, run);
        }
        return this;
    }

    /** The time of one divided by that of the other. */
    public Ratio ratio(String name, String dividend, String divisor) {
        Result<?> above = time(dividend);
        Result<?> below = time(divisor);
        return Ratio.of(name, above.getScore(), above.getScoreError(), below.getScore(), below.getScoreError());
    }

    /** Every time, and what was allocated for it. */
    public String table() {
        StringBuilder table = new StringBuilder();
        byName.forEach((name, run) -> {
            Result<?> time = run.getPrimaryResult();
            Result<?> allocated = run.getSecondaryResults().get("gc.alloc.rate.norm");
            table.append(String.format(
                    Locale.ROOT,
                    "time %-36s %12.2f ± %8.2f %s %14.0f B allocated%n",
                    name,
                    time.getScore(),
                    time.getScoreError(),
                    time.getScoreUnit(),
                    allocated == null ? 0 : allocated.getScore()));
        });
        return table.toString();
    }

    private Result<?> time(String name) {
        RunResult run = byName.get(name);
        if (run == null) {
            throw new IllegalStateException("no such benchmark: " + name + " (there are " + byName.keySet() + ")");
        }
        return run.getPrimaryResult();
    }

    private static String shortName(String benchmark) {
        String[] parts = benchmark.split("\\.");
        return parts[parts.length - 2].replace("Benchmark", "") + "." + parts[parts.length - 1];
    }
}
