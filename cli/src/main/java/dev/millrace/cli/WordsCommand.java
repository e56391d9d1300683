package dev.millrace.cli;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.text.SafeText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** Puts words into a stream, one record each: the sample putter. */
@Command(
        name = "words",
        mixinStandardHelpOptions = true,
        description = "Put words into a stream, one plain record each. A missing stream is created.",
        footer = {"", "Example: millrace words --stream words -w cat -w dog -w bird -w lobster"})
final class WordsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private final ClientOptions clientOptions = new ClientOptions();

    @Option(
            names = {"-s", "--stream"},
            required = true,
            description = "The stream; created with one shard if missing.")
    private String stream = "";

    @Option(
            names = {"-w", "--word"},
            description = "A word to put; may be repeated. Without, words come from standard input, one a line.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = {"-p", "--period"},
            paramLabel = "SECONDS",
            description = "Put the words again and again, so many seconds apart.")
    private @Nullable Integer period;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (period != null && period < 0) {
            throw new BadInputException("period is negative: seconds=" + period);
        }
        List<String> given = words.isEmpty() ? readWords() : words;
        try (KinesisAsyncClient client = clientOptions.client()) {
            createIfMissing(client, out);
            boolean allPut = putAll(client, given, out, err);
            while (period != null) {
                out.println("Sleeping for " + period + " seconds");
                out.flush();
                if (new CountDownLatch(1).await(period, TimeUnit.SECONDS)) {
                    break;
                }
                allPut &= putAll(client, given, out, err);
            }
            return allPut ? 0 : Main.FAILED;
        }
    }

    private void createIfMissing(KinesisAsyncClient client, PrintWriter out) {
        try {
            client.describeStreamSummary(request -> request.streamName(stream)).join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof ResourceNotFoundException)) {
                throw e;
            }
            out.println("Creating stream: " + SafeText.of(stream));
            client.createStream(request -> request.streamName(stream).shardCount(1))
                    .join();
        }
        client.waiter()
                .waitUntilStreamExists(request -> request.streamName(stream))
                .join();
    }

    private boolean putAll(KinesisAsyncClient client, List<String> given, PrintWriter out, PrintWriter err) {
        boolean allPut = true;
        for (String word : given) {
            try {
                client.putRecord(request ->
                                request.streamName(stream).partitionKey(word).data(SdkBytes.fromUtf8String(word)))
                        .join();
                out.println("Put word: " + SafeText.of(word) + " into stream: " + SafeText.of(stream));
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof SdkException)) {
                    throw e;
                }
                allPut = false;
                err.println("Could not put word: " + SafeText.of(word) + ": " + Failures.describe(e));
            }
            out.flush();
        }
        return allPut;
    }

    private static List<String> readWords() throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<String> read = new ArrayList<>();
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            if (!line.isBlank()) {
                read.add(line.strip());
            }
        }
        return read;
    }
}
