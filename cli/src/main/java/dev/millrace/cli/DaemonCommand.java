package dev.millrace.cli;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.multilang.MultiLangDaemon;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The MultiLangDaemon, with the options that it has elsewhere. */
@Command(
        name = "daemon",
        mixinStandardHelpOptions = true,
        description = "Process the user records of a stream with a program of any language, one process for each shard,"
                + " which speaks the MultiLangDaemon's protocol.",
        footer = {
            "",
            "Example: millrace daemon -p sample.properties",
            "",
            "The properties are those of the MultiLangDaemon of the Kinesis Client Library. With engine=local"
                    + " among them, no DynamoDB is needed."
        })
final class DaemonCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-p", "--properties-file"},
            paramLabel = "FILE",
            description = "The daemon's properties: a resource of the class path, or a file.")
    private @Nullable String propertiesFile;

    @Option(
            names = {"-l", "--log-configuration"},
            paramLabel = "FILE",
            description = "A file of logback's that says what is logged, and where to. Default: from INFO on, to the"
                    + " standard error.")
    private @Nullable String logConfiguration;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The properties, if no option names them.")
    private @Nullable String otherFile;

    @Override
    public Integer call() throws IOException {
        if (propertiesFile == null && otherFile == null) {
            throw new ParameterException(spec.commandLine(), "Name the daemon's properties file.");
        }
        if (propertiesFile != null && otherFile != null) {
            spec.commandLine()
                    .getErr()
                    .println("millrace: properties file is named twice, this one is not read: " + otherFile);
        }
        try {
            MultiLangDaemon.run(propertiesFile == null ? String.valueOf(otherFile) : propertiesFile, logConfiguration);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
        return 0;
    }
}
