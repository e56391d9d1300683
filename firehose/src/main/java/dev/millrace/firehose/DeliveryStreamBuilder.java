package dev.millrace.firehose;

import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.consumer.SingleProcessWorkerBuilder;
import dev.millrace.firehose.destination.Destination;
import dev.millrace.firehose.journal.JournalSettings;
import dev.millrace.firehose.prefix.ObjectNaming;
import dev.millrace.firehose.prefix.ObjectPrefixes;
import dev.millrace.firehose.prefix.PrefixValues;
import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.processor.StartPosition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

    private final String name;
    private final Path folder;
    private final Destination destination;
    private ObjectPrefixes prefixes = ObjectPrefixes.of("", null);
    private ZoneId zone = ZoneOffset.UTC;
    private String extension = "";
    private String delimiter = "";
    private long bufferBytes = 5 << 20;
    private Duration bufferInterval = Duration.ofMinutes(5);
    private long journalBytes = 1L << 30;
    private DeliveryListener listener = DeliveryListener.NONE;
    private Clock clock = Clock.systemUTC();
    private @Nullable Function<RecordProcessorFactory, SingleProcessWorkerBuilder> source;

    DeliveryStreamBuilder(String name, Path folder, Destination destination) {
        this.name = new ObjectNaming(name, 1, ZoneOffset.UTC, "").deliveryStream();
        this.folder = Objects.requireNonNull(folder, "folder");
        this.destination = Objects.requireNonNull(destination, "destination");
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
        source = factory -> settings.apply(
                SingleProcessWorker.builder(client, stream, factory).startPosition(position));
        return this;
    }

    /**
     * Prefixes of names, as {@link ObjectPrefixes#of}. Default: none, so objects lie below {@code yyyy/MM/dd/HH/}.
     *
     * @throws IllegalArgumentException also if the prefix has partition keys, which only a transformation gives
     * @throws dev.millrace.firehose.prefix.PrefixException if the prefix evaluates to too many characters
     */
    public DeliveryStreamBuilder prefix(String prefix, @Nullable String errorPrefix) {
        ObjectPrefixes given = ObjectPrefixes.of(prefix, errorPrefix);
        if (given.data().hasPartitionKeys()) {
            throw new IllegalArgumentException(
                    "prefix has partition keys: " + prefix + " (there is no transformation that gives them)");
        }
        String unused = given.data().evaluate(PrefixValues.at(Instant.EPOCH), ZoneOffset.UTC);
        this.prefixes = given;
        return this;
    }

    /** Time zone of names. Default: UTC. */
    public DeliveryStreamBuilder zone(ZoneId zone) {
        this.zone = Objects.requireNonNull(zone, "zone");
        return this;
    }

    /** The end of names, for example {@code .json}. Default: none. As in {@link ObjectNaming}. */
    public DeliveryStreamBuilder extension(String extension) {
        this.extension = new ObjectNaming(name, 1, zone, extension).extension();
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
     */
    public DeliveryStream build() {
        if (journalBytes / 2 < bufferBytes) {
            throw new IllegalArgumentException("journal bytes out of range: " + journalBytes
                    + " (at least twice the buffer bytes, " + bufferBytes + ")");
        }
        ObjectNaming naming = new ObjectNaming(name, 1, zone, extension);
        ObjectPrefixes names = prefixes;
        JournalSettings journal = new JournalSettings(
                folder.resolve("journal"),
                bufferBytes,
                bufferInterval,
                journalBytes,
                object -> naming.name(names.data(), PrefixValues.at(object.oldest()), object.id()),
                clock);
        return new DeliveryStream(
                name,
                journal,
                destination,
                listener,
                new Delimiter(delimiter.getBytes(StandardCharsets.UTF_8)),
                source,
                folder.resolve("checkpoints"));
    }
}
