package dev.millrace.cli;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.cli.put.FollowOptions;
import dev.millrace.cli.put.Follower;
import dev.millrace.cli.put.KeyRule;
import dev.millrace.cli.put.LineFiles;
import dev.millrace.cli.put.LinePutter;
import dev.millrace.producer.MetricsProperties;
import dev.millrace.producer.Ordering;
import dev.millrace.producer.Producer;
import dev.millrace.producer.ProducerBuilder;
import dev.millrace.producer.ProducerProperties;
import dev.millrace.record.AggregationLayout;
import dev.millrace.text.SafeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Puts lines into a stream, one user record each, from files, from the standard input, or as files grow. */
@Command(
        name = "put",
        mixinStandardHelpOptions = true,
        description = "Put lines of files or of standard input into a stream, one user record each, aggregated.",
        footer = {
            "",
            "Example: millrace put --stream words words.txt",
            "         millrace put --stream log --follow --state-folder state app.log"
        })
final class PutCommand implements Callable<Integer> {

    /** Where a followed file begins that has no stored position. */
    enum From {
        START,
        END
    }

    private static final long FOR_EVER_DAYS = 36_500;

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

    @Parameters(paramLabel = "FILE", description = "Files to read. Default: - for standard input.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--properties",
            paramLabel = "FILE",
            description = "Settings of producer and client, with the KPL's keys or our own. Options go before them.")
    private @Nullable Path properties;

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            description = "Of aggregates: ${COMPLETION-CANDIDATES}. Default: PINNED.")
    private @Nullable AggregationLayout layout;

    @Option(
            names = "--ordering",
            paramLabel = "ORDER",
            description = "What is promised: ${COMPLETION-CANDIDATES}. Default: NONE.")
    private @Nullable Ordering ordering;

    @Option(
            names = "--linger",
            paramLabel = "MILLIS",
            description = "How long a line waits for others to share a record with. Default: 100.")
    private @Nullable Long linger;

    @Option(names = "--follow", description = "Go on as the files grow, are rotated or truncated.")
    private boolean follow;

    @Option(
            names = "--state-folder",
            paramLabel = "FOLDER",
            description = "Where positions are kept between runs; wanted with --follow.")
    private @Nullable Path stateFolder;

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            defaultValue = "START",
            description = "Where to begin without a stored position: ${COMPLETION-CANDIDATES}."
                    + " Default: ${DEFAULT-VALUE}.")
    private From from = From.START;

    @Option(
            names = "--rotation-wait",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "How long a rotated file must be quiet to be finished. Default: ${DEFAULT-VALUE}.")
    private long rotationWait = 5;

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkFiles();
        KeyRule keys = keyOptions.rule();
        ProducerProperties settings = settings();
        if (asksForMetrics(settings.metrics())) {
            spec.commandLine()
                    .getErr()
                    .println("millrace: the properties ask for CloudWatch metrics, and put publishes none");
        }
        try (KinesisAsyncClient client = clientOptions.client(settings.client())) {
            requireStream(client, stream);
            Producer producer = producer(settings, client);
            producer.prepare(stream).join();
            try (PutRun run =
                    new PutRun(producer, stream, keys, spec.commandLine().getErr())) {
                return run(run) ? 0 : Main.FAILED;
            }
        }
    }

    private boolean run(PutRun run) throws IOException, InterruptedException {
        LinePutter putter = run.putter();
        if (!follow || stateFolder == null) {
            new LineFiles(putter, run::isStopped).put(files.isEmpty() ? List.of(Path.of("-")) : files);
            return run.end();
        }
        FollowOptions options = new FollowOptions(stateFolder, from == From.END, Duration.ofSeconds(rotationWait));
        try (Follower follower = new Follower(
                files,
                stream,
                options,
                putter,
                (file, text) -> run.tell(SafeText.of(file) + ": " + SafeText.of(text)))) {
            return run.follow(follower);
        }
    }

    private void checkFiles() {
        if (follow && (stateFolder == null || files.isEmpty() || files.contains(Path.of("-")))) {
            throw new BadInputException("--follow needs files, and --state-folder for their positions");
        }
        if (!follow && stateFolder != null) {
            throw new BadInputException("--state-folder says nothing without --follow");
        }
        if (rotationWait < 0) {
            throw new BadInputException("rotation wait out of range: seconds=" + rotationWait + " (at least 0)");
        }
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                throw new BadInputException("file is a folder: " + SafeText.of(file.toString()));
            }
            if (!follow && !file.toString().equals("-") && !Files.exists(file)) {
                throw new BadInputException("file does not exist: " + SafeText.of(file.toString()));
            }
        }
    }

    private ProducerProperties settings() throws IOException {
        if (properties == null) {
            return ProducerProperties.of(new Properties());
        }
        if (!Files.isRegularFile(properties)) {
            throw new BadInputException("file does not exist: " + SafeText.of(properties.toString()));
        }
        try {
            return ProducerProperties.load(properties);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(
                    SafeText.of(properties.toString()) + ": " + SafeText.of(String.valueOf(e.getMessage())));
        }
    }

    /** Whether the KPL would publish some and somebody has thought of them. */
    private static boolean asksForMetrics(MetricsProperties metrics) {
        return !"none".equals(metrics.level())
                && Stream.of(
                                metrics.level(),
                                metrics.granularity(),
                                metrics.namespace(),
                                metrics.uploadInterval(),
                                metrics.endpoint())
                        .anyMatch(Objects::nonNull);
    }

    /** Options before properties. Lines wait for room and, when files are followed, for the service. */
    private Producer producer(ProducerProperties settings, KinesisAsyncClient client) {
        ProducerBuilder builder = Producer.builder(client);
        if (follow) {
            builder.deliveryTimeout(Duration.ofDays(FOR_EVER_DAYS));
        }
        settings.applyTo(builder);
        builder.maxBlock(Duration.ofDays(FOR_EVER_DAYS));
        try {
            if (layout != null) {
                builder.layout(layout);
            }
            if (ordering != null) {
                builder.ordering(ordering);
            }
            if (linger != null) {
                builder.linger(Duration.ofMillis(linger));
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
    }

    /** Says that a stream is missing once, and not for every line. */
    static void requireStream(KinesisAsyncClient client, String stream) {
        client.describeStreamSummary(request -> {
                    if (stream.startsWith("arn:")) {
                        request.streamARN(stream);
                    } else {
                        request.streamName(stream);
                    }
                })
                .join();
    }
}
