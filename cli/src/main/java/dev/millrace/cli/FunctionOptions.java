package dev.millrace.cli;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.lambda.local.FunctionZip;
import dev.millrace.lambda.local.HandlerCheck;
import dev.millrace.lambda.local.LocalFunction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which function is meant, and how it is run. */
final class FunctionOptions {

    @Option(names = "--zip", required = true, description = "The function. Only run what you trust.")
    private Path zip = Path.of("");

    @Option(names = "--handler", description = "Default: the one that the zip was packaged for.")
    private @Nullable String handler;

    @Option(names = "--memory", defaultValue = "512", description = "Megabytes. Default: ${DEFAULT-VALUE}.")
    private int memory = 512;

    @Option(names = "--env", description = "NAME=VALUE, for the function's environment.")
    private @Nullable Map<String, String> environment;

    /**
     * The handler, which is in the zip and loads.
     *
     * @throws IllegalArgumentException if it is not
     */
    String checkedHandler() throws IOException {
        if (memory < 1) {
            throw new BadInputException("memory out of range: megabytes=" + memory + " (at least 1)");
        }
        String wanted = handler != null
                ? handler
                : FunctionZip.handler(zip)
                        .orElseThrow(() -> new BadInputException(
                                "the zip does not say its handler: " + zip + " (name it with --handler)"));
        HandlerCheck.check(zip, wanted);
        return wanted;
    }

    /** Starts a process of the function; what it prints goes to this file, or where this process prints if null. */
    LocalFunction start(String checkedHandler, @Nullable Path log) throws IOException {
        return LocalFunction.start(zip, checkedHandler, memory, environment == null ? Map.of() : environment, log);
    }
}
