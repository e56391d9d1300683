package dev.millrace.cli;

import dev.millrace.cli.firehose.Replay;
import dev.millrace.cli.io.BadInputException;
import dev.millrace.producer.Producer;
import dev.millrace.text.SafeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Puts failed records back to the stream that they came from. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Put the records of a processing-failed folder back to a stream, as they came from it. Files that are"
                        + " done are noted in the folder, and not put again.",
        footer = {"", "Example: millrace firehose replay -s words objects/bad/processing-failed"})
final class FirehoseReplayCommand implements Callable<Integer> {

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    @Spec
    private CommandSpec spec;

    @Mixin
    private final ClientOptions clientOptions = new ClientOptions();

    @Mixin
    private final PutKeyOptions keyOptions = new PutKeyOptions();

    @Option(
            names = {"-s", "--stream"},
            required = true,
            paramLabel = "NAME",
            description = "The stream, by its name or ARN.")
    private String stream = "";

    @Parameters(paramLabel = "FOLDER", description = "With objects of failed records, plain or GZIP, at any depth.")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.isDirectory(folder)) {
            throw new BadInputException("folder does not exist: " + SafeText.of(folder.toString()));
        }
        try (KinesisAsyncClient client = clientOptions.client();
                Producer producer = Producer.builder(client).maxBlock(FOR_EVER).build()) {
            PutCommand.requireStream(client, stream);
            producer.prepare(stream).join();
            Replay replay = new Replay(
                    producer,
                    stream,
                    keyOptions.rule(),
                    spec.commandLine().getOut(),
                    spec.commandLine().getErr());
            return replay.run(folder) ? 0 : Main.FAILED;
        }
    }
}
