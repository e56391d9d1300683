package dev.millrace.samples.firehose;

import dev.millrace.firehose.DeliveryListener;
import dev.millrace.firehose.DeliveryStream;
import dev.millrace.firehose.DeliveryStreamBuilder;
import dev.millrace.firehose.destination.FolderDestination;
import dev.millrace.firehose.journal.ObjectState;
import dev.millrace.firehose.transformation.FunctionTransformation;
import dev.millrace.local.LocalKinesis;
import dev.millrace.processor.StartPosition;
import dev.millrace.producer.Producer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * An experiment: if two delivery streams read one Kinesis stream, do both get the data? One delivers records as they are, the
 * other transforms them, each with a prefix for good records and one for bad ones.
 */
public final class TwoDeliveryStreams {

    private static final String STREAM = "orders";
    private static final String RAW = "raw";
    private static final String PROCESSED = "processed";
    private static final int DEFAULT_RECORDS = 2000;
    private static final int MOST_RECORDS = 1_000_000;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Small, so that many objects appear. */
    private static final int BUFFER_BYTES = 8 << 10;

    private final Path root;
    private final long records;
    private final PrintWriter out;
    private final CountDownLatch delivered = new CountDownLatch(2);

    private TwoDeliveryStreams(Path root, long records, PrintWriter out) {
        this.root = root;
        this.records = records;
        this.out = out;
    }

    /** @param arguments a folder for objects, made if missing and else empty; and how many records, 2,000 by default */
    public static void main(String[] arguments) throws Exception {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        if (arguments.length > 2 || (arguments.length == 2 && !arguments[1].matches("[1-9][0-9]{0,6}"))) {
            out.println("Usage: two-delivery-streams [FOLDER [RECORDS]]");
            System.exit(2);
        }
        Path root = arguments.length == 0 ? Files.createTempDirectory("two-delivery-streams") : Path.of(arguments[0]);
        if (!isEmpty(root)) {
            out.println("The folder is not empty: " + root + " (objects of another run would be counted)");
            System.exit(2);
        }
        long records = arguments.length < 2 ? DEFAULT_RECORDS : Math.min(MOST_RECORDS, Long.parseLong(arguments[1]));
        System.exit(run(root, records, out) ? 0 : 1);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Puts records, waits for what comes of them, and says it. @return whether both got all of them, each once */
    static boolean run(Path root, long records, PrintWriter out) throws IOException, InterruptedException {
        return new TwoDeliveryStreams(root, records, out).run();
    }

    private boolean run() throws IOException, InterruptedException {
        Path state = root.resolve("state");
        out.println("Objects appear below " + root.toAbsolutePath().normalize());
        out.println();
        try (LocalKinesis kinesis = LocalKinesis.start()) {
            kinesis.createStream("us-east-1", STREAM, 2);
            try (KinesisAsyncClient client = client(kinesis.endpoint());
                    DeliveryStream raw = builder(RAW, state, client).build();
                    DeliveryStream processed = builder(PROCESSED, state, client)
                            .transformation(FunctionTransformation.of("transform", Order::transform))
                            .build()) {
                raw.start();
                processed.start();
                put(client);
                boolean inTime = delivered.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
                if (!inTime) {
                    out.println("Not all records were delivered in time: " + LIMIT);
                }
            }
        }
        return Verdict.of(root, RAW, PROCESSED, records).print(out);
    }

    private static KinesisAsyncClient client(URI endpoint) {
        return KinesisAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();
    }

    private DeliveryStreamBuilder builder(String name, Path state, KinesisAsyncClient client) {
        return DeliveryStream.builder(name, state.resolve(name), FolderDestination.of(root))
                .source(client, STREAM, StartPosition.trimHorizon())
                .prefix(name + "/good/", name + "/bad/")
                .delimiter("\n")
                .bufferBytes(BUFFER_BYTES)
                .bufferInterval(Duration.ofSeconds(1))
                .listener(new Told(name));
    }

    private void put(KinesisAsyncClient client) {
        try (Producer producer = Producer.builder(client).build()) {
            for (long id = 0; id < records; id++) {
                var unused = producer.put(
                        STREAM, "customer-" + id % 17, Order.json(id).getBytes(StandardCharsets.UTF_8));
            }
            var unused = producer.flush();
        }
        out.println(String.format(Locale.ROOT, "%,d records are in the stream", records));
    }

    /** Says every object, and when all records are in objects. */
    private final class Told implements DeliveryListener {

        private final String name;
        private final AtomicLong count = new AtomicLong();

        Told(String name) {
            this.name = name;
        }

        @Override
        public void delivered(ObjectState object) {
            long all = count.addAndGet(object.records());
            out.println(String.format(Locale.ROOT, "%-10s %,6d of %,d  %s", name, all, records, object.name()));
            if (all == records) {
                delivered.countDown();
            }
        }
    }
}
