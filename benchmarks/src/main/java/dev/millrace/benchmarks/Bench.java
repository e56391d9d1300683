package dev.millrace.benchmarks;

import dev.millrace.benchmarks.batch.BatchSuite;
import dev.millrace.benchmarks.codec.CodecSuite;
import dev.millrace.benchmarks.consumer.ConsumerSuite;
import dev.millrace.benchmarks.firehose.FirehoseSuite;
import dev.millrace.benchmarks.growth.GrowthSuite;
import dev.millrace.benchmarks.lambda.LambdaSuite;
import dev.millrace.benchmarks.local.LocalSuite;
import dev.millrace.benchmarks.multilang.MultiLangSuite;
import dev.millrace.benchmarks.producer.ProducerSuite;
import dev.millrace.benchmarks.start.StartSuite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs suites of measurements, each with all its sides, and prints one line for each ratio. */
public final class Bench {

    private static final List<Suite> SUITES = List.of(
            new CodecSuite(),
            new BatchSuite(),
            new LocalSuite(),
            new ProducerSuite(),
            new ConsumerSuite(),
            new LambdaSuite(),
            new MultiLangSuite(),
            new FirehoseSuite(),
            new StartSuite(),
            new GrowthSuite());

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        List<Suite> chosen = new ArrayList<>();
        boolean quick = false;
        for (String argument : arguments) {
            if (argument.equals("--quick")) {
                quick = true;
            } else if (!argument.equals("--long")) {
                // What the long form adds is there once it is installed.
                SUITES.stream()
                        .filter(suite -> argument.equals("all") || argument.equals(suite.name()))
                        .forEach(chosen::add);
            }
        }
        if (chosen.isEmpty()) {
            System.err.println("usage: dev/bench [--quick | --long] NAME, one of: all "
                    + SUITES.stream().map(Suite::name).collect(Collectors.joining(" ")));
            System.exit(2);
        }
        Summary summary = new Summary(quick);
        for (Suite suite : chosen) {
            System.out.println("suite " + suite.name());
            summary.add(suite);
        }
        System.out.print(summary.text());
        summary.save(Path.of("benchmarks", "target", "summary.txt"));
        System.exit(summary.failed() ? 1 : 0);
    }
}
