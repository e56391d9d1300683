package dev.millrace.cli;

import dev.millrace.cli.io.JsonLines;
import dev.millrace.cli.io.Outputs;
import dev.millrace.cli.quickstart.Quickstart;
import dev.millrace.cli.quickstart.QuickstartReport;
import dev.millrace.cli.quickstart.TextFiles;
import dev.millrace.text.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The main job, from text to counted words. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        description = {
            "Count the words of real text through a stream on localhost that is resharded meanwhile.",
            "Each word is a user record, packed into aggregated records and put while shards are split and merged;",
            "a worker takes them apart and counts. Every put is matched with its delivery."
        },
        footer = {
            "",
            "Example: millrace quickstart README.md",
            "Exit codes: 0 every word counted once; 1 something was lost or delivered twice; 2 bad input."
        })
final class QuickstartCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "Text to count; - is standard input. Default: the prose and sources of this checkout.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--counts", paramLabel = "OUT", description = "Write count<TAB>word lines, most frequent first.")
    private @Nullable Path counts;

    @Option(names = "--json", description = "Print the report as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (counts != null) {
            Outputs.check(counts);
        }
        try (TextFiles text = files.isEmpty() ? TextFiles.ofCheckout() : TextFiles.of(files)) {
            Progress progress = new Progress(spec.commandLine().getErr());
            QuickstartReport report = Quickstart.run(text, progress::show);
            progress.clear();
            if (counts != null) {
                report.words().writeTo(counts);
            }
            if (json) {
                out.println(JsonLines.write(report.toJson()));
            } else {
                out.print(report.toText(SafeText::of));
            }
            out.flush();
            return report.isExact() ? 0 : Main.FAILED;
        }
    }
}
