package dev.millrace.benchmarks.codec;

import dev.millrace.benchmarks.Ratio;
import dev.millrace.benchmarks.Suite;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** One aggregated record at a time, taken apart and made. */
public final class CodecSuite implements Suite {

    private static final List<Class<?>> BENCHMARKS = List.of(DeaggregateBenchmark.class, AggregateBenchmark.class);

    @Override
    public String name() {
        return "codec";
    }

    @Override
    public List<Ratio> run(boolean quick) throws RunnerException {
        Results results = results(quick);
        System.out.print(results.table());
        return List.of(
                results.ratio("deaggregate-faster-than-kcl", "Deaggregate.kcl", "Deaggregate.millrace"),
                results.ratio(
                        "deaggregate-with-hash-keys-faster-than-kcl",
                        "Deaggregate.kcl",
                        "Deaggregate.millraceWithHashKeys"),
                results.ratio("deaggregate-time-of-md5", "Deaggregate.millraceData", "Deaggregate.md5OfRecord"),
                results.ratio(
                        "deaggregate-with-key-texts-time-of-md5", "Deaggregate.millrace", "Deaggregate.md5OfRecord"),
                results.ratio(
                        "aggregate-pinned-faster-than-protobuf-builders",
                        "Aggregate.protobufBuilders",
                        "Aggregate.millracePinned"),
                results.ratio(
                        "aggregate-kpl-faster-than-protobuf-builders",
                        "Aggregate.protobufBuilders",
                        "Aggregate.millraceKpl"),
                results.ratio("aggregate-pinned-time-of-md5", "Aggregate.millracePinned", "Aggregate.md5OfBodyAndKeys"),
                results.ratio("aggregate-kpl-time-of-md5", "Aggregate.millraceKpl", "Aggregate.md5OfBodyAndKeys"));
    }

    private static Results results(boolean quick) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(quick ? 1 : 3)
                .warmupIterations(quick ? 3 : 4)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(quick ? 3 : 5)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgs("-Xms2g", "-Xmx2g")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        BENCHMARKS.forEach(benchmark -> options.include(benchmark.getName() + "\\."));
        return new Results(new Runner(options.build()).run());
    }
}
