package dev.millrace.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs suites of benchmarks, each with all its sides, and prints one line for each ratio. */
public final class Bench {

    private static final List<Suite> SUITES = List.of(new CodecSuite());

    private Bench() {}

    public static void main(String[] arguments) throws RunnerException {
        List<Suite> chosen = new ArrayList<>();
        boolean quick = false;
        for (String argument : arguments) {
            if (argument.equals("--quick")) {
                quick = true;
            } else {
                SUITES.stream()
                        .filter(suite -> argument.equals("all") || argument.equals(suite.name()))
                        .forEach(chosen::add);
            }
        }
        if (chosen.isEmpty()) {
            System.err.println("usage: dev/bench [--quick] NAME, one of: all "
                    + SUITES.stream().map(Suite::name).collect(Collectors.joining(" ")));
            System.exit(2);
        }
        for (Suite suite : chosen) {
            Results results = run(suite, quick);
            System.out.print(results.table());
            suite.ratios(results).forEach(ratio -> System.out.println(ratio.line()));
        }
    }

    private static Results run(Suite suite, boolean quick) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(quick ? 1 : 3)
                .warmupIterations(quick ? 3 : 4)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(quick ? 3 : 5)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgs("-Xms2g", "-Xmx2g")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        suite.benchmarks().forEach(benchmark -> options.include(benchmark.getName() + "\\."));
        return new Results(new Runner(options.build()).run());
    }
}
