package dev.millrace.benchmarks.codec;

import dev.millrace.benchmarks.Ratio;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** The times of one run by name, such as {@code Deaggregate.kcl}. */
final class Results {

    private final Map<String, RunResult> byName = new TreeMap<>();

    Results(Collection<RunResult> runs) {
        for (RunResult run : runs) {
            byName.put(shortName(run.getParams().getBenchmark()), run);
        }
    }

    /** The time of one divided by that of the other. */
    Ratio ratio(String name, String dividend, String divisor) {
        Result<?> above = time(dividend);
        Result<?> below = time(divisor);
        return Ratio.of(name, above.getScore(), above.getScoreError(), below.getScore(), below.getScoreError());
    }

    /** Every time, and what was allocated for it. */
    String table() {
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
