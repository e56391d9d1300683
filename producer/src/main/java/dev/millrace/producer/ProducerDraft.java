package dev.millrace.producer;

import dev.millrace.text.PropertyValue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the keys of a properties file have said so far; what several of them say together is settled at the end. */
final class ProducerDraft {

    /** The fewest bytes that a user record takes in an aggregate: four tags or lengths, and a two-byte key index. */
    private static final int LEAST_USER_RECORD_BYTES = 6;

    private static final int HTTPS_PORT = 443;

    private final List<Consumer<ProducerBuilder>> settings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    boolean aggregating = true;
    int maxAggregateBytes = StreamOptions.DEFAULT.maxAggregateBytes();

    @Nullable
    PropertyValue maxAggregateCount;

    @Nullable
    Integer maxUserRecordBytes;

    @Nullable
    Duration recordTtl;

    @Nullable
    Duration userRecordTimeout;

    @Nullable
    String region;

    String kinesisHost = "";
    int kinesisPort = HTTPS_PORT;

    @Nullable
    Integer maxConnections;

    @Nullable
    Duration connectTimeout;

    @Nullable
    Duration requestTimeout;

    boolean verifyCertificate = true;

    @Nullable
    Path certificates;

    String proxyHost = "";
    int proxyPort = HTTPS_PORT;

    @Nullable
    String proxyUserName;

    @Nullable
    String proxyPassword;

    @Nullable
    String metricsLevel;

    @Nullable
    String metricsGranularity;

    @Nullable
    String metricsNamespace;

    @Nullable
    Duration metricsUploadInterval;

    String cloudWatchHost = "";
    int cloudWatchPort = HTTPS_PORT;

    void set(Consumer<ProducerBuilder> setting) {
        settings.add(setting);
    }

    void note(String text) {
        notes.add(text);
    }

    /** Settles what several keys say together. */
    ProducerProperties finish() {
        settleCount();
        if (!aggregating) {
            set(builder -> builder.grouping(Grouping.NONE));
        }
        int aggregateBytes = maxAggregateBytes;
        set(builder -> builder.maxAggregateBytes(aggregateBytes));
        if (maxUserRecordBytes != null) {
            int recordBytes = Math.max(maxUserRecordBytes, aggregateBytes);
            if (recordBytes > maxUserRecordBytes) {
                note("maxUserRecordSize is taken as " + recordBytes
                        + ": user records up to the size of aggregates are accepted");
            }
            set(builder -> builder.maxRecordBytes(recordBytes));
        }
        Duration timeout = earlier(recordTtl, userRecordTimeout);
        if (timeout != null) {
            set(builder -> builder.deliveryTimeout(timeout));
        }
        return new ProducerProperties(settings, client(), metrics(), notes);
    }

    private void settleCount() {
        PropertyValue count = maxAggregateCount;
        if (count == null) {
            return;
        }
        int most = maxAggregateBytes / LEAST_USER_RECORD_BYTES;
        long number = count.number(1, Long.MAX_VALUE);
        if (number == 1) {
            aggregating = false;
        } else if (number >= most) {
            note(count.key() + " has no meaning here: aggregates are bounded by their size, and hold fewer than "
                    + (most + 1) + " user records with it");
        } else {
            throw count.wrong(
                    "is not supported",
                    "aggregates are bounded by their size, not by a number: 1 for none, or from " + most
                            + ", which none of " + maxAggregateBytes
                            + " bytes exceeds; set aggregationMaxSize instead");
        }
    }

    private static @Nullable Duration earlier(@Nullable Duration first, @Nullable Duration second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return first.compareTo(second) < 0 ? first : second;
    }

    private ClientProperties client() {
        return new ClientProperties(
                region,
                address(kinesisHost, kinesisPort),
                maxConnections,
                connectTimeout,
                requestTimeout,
                verifyCertificate,
                certificates,
                proxyHost.isEmpty()
                        ? null
                        : new ClientProperties.Proxy(proxyHost, proxyPort, proxyUserName, proxyPassword));
    }

    private MetricsProperties metrics() {
        return new MetricsProperties(
                metricsLevel,
                metricsGranularity,
                metricsNamespace,
                metricsUploadInterval,
                address(cloudWatchHost, cloudWatchPort));
    }

    private static @Nullable URI address(String host, int port) {
        return host.isEmpty() ? null : URI.create("https://" + host + ":" + port);
    }
}
