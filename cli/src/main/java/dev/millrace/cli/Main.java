package dev.millrace.cli;

import dev.millrace.cli.io.BadInputException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself. Exit codes: 0 done, 1 it went wrong, 2 the input or the call is at fault. */
@Command(
        name = "millrace",
        mixinStandardHelpOptions = true,
        version = "millrace 0.1.0-SNAPSHOT",
        description = "Amazon Kinesis Data Streams: aggregation that loses nothing, and a Kinesis on localhost.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Begin with: millrace quickstart"})
public final class Main implements Runnable {

    static final int FAILED = 1;
    static final int BAD_INPUT = 2;

    @Spec
    private CommandSpec spec;

    @Option(names = "--verbose", description = "Show stack traces of errors.", scope = ScopeType.INHERIT)
    private boolean verbose;

    private Main() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do.");
    }

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        return execute(commandLine(arguments), arguments);
    }

    /** The command before it runs with these arguments, so that its output can be sent elsewhere. */
    static CommandLine commandLine(String... arguments) {
        CommandLine commandLine = new CommandLine(new Main());
        Subcommands.addTo(commandLine, arguments);
        return commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    }

    static int execute(CommandLine commandLine, String... arguments) {
        Main main = commandLine.getCommand();
        return commandLine
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (main.verbose) {
                        failure.printStackTrace(command.getErr());
                    }
                    command.getErr().println("millrace: " + Failures.describe(failure));
                    return failure instanceof BadInputException ? BAD_INPUT : FAILED;
                })
                .execute(arguments);
    }
}
