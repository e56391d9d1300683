package dev.millrace.cli;

import dev.millrace.cli.consume.ChildCommand;
import dev.millrace.cli.consume.ConsumeCounts;
import dev.millrace.cli.consume.DeadLetterFile;
import dev.millrace.cli.consume.ProcessorClass;
import dev.millrace.cli.io.BadInputException;
import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.consumer.SingleProcessWorkerBuilder;
import dev.millrace.kcl.KclWorker;
import dev.millrace.kcl.KclWorkerBuilder;
import dev.millrace.processor.FailurePolicy;
import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.processor.StartPosition;
import dev.millrace.processor.Worker;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Processes the records of streams with a class or a command, and keeps checkpoints. */
@Command(
        name = "consume",
        mixinStandardHelpOptions = true,
        description = "Process the user records of streams with a class or a command, on one machine or on many.",
        customSynopsis = {
            "millrace consume --stream=NAME... --checkpoints=FOLDER [OPTIONS] WHO",
            "  or:  millrace consume --stream=NAME... --engine=KCL --application=NAME [OPTIONS] WHO",
            "  where WHO processes: --class=NAME [--classpath=JARS]",
            "                   or: --exec COMMAND..."
        },
        footer = {
            "",
            "Example: millrace consume -s words --checkpoints ck --exec python3 count.py",
            "         millrace consume -s words --checkpoints ck --class Count --classpath a.jar",
            "         millrace consume -s words --engine KCL --application app --exec cat"
        })
final class ConsumeCommand implements Callable<Integer> {

    /** What runs the processors. */
    enum Engine {
        LOCAL,
        KCL
    }

    private static final Duration GRACE = Duration.ofSeconds(20);

    /** Threads that may wait for commands. */
    private static final int WAITING_THREADS = 64;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final ClientOptions clientOptions = new ClientOptions();

    @Option(
            names = {"-s", "--stream"},
            required = true,
            paramLabel = "NAME",
            description = "A stream, by its name or ARN. May be repeated.")
    private Set<String> streams = new LinkedHashSet<>();

    @Mixin
    private final ProcessorOptions processorOptions = new ProcessorOptions();

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "LOCAL",
            description = "LOCAL: this process reads all shards, checkpoints are in a folder. KCL: shared with other"
                    + " machines through the Kinesis Client Library and DynamoDB. Default: ${DEFAULT-VALUE}.")
    private Engine engine = Engine.LOCAL;

    @Mixin
    private final EngineOptions engineOptions = new EngineOptions();

    @Mixin
    private final StartOption startOption = new StartOption();

    @Option(names = "--reset", description = "Forget the checkpoints of the streams, and begin anew.")
    private boolean reset;

    @Option(
            names = "--fan-out",
            paramLabel = "NAME",
            description = "Have records pushed to a registered consumer of this name, which costs extra.")
    private @Nullable String fanOut;

    @Mixin
    private final FailureOptions failureOptions = new FailureOptions();

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try (ProcessorClass processorClass = processorOptions.processorClass()) {
            if (processorClass != null) {
                // Threads of the worker inherit it, and libraries of the caller's look for their services there.
                Thread.currentThread().setContextClassLoader(processorClass.loader());
                run(processorClass.factory(), err, () -> {});
            } else {
                try (ChildCommand command =
                        processorOptions.command(spec.commandLine().getOut(), err)) {
                    run(command.factory(), err, command::close);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
        return 0;
    }

    private void run(RecordProcessorFactory factory, PrintWriter err, Runnable atEnd) {
        DeadLetterFile deadLetters = failureOptions.deadLetterFile();
        FailurePolicy stop = failureOptions.stopsShard() ? FailurePolicy.stopShard() : FailurePolicy.stopWorker();
        FailurePolicy policy = deadLetters == null ? stop : deadLetters.policy();
        ConsumeCounts counts = new ConsumeCounts(err);
        try (KinesisAsyncClient client = clientOptions.client();
                @Nullable
                        DynamoDbAsyncClient tables =
                                engine == Engine.KCL ? engineOptions.dynamoDb(clientOptions) : null) {
            Worker worker = tables == null
                    ? local(client, factory, policy, counts)
                    : kcl(client, tables, factory, policy, counts);
            // What is said at the end is said by the thread that stops the worker, as nobody waits for this one then.
            CompletableFuture<Void> unused = worker.termination().whenComplete((nothing, failure) -> {
                atEnd.run();
                counts.tell();
            });
            try {
                worker.run(GRACE);
            } finally {
                if (!worker.termination().isDone()) {
                    worker.close();
                }
            }
        }
    }

    private Worker local(
            KinesisAsyncClient client, RecordProcessorFactory factory, FailurePolicy policy, ConsumeCounts counts) {
        SingleProcessWorkerBuilder builder = SingleProcessWorker.builder(client, factory)
                .checkpointFolder(engineOptions.folder())
                .startPosition(startOption.position())
                .failurePolicy(policy)
                .maxAttempts(failureOptions.maxAttempts())
                .listener(counts)
                .threads(WAITING_THREADS)
                .reset(reset);
        streams.forEach(builder::stream);
        if (fanOut != null) {
            builder.fanOut(fanOut);
        }
        return builder.build();
    }

    private Worker kcl(
            KinesisAsyncClient client,
            DynamoDbAsyncClient tables,
            RecordProcessorFactory factory,
            FailurePolicy policy,
            ConsumeCounts counts) {
        StartPosition start = startOption.position();
        KclWorkerBuilder builder = KclWorker.builder(engineOptions.application(), client, tables, factory)
                .failurePolicy(policy)
                .maxAttempts(failureOptions.maxAttempts())
                .listener(counts)
                .reset(reset);
        streams.forEach(stream -> builder.stream(stream, start));
        if (fanOut != null) {
            builder.fanOut(fanOut);
        }
        return builder.build();
    }
}
