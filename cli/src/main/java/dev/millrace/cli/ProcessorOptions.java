package dev.millrace.cli;

import dev.millrace.cli.consume.ChildCommand;
import dev.millrace.cli.consume.ProcessorClass;
import dev.millrace.cli.io.BadInputException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Who processes the records. */
final class ProcessorOptions {

    @Option(
            names = "--class",
            paramLabel = "NAME",
            description = "A public class that implements RecordProcessor, RecordProcessorFactory, RecordHandler or"
                    + " BatchHandler of dev.millrace.processor, with a constructor without parameters.")
    private @Nullable String className;

    @Option(
            names = "--classpath",
            paramLabel = "JARS",
            description = "Where --class is, with what it needs: jars and folders, FOLDER/* for all jars of one.")
    private @Nullable String classPath;

    @Option(
            names = "--exec",
            arity = "1..*",
            paramLabel = "COMMAND",
            parameterConsumer = Everything.class,
            description =
                    "A command, which everything behind this is: run for each shard, without a shell. It gets a line"
                            + " of JSON for each record, then {\"batch\":N}, and answers with that line.")
    private List<String> command = new ArrayList<>();

    @Option(
            names = "--answer-timeout",
            paramLabel = "SECONDS",
            description = "With --exec: how long a batch may take before the command is ended and the batch repeated."
                    + " Default: as long as it takes.")
    private @Nullable Long answerTimeout;

    /** The class, if one is named. */
    @Nullable
    ProcessorClass processorClass() {
        if ((className == null) == command.isEmpty()) {
            throw new BadInputException("say who processes the records: either --class NAME or --exec COMMAND");
        }
        if (className == null && classPath != null) {
            throw new BadInputException("--classpath is for --class, which is not given");
        }
        if (className != null && answerTimeout != null) {
            throw new BadInputException("--answer-timeout is for --exec, which is not given");
        }
        return className == null ? null : ProcessorClass.load(className, classPath == null ? "" : classPath);
    }

    ChildCommand command(PrintWriter out, PrintWriter err) {
        if (answerTimeout != null && answerTimeout < 1) {
            throw new BadInputException("answer timeout out of range: seconds=" + answerTimeout + " (at least 1)");
        }
        return new ChildCommand(command, answerTimeout == null ? null : Duration.ofSeconds(answerTimeout), out, err);
    }

    /** Takes every argument that is left, also those that look like options of ours. */
    static final class Everything implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
            List<String> all = new ArrayList<>();
            while (!arguments.isEmpty()) {
                all.add(arguments.pop());
            }
            option.setValue(all);
        }
    }
}
