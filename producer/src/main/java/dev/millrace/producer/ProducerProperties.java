package dev.millrace.producer;

import dev.millrace.text.NearestName;
import dev.millrace.text.PropertyKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * A producer's settings from a properties file of the KPL, or from one with our own names. Keys are written as in the
 * KPL ({@code RecordTtl}) or beginning with a small letter ({@code recordTtl}); {@code docs/kpl-migration.md} has all.
 *
 * <pre>{@code
 * ProducerProperties properties = ProducerProperties.load(Path.of("default_config.properties"));
 * Producer producer = properties.producer(client).build();
 * }</pre>
 *
 * <p>What is not in the file keeps this library's default, not the KPL's. A key of the KPL that has no meaning here is
 * checked, and said in one line of the log each at level INFO.
 */
public final class ProducerProperties {

    private static final Logger LOG = LoggerFactory.getLogger(ProducerProperties.class);

    private static final Map<String, PropertyKey<ProducerDraft>> KEYS = Stream.concat(
                    KplKeys.all().stream(), OwnKeys.all().stream())
            .collect(Collectors.toMap(
                    PropertyKey::name,
                    key -> key,
                    (first, second) -> {
                        throw new IllegalStateException("two keys of one name: " + first.name());
                    },
                    TreeMap::new));

    private final List<Consumer<ProducerBuilder>> settings;
    private final ClientProperties client;
    private final MetricsProperties metrics;
    private final List<String> notes;

    ProducerProperties(
            List<Consumer<ProducerBuilder>> settings,
            ClientProperties client,
            MetricsProperties metrics,
            List<String> notes) {
        this.settings = List.copyOf(settings);
        this.client = client;
        this.metrics = metrics;
        this.notes = List.copyOf(notes);
    }

    /**
     * Reads a file in the format of {@link Properties}.
     *
     * @throws IllegalArgumentException as {@link #of}
     * @throws IOException if the file cannot be read
     */
    public static ProducerProperties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream input = Files.newInputStream(file)) {
            properties.load(input);
        }
        return of(properties);
    }

    /**
     * Takes settings from properties.
     *
     * @throws IllegalArgumentException if a key is unknown, a value is out of its range, a setting is there twice, or
     *     the KPL's meaning cannot be had here; the message names the key
     */
    public static ProducerProperties of(Properties properties) {
        ProducerDraft draft = new ProducerDraft();
        PropertyKey.readAll(properties, draft, ProducerProperties::key, draft::note);
        ProducerProperties read = draft.finish();
        read.notes.forEach(LOG::info);
        return read;
    }

    private static PropertyKey<ProducerDraft> key(String written) {
        boolean capital = !written.isEmpty() && Character.isUpperCase(written.charAt(0));
        String name = capital ? Character.toLowerCase(written.charAt(0)) + written.substring(1) : written;
        PropertyKey<ProducerDraft> key = KEYS.get(name);
        if (key == null) {
            String nearest = NearestName.of(name, KEYS.keySet());
            String shown = capital ? Character.toUpperCase(nearest.charAt(0)) + nearest.substring(1) : nearest;
            throw new IllegalArgumentException("unknown key: " + written + " (the nearest is " + shown + ")");
        }
        return key;
    }

    /** All keys, as they are written with a small letter. */
    static Map<String, PropertyKey<ProducerDraft>> keys() {
        return KEYS;
    }

    /** A builder with these settings, to be changed further or used. */
    public ProducerBuilder producer(KinesisAsyncClient kinesis) {
        ProducerBuilder builder = Producer.builder(kinesis);
        applyTo(builder);
        return builder;
    }

    /** Sets what the file says; the rest stays as it is. */
    public void applyTo(ProducerBuilder builder) {
        settings.forEach(setting -> setting.accept(builder));
    }

    /** What is said about the client. */
    public ClientProperties client() {
        return client;
    }

    /** What is said about metrics. */
    public MetricsProperties metrics() {
        return metrics;
    }

    /** What has no meaning here, or another one, and why: a line each, as in the log. */
    public List<String> notes() {
        return notes;
    }
}
