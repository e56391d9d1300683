package dev.millrace.cli;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.firehose.prefix.ObjectNaming;
import dev.millrace.firehose.prefix.ObjectPrefixes;
import dev.millrace.firehose.prefix.PrefixException;
import dev.millrace.firehose.prefix.PrefixValues;
import dev.millrace.text.SafeText;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Delivery streams, as Firehose has them. */
@Command(
        name = "firehose",
        description = "Delivery streams: from a stream to objects, and failed records back.",
        mixinStandardHelpOptions = true,
        subcommands = {FirehoseRunCommand.class, FirehoseReplayCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example: millrace firehose run -s words --state state --folder objects",
            "         millrace firehose replay -s words objects/bad/processing-failed",
            "         millrace firehose prefix 'year=!{timestamp:yyyy}/!{partitionKeyFromLambda:customer}/' \\",
            "             --error-prefix 'bad/!{firehose:error-output-type}/' --lambda-key customer=alice"
        })
final class FirehoseCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do.");
    }

    @Command(
            name = "prefix",
            mixinStandardHelpOptions = true,
            description = "Print the names that objects get: of delivered records, then of failed ones.")
    int prefix(
            @Parameters(paramLabel = "PREFIX", description = "As in the delivery stream; '' if it has none.")
                    String prefix,
            @Option(names = "--error-prefix", description = "Wanted if the prefix has expressions.") @Nullable
                    String errorPrefix,
            @Option(
                            names = "--error-type",
                            defaultValue = "processing-failed",
                            description = "Default: ${DEFAULT-VALUE}.")
                    String errorType,
            @Option(
                            names = "--time",
                            description = "Arrival of the oldest record, as 2018-08-27T10:30:00Z. Default: now.")
                    @Nullable
                    Instant time,
            @Option(names = "--zone", defaultValue = "UTC", description = "Time zone. Default: ${DEFAULT-VALUE}.")
                    ZoneId zone,
            @Option(
                            names = "--name",
                            defaultValue = "delivery",
                            description = "Delivery stream. Default: ${DEFAULT-VALUE}.")
                    String name,
            @Option(names = "--extension", defaultValue = "", description = "For example .json. Default: none.")
                    String extension,
            @Option(names = "--lambda-key", description = "KEY=VALUE, a partition key that the transformation gave.")
                    @Nullable
                    Map<String, String> lambdaKeys,
            @Option(names = "--query-key", description = "KEY=VALUE, a partition key that a query found.") @Nullable
                    Map<String, String> queryKeys) {
        try {
            ObjectPrefixes prefixes = ObjectPrefixes.of(prefix, errorPrefix);
            ObjectNaming naming = new ObjectNaming(name, 1, zone, extension);
            PrefixValues values = new PrefixValues(
                    time == null ? Instant.now() : time,
                    lambdaKeys == null ? Map.of() : lambdaKeys,
                    queryKeys == null ? Map.of() : queryKeys,
                    null);
            String delivered = naming.name(prefixes.data(), values, UUID.randomUUID());
            String failed = naming.name(prefixes.error(), values.failed(errorType), UUID.randomUUID());
            PrintWriter out = spec.commandLine().getOut();
            out.println(SafeText.of(delivered));
            out.println(SafeText.of(failed));
            out.flush();
            return 0;
        } catch (IllegalArgumentException | PrefixException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
    }
}
