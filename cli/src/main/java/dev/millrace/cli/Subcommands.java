package dev.millrace.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * All subcommands. Only those that the arguments name are read with all their options, which takes longer than anything
 * else at a start; of the others there is what the help shows of them.
 */
final class Subcommands {

    private static final List<Class<?>> CLASSES = List.of(
            QuickstartCommand.class,
            LocalCommand.class,
            WordsCommand.class,
            PutCommand.class,
            TailCommand.class,
            ConsumeCommand.class,
            DaemonCommand.class,
            HelperCommand.class,
            WorkersCommand.class,
            CheckpointsCommand.class,
            InspectCommand.class,
            AggregateCommand.class,
            LambdaCommand.class,
            FirehoseCommand.class);

    private Subcommands() {}

    /** Gives a command its subcommands for a run with these arguments. */
    static void addTo(CommandLine main, String... arguments) {
        Set<String> named = Arrays.stream(arguments).collect(Collectors.toSet());
        // Arguments that are in a file are not known here.
        boolean all = named.stream().anyMatch(argument -> argument.startsWith("@"));
        for (Class<?> subcommand : CLASSES) {
            Command command = Objects.requireNonNull(subcommand.getAnnotation(Command.class));
            main.addSubcommand(command.name(), all || named.contains(command.name()) ? subcommand : outline(command));
        }
    }

    private static CommandSpec outline(Command command) {
        CommandSpec spec = CommandSpec.create().name(command.name());
        spec.usageMessage().description(command.description());
        return spec;
    }
}
