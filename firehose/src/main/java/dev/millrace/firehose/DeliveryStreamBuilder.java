package dev.millrace.firehose;

import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.consumer.SingleProcessWorkerBuilder;
import dev.millrace.firehose.compression.Compression;
import dev.millrace.firehose.destination.Destination;
import dev.millrace.firehose.journal.JournalSettings;
import dev.millrace.firehose.partition.PartitionQuery;
import dev.millrace.firehose.prefix.ObjectNaming;
import dev.millrace.firehose.prefix.ObjectPrefixes;
import dev.millrace.firehose.prefix.PrefixExpression;
import dev.millrace.firehose.subrecord.RecordSplitter;
import dev.millrace.firehose.transformation.EventSource;
import dev.millrace.firehose.transformation.Transformation;
import dev.millrace.firehose.transformation.TransformationSettings;
import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.processor.StartPosition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Settings of a {@link DeliveryStream}. */
public final class DeliveryStreamBuilder {

    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(15);
    private static final int MOST_DELIMITER_CHARACTERS = 64;
    private static final int MOST_PARTITIONS = 5000;

    private final String name;
    private final Path folder;
    private final Destination destination;
    private ObjectPrefixes prefixes = ObjectPrefixes.of("", null);
    private ZoneId zone = ZoneOffset.UTC;
    private int version = 1;
    private @Nullable String extension;
    private Compression compression = Compression.NONE;
    private String delimiter = "";
    private long bufferBytes = 5 << 20;
    private Duration bufferInterval = Duration.ofMinutes(5);
    private long journalBytes = 1L << 30;
    private DeliveryListener listener = DeliveryListener.NONE;
    private Clock clock = Clock.systemUTC();
    private @Nullable Function<RecordProcessorFactory, SingleProcessWorkerBuilder> source;
    private @Nullable String stream;
    private @Nullable RecordSplitter splitter;
    private @Nullable Transformation transformation;
    private TransformationSettings transformationSettings = TransformationSettings.defaults();
    private @Nullable PartitionQuery partitionQuery;
    private int mostPartitions = 500;
    private @Nullable Destination backup;
    private PrefixExpression backupPrefix = ObjectPrefixes.of("", null).data();
    private String arn;

    DeliveryStreamBuilder(String name, Path folder, Destination destination) {
        this.name = new ObjectNaming(name, 1, ZoneOffset.UTC, "").deliveryStream();
        this.folder = Objects.requireNonNull(folder, "folder");
        this.destination = Objects.requireNonNull(destination, "destination");
        this.arn = "arn:aws:firehose:us-east-1:123456789012:deliverystream/" + name;
    }

    /** Reads a Kinesis stream, which is then the only source. Default: none, records are put. By name or ARN. */
    public DeliveryStreamBuilder source(KinesisAsyncClient client, String stream, StartPosition position) {
        return source(client, stream, position, UnaryOperator.identity());
    }

    /**
     * As {@link #source(KinesisAsyncClient, String, StartPosition)}, with more settings of the worker that reads.
     *
     * @param settings changes the worker's builder; its checkpoint folder is set afterwards
     */
    public DeliveryStreamBuilder source(
            KinesisAsyncClient client,
            String stream,
            StartPosition position,
            UnaryOperator<SingleProcessWorkerBuilder> settings) {
        Objects.requireNonNull(position, "position");
        this.stream = stream;
        source = factory -> settings.apply(
                SingleProcessWorker.builder(client, stream, factory).startPosition(position));
        return this;
    }

    /**
     * Prefixes of names, as {@link ObjectPrefixes#of}. Default: none, so objects lie below {@code yyyy/MM/dd/HH/}. One with
     * partition keys is dynamic partitioning: {@link #build} wants what gives them.
     */
    public DeliveryStreamBuilder prefix(String prefix, @Nullable String errorPrefix) {
        this.prefixes = ObjectPrefixes.of(prefix, errorPrefix);
        return this;
    }

    /** Takes records apart that hold several, before they are transformed. The backup has them whole. Default: none are. */
    public DeliveryStreamBuilder splitter(RecordSplitter splitter) {
        this.splitter = Objects.requireNonNull(splitter, "splitter");
        return this;
    }

    /**
     * Transforms records before they are joined. Default: they stay as they are. The delivery stream closes it.
     *
     * @see #transformation(Transformation, TransformationSettings)
     */
    public DeliveryStreamBuilder transformation(Transformation transformation) {
        return transformation(transformation, TransformationSettings.defaults());
    }

    /**
     * Transforms records before they are joined, as Firehose does: each is answered once, with what is delivered, as dropped,
     * or as failed; failed ones go below the error prefix, a line of JSON each. A put returns behind the transformation.
     */
    public DeliveryStreamBuilder transformation(Transformation transformation, TransformationSettings settings) {
        this.transformation = Objects.requireNonNull(transformation, "transformation");
        this.transformationSettings = Objects.requireNonNull(settings, "settings");
        return this;
    }

    /** Finds partition keys for {@code !{partitionKeyFromQuery:KEY}} in each record. Default: none. */
    public DeliveryStreamBuilder partitionQuery(PartitionQuery query) {
        this.partitionQuery = Objects.requireNonNull(query, "query");
        return this;
    }

    /**
     * Most objects that are open at a time because of their partition keys; records that would want more fail. Default: 500.
     * From 1 to 5000.
     */
    public DeliveryStreamBuilder mostPartitions(int count) {
        if (count < 1 || count > MOST_PARTITIONS) {
            throw new IllegalArgumentException(
                    "partitions out of range: " + count + " (allowed 1 to " + MOST_PARTITIONS + ")");
        }
        this.mostPartitions = count;
        return this;
    }

    /**
     * Also delivers all records as they came, before any transformation. Default: no.
     *
     * @param prefix without partition keys and error output type; the time goes behind it if it has no expressions
     */
    public DeliveryStreamBuilder sourceBackup(Destination backup, String prefix) {
        this.backup = Objects.requireNonNull(backup, "backup");
        this.backupPrefix = ObjectPrefixes.ofBackup(prefix);
        return this;
    }

    /** How objects of delivered records and of the backup are compressed; failed records never are. Default: not. */
    public DeliveryStreamBuilder compression(Compression compression) {
        this.compression = Objects.requireNonNull(compression, "compression");
        return this;
    }

    /** Of the configuration, a part of names. Default: 1. From 1. */
    public DeliveryStreamBuilder version(int version) {
        this.version = new ObjectNaming(name, version, zone, "").version();
        return this;
    }

    /** What a transformation is told. Default: one with account 123456789012 in us-east-1. */
    public DeliveryStreamBuilder arn(String arn) {
        this.arn = Objects.requireNonNull(arn, "arn");
        return this;
    }

    /** Time zone of names. Default: UTC. */
    public DeliveryStreamBuilder zone(ZoneId zone) {
        this.zone = Objects.requireNonNull(zone, "zone");
        return this;
    }

    /** The end of names, for example {@code .json}. Default: that of the compression. As in {@link ObjectNaming}. */
    public DeliveryStreamBuilder extension(String extension) {
        this.extension = new ObjectNaming(name, version, zone, extension).extension();
        return this;
    }

    /** Put behind each record that does not end with it. Default: none, records follow each other. At most 64 characters. */
    public DeliveryStreamBuilder delimiter(String delimiter) {
        if (delimiter.length() > MOST_DELIMITER_CHARACTERS) {
            throw new IllegalArgumentException("delimiter too long: characters=" + delimiter.length() + " (max "
                    + MOST_DELIMITER_CHARACTERS + ")");
        }
        this.delimiter = delimiter;
        return this;
    }

    /** An object with as many bytes is delivered. Default: 5 MiB. From 1; the service takes 1 to 128 MiB. */
    public DeliveryStreamBuilder bufferBytes(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("buffer bytes out of range: " + bytes + " (at least 1)");
        }
        this.bufferBytes = bytes;
        return this;
    }

    /** An object as old is delivered. Default: 5 minutes. From 0 to 15 minutes, as the service. */
    public DeliveryStreamBuilder bufferInterval(Duration interval) {
        if (interval.isNegative() || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new IllegalArgumentException(
                    "buffer interval out of range: " + interval + " (allowed 0 to 15 minutes)");
        }
        this.bufferInterval = interval;
        return this;
    }

    /**
     * Most bytes that wait in the folder for delivery, about: then shards wait, and puts are refused. Default: 1 GiB. At
     * least twice the bytes of an object.
     */
    public DeliveryStreamBuilder journalBytes(long bytes) {
        this.journalBytes = bytes;
        return this;
    }

    /** Who is told of deliveries. Default: nobody. */
    public DeliveryStreamBuilder listener(DeliveryListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    DeliveryStreamBuilder clock(Clock clock) {
        this.clock = clock;
        return this;
    }

    /**
     * The delivery stream, not started.
     *
     * @throws IllegalArgumentException if settings contradict each other
     * @throws dev.millrace.firehose.prefix.PrefixException if a prefix evaluates to too many characters, whatever its partition keys are
     */
    public DeliveryStream build() {
        if (journalBytes / 2 < bufferBytes) {
            throw new IllegalArgumentException("journal bytes out of range: " + journalBytes
                    + " (at least twice the buffer bytes, " + bufferBytes + ")");
        }
        checkPartitionKeys();
        EventSource events = stream == null ? new EventSource(arn, null) : EventSource.ofStream(arn, stream);
        ObjectNames names = new ObjectNames(
                new ObjectNaming(name, version, zone, extension == null ? compression.extension() : extension),
                prefixes,
                backupPrefix);
        names.check(clock.instant());
        return new DeliveryStream(new DeliveryStreamSettings(
                name,
                new JournalSettings(
                        folder.resolve("journal"),
                        bufferBytes,
                        bufferInterval,
                        journalBytes,
                        names::name,
                        compression.name(),
                        clock),
                new DeliveryTargets(destination, backup == null ? destination : backup),
                listener,
                source,
                folder.resolve("checkpoints"),
                splitter,
                transformation,
                transformationSettings,
                events,
                new Partitioning(names, partitionQuery, mostPartitions, clock),
                new Delimiter(delimiter.getBytes(StandardCharsets.UTF_8)),
                backup != null));
    }

    private void checkPartitionKeys() {
        PrefixExpression data = prefixes.data();
        if (!data.keysFromLambda().isEmpty() && transformation == null) {
            throw new IllegalArgumentException("prefix has partition keys of a transformation: " + data
                    + " (there is no transformation that gives them)");
        }
        if (!data.keysFromQuery().isEmpty() && partitionQuery == null) {
            throw new IllegalArgumentException(
                    "prefix has partition keys of a query: " + data + " (there is no query that finds them)");
        }
        if (partitionQuery != null && data.keysFromQuery().isEmpty()) {
            throw new IllegalArgumentException("query finds partition keys that the prefix does not have: query="
                    + partitionQuery + " prefix=" + data);
        }
    }
}
