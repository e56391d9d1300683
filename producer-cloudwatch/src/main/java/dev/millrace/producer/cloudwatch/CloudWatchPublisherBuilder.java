package dev.millrace.producer.cloudwatch;

import dev.millrace.producer.MetricsProperties;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/** Settings of a {@link CloudWatchPublisher}. Defaults are the KPL's where it has the setting. */
public final class CloudWatchPublisherBuilder {

    private static final int MAX_NAMESPACE_CHARACTERS = 255;

    /** CloudWatch takes 30, and up to three are the metrics' own. */
    private static final int MAX_DIMENSIONS = 27;

    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(60);

    final CloudWatchAsyncClient client;
    final List<AdditionalDimension> dimensions = new ArrayList<>();
    MetricsLevel level = MetricsLevel.DETAILED;
    MetricsGranularity granularity = MetricsGranularity.SHARD;
    String namespace = "KinesisProducerLibrary";
    Duration uploadInterval = LONGEST_INTERVAL;
    Duration requestTimeout = Duration.ofSeconds(10);
    int maxSeries = 20_000;
    int maxKept = 20_000;

    CloudWatchPublisherBuilder(CloudWatchAsyncClient client) {
        this.client = Objects.requireNonNull(client, "client");
    }

    /** How many metrics. Default: {@link MetricsLevel#DETAILED}. */
    public CloudWatchPublisherBuilder level(MetricsLevel level) {
        this.level = Objects.requireNonNull(level, "level");
        return this;
    }

    /** How finely they are told apart. Default: {@link MetricsGranularity#SHARD}. */
    public CloudWatchPublisherBuilder granularity(MetricsGranularity granularity) {
        this.granularity = Objects.requireNonNull(granularity, "granularity");
        return this;
    }

    /** CloudWatch's namespace. Default: {@code KinesisProducerLibrary}. From 1 to 255 characters, not {@code AWS/...}. */
    public CloudWatchPublisherBuilder namespace(String namespace) {
        if (namespace.isBlank() || namespace.length() > MAX_NAMESPACE_CHARACTERS || namespace.startsWith("AWS/")) {
            throw new IllegalArgumentException("namespace out of range: characters=" + namespace.length()
                    + " (from 1 to " + MAX_NAMESPACE_CHARACTERS + ", not blank, not AWS/...)");
        }
        this.namespace = namespace;
        return this;
    }

    /**
     * One more dimension, such as the host's name, of all metrics that are at least so fine. May be called again.
     * Default: none. At most 27; name and value from 1 to 255 characters.
     */
    public CloudWatchPublisherBuilder dimension(String name, String value, MetricsGranularity granularity) {
        if (dimensions.size() == MAX_DIMENSIONS) {
            throw new IllegalArgumentException("too many dimensions (at most " + MAX_DIMENSIONS + ")");
        }
        dimensions.add(new AdditionalDimension(name, value, granularity));
        return this;
    }

    /** From one upload to the next. Default: 60 s. From 1 ms to 60 s. */
    public CloudWatchPublisherBuilder uploadInterval(Duration interval) {
        if (interval.toMillis() < 1 || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new IllegalArgumentException(
                    "upload interval out of range: " + interval + " (from PT0.001S to " + LONGEST_INTERVAL + ")");
        }
        this.uploadInterval = interval;
        return this;
    }

    /** How long a request of an upload is waited for. Default: 10 s. From 1 ms to 60 s. */
    public CloudWatchPublisherBuilder requestTimeout(Duration timeout) {
        if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST_INTERVAL) > 0) {
            throw new IllegalArgumentException(
                    "request timeout out of range: " + timeout + " (from PT0.001S to " + LONGEST_INTERVAL + ")");
        }
        this.requestTimeout = timeout;
        return this;
    }

    /**
     * How many metrics are told apart between two uploads, each name and its dimensions being one. Default: 20000. From 1.
     */
    public CloudWatchPublisherBuilder maxSeries(int count) {
        this.maxSeries = positive("metrics", count);
        return this;
    }

    /** How many values are kept when uploads fail; the oldest are given up. Default: 20000. From 1. */
    public CloudWatchPublisherBuilder maxKept(int count) {
        this.maxKept = positive("kept values", count);
        return this;
    }

    /** Takes what a properties file says about metrics; its endpoint is the client's to know. */
    public CloudWatchPublisherBuilder properties(MetricsProperties properties) {
        if (properties.level() != null) {
            level(MetricsLevel.valueOf(properties.level().toUpperCase(Locale.ROOT)));
        }
        if (properties.granularity() != null) {
            granularity(MetricsGranularity.valueOf(properties.granularity().toUpperCase(Locale.ROOT)));
        }
        if (properties.namespace() != null) {
            namespace(properties.namespace());
        }
        if (properties.uploadInterval() != null) {
            uploadInterval(properties.uploadInterval());
        }
        return this;
    }

    /** Starts a publisher. */
    public CloudWatchPublisher build() {
        return new CloudWatchPublisher(this, Clock.systemUTC());
    }

    private static int positive(String what, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("maximum of " + what + " out of range: " + count + " (at least 1)");
        }
        return count;
    }
}
