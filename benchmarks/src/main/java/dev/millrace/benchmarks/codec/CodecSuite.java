package dev.millrace.benchmarks.codec;

import dev.millrace.benchmarks.JmhResults;
import dev.millrace.benchmarks.Ratio;
import dev.millrace.benchmarks.Suite;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** One aggregated record at a time, taken apart and made. */
public final class CodecSuite implements Suite {

    @Override
    public String name() {
        return "codec";
    }

    @Override
    public List<Ratio> run(boolean quick) throws RunnerException {
        JmhResults results = new JmhResults()
                .with("", DeaggregateBenchmark.class.getName() + "\\.", quick)
                .with("", AggregateBenchmark.class.getName() + "\\.", quick);
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
}
