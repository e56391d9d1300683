package dev.millrace.benchmarks.start;

import dev.millrace.benchmarks.Ratio;
import dev.millrace.benchmarks.Samples;
import dev.millrace.benchmarks.Suite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The launcher as a process: until {@code --help} has ended, and until {@code local} serves, on each Java. */
public final class StartSuite implements Suite {

    private static final String GOAL = "goal";
    private static final int ROUNDS = 20;
    private static final int QUICK_ROUNDS = 5;

    /** A call and how long it may take. */
    private record Call(String name, double goalSeconds, List<String> arguments) {}

    private static final List<Call> CALLS =
            List.of(new Call("help", 0.3, List.of("--help")), new Call("local", 0.6, List.of("local", "--port", "0")));

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Ratio> run(boolean quick) throws Exception {
        List<Ratio> ratios = new ArrayList<>();
        for (JavaHome java : JavaHome.installed()) {
            for (Call call : CALLS) {
                ratios.add(measure(java, call, quick ? QUICK_ROUNDS : ROUNDS));
            }
        }
        return ratios;
    }

    private static Ratio measure(JavaHome java, Call call, int rounds) throws IOException, InterruptedException {
        Samples samples = new Samples();
        samples.add(GOAL, new double[] {call.goalSeconds()});
        // The first one makes the archive of this Java, if there is none, and fills the system's caches.
        seconds(java, call);
        double[] all = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            all[round] = seconds(java, call);
            samples.add(call.name(), new double[] {all[round]});
        }
        Arrays.sort(all);
        System.out.printf(
                Locale.ROOT,
                "start %-6s Java %s  median %3.0f ms, shortest %3.0f, longest %3.0f of %d%n",
                call.name(),
                java.feature(),
                all[rounds / 2] * 1e3,
                all[0] * 1e3,
                all[rounds - 1] * 1e3,
                rounds);
        return samples.ratio(
                "start-" + call.name() + "-java-" + java.feature() + "-time-of-goal", call.name(), GOAL, 0);
    }

    /** Until the last line that it prints has come: the end of the help, or of what the service says of itself. */
    private static double seconds(JavaHome java, Call call) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of("millrace").toAbsolutePath().toString());
        command.addAll(call.arguments());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JAVA_HOME", java.folder().toString());
        long begun = System.nanoTime();
        Process process = builder.start();
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.startsWith("Stop with") && !line.startsWith("Begin with")) {
                line = out.readLine();
            }
            if (line == null) {
                throw new IOException("the command does not start: " + command + " with Java " + java.feature());
            }
            if (!call.name().equals("local")) {
                process.waitFor();
            }
            return (System.nanoTime() - begun) / 1e9;
        } finally {
            process.destroy();
            process.waitFor();
        }
    }
}
