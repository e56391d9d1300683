package dev.millrace.cli;

import dev.millrace.cli.consume.RecordJson;
import dev.millrace.cli.io.BadInputException;
import dev.millrace.cli.io.JsonLines;
import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.StartPosition;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Follows a stream and prints its user records as JSON lines. Keeps no checkpoints. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = "Print the user records of a stream as JSON lines, aggregated records taken apart.",
        footer = {"", "Example: millrace tail --stream words --count 10"})
final class TailCommand implements Callable<Integer> {

    /** Where to begin. */
    enum From {
        TRIM_HORIZON,
        LATEST
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private final ClientOptions clientOptions = new ClientOptions();

    @Option(
            names = {"-s", "--stream"},
            required = true,
            description = "The stream.")
    private String stream = "";

    @Option(
            names = "--from",
            defaultValue = "TRIM_HORIZON",
            description = "Where to begin: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private From from = From.TRIM_HORIZON;

    @Option(names = "--count", paramLabel = "N", description = "Stop after so many user records. Default: go on.")
    private long count = Long.MAX_VALUE;

    private final CountDownLatch done = new CountDownLatch(1);
    private long printed;

    @Override
    public Integer call() throws InterruptedException {
        if (count < 1) {
            throw new BadInputException("count out of range: " + count + " (at least 1)");
        }
        PrintWriter out = spec.commandLine().getOut();
        StartPosition start = from == From.LATEST ? StartPosition.latest() : StartPosition.trimHorizon();
        try (KinesisAsyncClient client = clientOptions.client();
                SingleProcessWorker worker = SingleProcessWorker.builder(client, stream, () -> new Printer(out))
                        .startPosition(start)
                        .build()) {
            worker.start();
            CompletableFuture<Void> ended = worker.termination().whenComplete((nothing, failure) -> done.countDown());
            done.await();
            if (ended.isCompletedExceptionally()) {
                ended.join();
            }
        }
        return 0;
    }

    /** One line, or nothing once enough were printed. */
    private synchronized void print(String line, PrintWriter out) {
        if (printed < count) {
            out.println(line);
            printed++;
        }
        // Also once nobody reads the output any more, as after a pipe into head.
        if (out.checkError() || printed == count) {
            done.countDown();
        }
    }

    private final class Printer implements RecordProcessor {

        private final PrintWriter out;
        private String shardId = "";

        Printer(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void initialize(InitializationInput input) {
            shardId = input.shardId();
        }

        @Override
        public void processRecords(ProcessRecordsInput input) {
            input.records().forEach(record -> print(JsonLines.write(RecordJson.of(record, shardId)), out));
        }
    }
}
