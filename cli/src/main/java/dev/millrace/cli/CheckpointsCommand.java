package dev.millrace.cli;

import dev.millrace.cli.checkpoints.CheckpointPlace;
import dev.millrace.cli.checkpoints.PositionLines;
import dev.millrace.cli.io.Inputs;
import dev.millrace.kcl.StreamPositions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at checkpoints, and carries them from one place to another. */
@Command(
        name = "checkpoints",
        description = "Look at checkpoints, and carry them between folders and lease tables.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example: millrace checkpoints show --checkpoints ck",
            "         millrace checkpoints copy --checkpoints ck --to-application word-count"
        })
final class CheckpointsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do.");
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Print checkpoints as JSON lines, also while a worker is at work.")
    int show(@Mixin PlaceOptions placeOptions) {
        print(placeOptions.wanted(placeOptions.place().read()));
        return 0;
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "As show, but refused while a worker is at work, so that nothing is behind what is printed.")
    int export(@Mixin PlaceOptions placeOptions) {
        CheckpointPlace place = placeOptions.place();
        place.requireUnused();
        print(placeOptions.wanted(place.read()));
        return 0;
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = "Store checkpoints that export has printed. Refused while a worker is at work.")
    int importLines(
            @Mixin PlaceOptions placeOptions,
            @Option(names = "--replace", description = "Checkpoints of the streams that are there give way.")
                    boolean replace,
            @Parameters(arity = "0..1", paramLabel = "FILE", description = "JSON lines; - or nothing: standard input.")
                    @Nullable
                    Path file)
            throws IOException {
        List<String> lines;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Inputs.open(file), StandardCharsets.UTF_8))) {
            lines = reader.lines().toList();
        }
        store(placeOptions.wanted(PositionLines.read(lines)), placeOptions.place(), replace);
        return 0;
    }

    @Command(
            name = "copy",
            mixinStandardHelpOptions = true,
            description =
                    "Copy checkpoints from a folder or application to another. Refused while a worker of either is"
                            + " at work.")
    int copy(
            @Mixin PlaceOptions placeOptions,
            @Option(names = "--to-checkpoints", paramLabel = "FOLDER", description = "The folder to copy to.") @Nullable
                    Path toFolder,
            @Option(names = "--to-application", paramLabel = "NAME", description = "The application to copy to.")
                    @Nullable
                    String toApplication,
            @Option(names = "--replace", description = "Checkpoints of the streams that are there give way.")
                    boolean replace) {
        CheckpointPlace target = placeOptions.target(toFolder, toApplication);
        CheckpointPlace source = placeOptions.place();
        source.requireUnused();
        store(placeOptions.wanted(source.read()), target, replace);
        return 0;
    }

    private void store(List<StreamPositions> streams, CheckpointPlace target, boolean replace) {
        target.requireUnused();
        target.store(streams, replace);
        PrintWriter err = spec.commandLine().getErr();
        long shards =
                streams.stream().mapToLong(stream -> stream.shards().size()).sum();
        err.println("millrace: stored: streams=" + streams.size() + " shards=" + shards);
        err.flush();
    }

    private void print(List<StreamPositions> streams) {
        PrintWriter out = spec.commandLine().getOut();
        PositionLines.write(streams).forEach(out::println);
        out.flush();
    }
}
