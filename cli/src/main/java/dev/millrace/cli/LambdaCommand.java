package dev.millrace.cli;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.cli.io.Inputs;
import dev.millrace.lambda.local.FunctionAnswer;
import dev.millrace.lambda.local.FunctionZip;
import dev.millrace.lambda.local.HandlerCheck;
import dev.millrace.lambda.local.LocalFunction;
import dev.millrace.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Packages Lambda functions, and runs them here. */
@Command(
        name = "lambda",
        description = "Package Lambda functions in Java, and run them here as Lambda does.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = LambdaMapCommand.class,
        footer = {
            "",
            "Example: millrace lambda package --handler app.Words --jar app.jar --jar target/lib",
            "         millrace lambda invoke --zip function.zip --event event.json",
            "         millrace lambda map --stream words --zip function.zip --checkpoints ck"
        })
final class LambdaCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do.");
    }

    @Command(
            name = "package",
            mixinStandardHelpOptions = true,
            description = "Write a zip for Lambda, and check that its handler would be found there.")
    int writePackage(
            @Option(names = "--handler", required = true, description = "Package.Class, or package.Class::method.")
                    String handler,
            @Option(
                            names = "--jar",
                            required = true,
                            description = "The function's jar and all that it needs; of a folder, the jars in it.")
                    List<Path> jars,
            @Option(
                            names = "--output",
                            defaultValue = "function.zip",
                            description = "Where the zip goes. Default: ${DEFAULT-VALUE}.")
                    Path output)
            throws IOException {
        try {
            long bytes = FunctionZip.write(output, handler, withoutFolders(jars));
            HandlerCheck.check(output, handler);
            PrintWriter out = spec.commandLine().getOut();
            out.println(String.format(Locale.ROOT, "%s: %,d bytes, handler %s", output, bytes, handler));
            out.flush();
            return 0;
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
    }

    private static List<Path> withoutFolders(List<Path> given) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Path path : given) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    files.filter(file -> file.toString().endsWith(".jar"))
                            .sorted()
                            .forEach(jars::add);
                }
            } else {
                jars.add(path);
            }
        }
        return jars;
    }

    @Command(
            name = "invoke",
            mixinStandardHelpOptions = true,
            description = "Run a zip under Lambda's own runtime client with an event, and print its answer. What the"
                    + " function logs goes to the standard error.")
    int invoke(
            @Mixin FunctionOptions functionOptions,
            @Option(names = "--event", required = true, description = "JSON; - is the standard input.") Path event,
            @Option(names = "--timeout", defaultValue = "60", description = "Seconds. Default: ${DEFAULT-VALUE}.")
                    int timeout)
            throws IOException, InterruptedException {
        byte[] bytes;
        try (InputStream input = Inputs.open(event)) {
            bytes = input.readAllBytes();
        }
        try {
            return answer(functionOptions, functionOptions.checkedHandler(), timeout, bytes);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
    }

    private int answer(FunctionOptions functionOptions, String handler, int timeout, byte[] event)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile("millrace-function", ".log");
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (LocalFunction function = functionOptions.start(handler, log)) {
            Runtime.getRuntime().addShutdownHook(new Thread(function::close, "millrace-function-end"));
            FunctionAnswer answer = function.invoke(event, Duration.ofSeconds(timeout));
            if (answer instanceof FunctionAnswer.Failed failed) {
                err.println("millrace: the function failed: " + failed.errorType());
            }
            out.println(answer.text());
            return answer instanceof FunctionAnswer.Returned ? 0 : Main.FAILED;
        } catch (TimeoutException e) {
            err.println("millrace: no answer of the function in time: seconds=" + timeout);
            return Main.FAILED;
        } finally {
            Files.readString(log).lines().forEach(line -> err.println(SafeText.of(line)));
            err.flush();
            out.flush();
            Files.delete(log);
        }
    }
}
