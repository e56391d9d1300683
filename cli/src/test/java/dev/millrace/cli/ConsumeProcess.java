package dev.millrace.cli;

import dev.millrace.cli.io.HttpThreads;
import dev.millrace.local.LocalKinesis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** A service with streams, and commands on it in processes of their own. */
final class ConsumeProcess implements AutoCloseable {

    private final Path folder;
    private final LocalKinesis kinesis = LocalKinesis.start();
    private final List<Process> processes = new ArrayList<>();
    private final KinesisAsyncClient client = KinesisAsyncClient.builder()
            .httpClientBuilder(HttpThreads.httpClient())
            .endpointOverride(kinesis.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
            .build();

    ConsumeProcess(Path folder) {
        this.folder = folder;
    }

    String endpoint() {
        return kinesis.endpoint().toString();
    }

    KinesisAsyncClient client() {
        return client;
    }

    void createStream(String stream, int shards) {
        kinesis.createStream("us-east-1", stream, shards);
    }

    void put(String stream, String... texts) {
        for (String text : texts) {
            client.putRecord(request ->
                            request.streamName(stream).partitionKey(text).data(SdkBytes.fromUtf8String(text)))
                    .join();
        }
    }

    /** A shell script for {@code --exec}. */
    Path script(String text) throws IOException {
        return Files.writeString(folder.resolve("script.sh"), text);
    }

    /** Where standard error of all processes goes. */
    String err() throws IOException {
        Path file = folder.resolve("err");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** What the processes and their commands have written to standard output. */
    String out() throws IOException {
        Path file = folder.resolve("out");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** The lines of a file in the folder, none if it is not there. */
    List<String> lines(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Starts {@code consume}. */
    Process start(String... options) throws IOException {
        return startCommand(List.of("consume"), options);
    }

    Process startCommand(List<String> words, String... options) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                classPath,
                "dev.millrace.cli.Main"));
        command.addAll(words);
        command.addAll(List.of("--endpoint", endpoint()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("err").toFile()))
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()));
        builder.environment().put("HANDLED", folder.resolve("handled").toString());
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /** Asks a process to end, as an operating system does, and waits for its end. */
    static void terminate(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the process did not end");
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        client.close();
        kinesis.close();
    }
}
