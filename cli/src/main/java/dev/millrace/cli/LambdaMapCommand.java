package dev.millrace.cli;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.lambda.local.mapping.EventSourceMapping;
import dev.millrace.lambda.local.mapping.EventSourceMappingBuilder;
import dev.millrace.lambda.local.mapping.FileDestination;
import dev.millrace.lambda.local.mapping.FunctionPool;
import dev.millrace.lambda.local.mapping.StreamDestination;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Runs a function behind a stream, as an event source mapping of Lambda does. */
@Command(
        name = "map",
        mixinStandardHelpOptions = true,
        description = "Run a zip behind a stream, as an event source mapping of Lambda does, under its own runtime"
                + " client. Options have the names, defaults and ranges of Lambda's. Until it is told to stop.",
        footer = {
            "",
            "Example: millrace lambda map --stream words --zip function.zip --checkpoints ck"
                    + " --report-batch-item-failures"
        })
final class LambdaMapCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(20);

    @Spec
    private CommandSpec spec;

    @Mixin
    private final FunctionOptions functionOptions = new FunctionOptions();

    @Option(
            names = {"-s", "--stream"},
            required = true,
            paramLabel = "NAME",
            description = "The stream, by its name or ARN.")
    private String stream = "";

    @Option(
            names = "--checkpoints",
            required = true,
            paramLabel = "FOLDER",
            description = "Where checkpoints are kept; made if it is missing.")
    private Path checkpoints = Path.of("");

    @Mixin
    private final StartOption startOption = new StartOption();

    @Option(names = "--reset", description = "Forget the checkpoints, and begin anew.")
    private boolean reset;

    @Option(
            names = "--batch-size",
            defaultValue = "100",
            description = "Most records of an event, 1 to 10000. Default: ${DEFAULT-VALUE}.")
    private int batchSize = 100;

    @Option(
            names = "--batching-window",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "How long records are gathered, 0 to 300. Default: ${DEFAULT-VALUE}.")
    private int batchingWindow;

    @Option(
            names = "--parallelization-factor",
            defaultValue = "1",
            description = "Events of a shard at once, 1 to 10. Default: ${DEFAULT-VALUE}.")
    private int parallelizationFactor = 1;

    @Option(
            names = "--maximum-retry-attempts",
            defaultValue = "-1",
            description = "How often a batch comes again, 0 to 10000; -1 for as long as the stream keeps it."
                    + " Default: ${DEFAULT-VALUE}.")
    private int maximumRetryAttempts = -1;

    @Option(
            names = "--maximum-record-age",
            paramLabel = "SECONDS",
            defaultValue = "-1",
            description = "How old records may become, 1 to 604800; -1 for as old as the stream keeps them."
                    + " Default: ${DEFAULT-VALUE}.")
    private int maximumRecordAge = -1;

    @Option(names = "--bisect-batch-on-function-error", description = "Halve a batch that failed.")
    private boolean bisect;

    @Option(
            names = "--report-batch-item-failures",
            description = "Let answers name the records that failed. Without, every answer is a success.")
    private boolean reportBatchItemFailures;

    @Option(
            names = "--tumbling-window",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Length of windows with a state, up to 900. Default: none.")
    private int tumblingWindow;

    @Option(
            names = "--on-failure",
            paramLabel = "FILE",
            description = "Write a line about each batch that is given up, as Lambda tells its destination.")
    private @Nullable Path onFailure;

    @Option(names = "--on-failure-stream", paramLabel = "NAME", description = "Put that into this stream instead.")
    private @Nullable String onFailureStream;

    @Option(
            names = "--concurrency",
            defaultValue = "4",
            description = "Most processes of the function at once. Default: ${DEFAULT-VALUE}.")
    private int concurrency = 4;

    @Option(
            names = "--function-timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long an invocation may take. Default: ${DEFAULT-VALUE}.")
    private int functionTimeout = 60;

    @Mixin
    private final ClientOptions clientOptions = new ClientOptions();

    @Override
    public Integer call() throws IOException {
        try {
            String handler = functionOptions.checkedHandler();
            if (functionTimeout < 1) {
                throw new BadInputException(
                        "function timeout out of range: seconds=" + functionTimeout + " (at least 1)");
            }
            try (KinesisAsyncClient client = clientOptions.client();
                    FunctionPool pool = new FunctionPool(
                            () -> functionOptions.start(handler, null),
                            concurrency,
                            Duration.ofSeconds(functionTimeout))) {
                MapCounts counts = new MapCounts(spec.commandLine().getErr(), pool);
                try (EventSourceMapping mapping =
                        builder(client, pool).listener(counts).build()) {
                    mapping.run(GRACE);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
        return 0;
    }

    private EventSourceMappingBuilder builder(KinesisAsyncClient client, FunctionPool pool) {
        EventSourceMappingBuilder builder = EventSourceMapping.builder(client, stream, pool)
                .startPosition(startOption.position())
                .checkpointFolder(checkpoints)
                .reset(reset)
                .batchSize(batchSize)
                .batchingWindow(Duration.ofSeconds(batchingWindow))
                .parallelizationFactor(parallelizationFactor)
                .maximumRetryAttempts(maximumRetryAttempts)
                .bisectBatchOnFunctionError(bisect)
                .reportBatchItemFailures(reportBatchItemFailures);
        if (maximumRecordAge != -1) {
            builder.maximumRecordAge(Duration.ofSeconds(maximumRecordAge));
        }
        if (tumblingWindow != 0) {
            builder.tumblingWindow(Duration.ofSeconds(tumblingWindow));
        }
        if (onFailure != null && onFailureStream != null) {
            throw new BadInputException("one destination and not two: --on-failure or --on-failure-stream");
        }
        if (onFailure != null) {
            builder.onFailure(new FileDestination(onFailure));
        } else if (onFailureStream != null) {
            builder.onFailure(new StreamDestination(client, onFailureStream));
        }
        return builder;
    }
}
