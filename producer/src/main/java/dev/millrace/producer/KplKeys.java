package dev.millrace.producer;

import static dev.millrace.text.PropertyKey.refused;
import static dev.millrace.text.PropertyKey.unused;
import static dev.millrace.text.PropertyKey.used;

import dev.millrace.text.PropertyKey;
import dev.millrace.text.PropertyValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** The keys of the KPL 1.1.1 with its ranges: what each sets here, or why it has no meaning. Times are in milliseconds. */
final class KplKeys {

    private static final int TEN_MEBIBYTES = 10 << 20;
    private static final int FIVE_MINUTES = 300_000;
    private static final int TEN_MINUTES = 600_000;
    private static final int MINUTE = 60_000;
    private static final int LAST_PORT = 65_535;
    private static final double PERCENT = 100;

    private static final Pattern REGION = Pattern.compile("([a-z]+-([a-z]+-)?[a-z]+-[0-9])?");
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9.-]+)?");
    private static final Pattern NAMESPACE = Pattern.compile("(?!AWS/).{1,255}");
    private static final String HOST_ALLOWED = "a host name or IPv4 address alone, without scheme, port or path";

    private static final String NO_PROCESS = "there is no native process";
    private static final String LARGEST_REQUESTS =
            "requests are as large as the service allows, or as there is to send";

    private KplKeys() {}

    static List<PropertyKey<ProducerDraft>> all() {
        return List.of(
                used("aggregationEnabled", "grouping", (value, draft) -> draft.aggregating &= value.flag()),
                used("aggregationMaxCount", (value, draft) -> {
                    value.number(1, Long.MAX_VALUE);
                    draft.maxAggregateCount = value;
                }),
                used("aggregationMaxSize", "maxAggregateBytes", OwnKeys::maxAggregateBytes),
                unused("collectionMaxCount", LARGEST_REQUESTS, number(1, 500)),
                unused("collectionMaxSize", LARGEST_REQUESTS, number(52_224, Long.MAX_VALUE)),
                used(
                        "maxUserRecordSize",
                        "maxRecordBytes",
                        (value, draft) -> draft.maxUserRecordBytes = value.integer(64, TEN_MEBIBYTES)),
                used("recordMaxBufferedTime", "linger", OwnKeys::linger),
                used(
                        "recordTtl",
                        "deliveryTimeout",
                        (value, draft) -> draft.recordTtl = value.milliseconds(100, Long.MAX_VALUE)),
                used("rateLimit", (value, draft) -> {
                    double share = value.number(1, Long.MAX_VALUE) / PERCENT;
                    draft.set(builder -> builder.rateLimit(share));
                }),
                used("failIfThrottled", (value, draft) -> {
                    if (value.flag()) {
                        throw value.wrong(
                                "is not supported",
                                "allowed false: what is throttled is sent again until recordTtl, which may be shortened");
                    }
                }),
                used("maxConnections", (value, draft) -> draft.maxConnections = value.integer(1, 256)),
                unused("minConnections", "the KPL does not use it either", number(1, 16)),
                used("connectTimeout", (value, draft) -> draft.connectTimeout = value.milliseconds(100, FIVE_MINUTES)),
                used("requestTimeout", (value, draft) -> {
                    draft.requestTimeout = value.milliseconds(100, TEN_MINUTES);
                    Duration timeout = draft.requestTimeout;
                    draft.set(builder -> builder.requestTimeout(timeout));
                }),
                used("region", (value, draft) -> {
                    String region = value.matching(REGION, "a region's name, such as eu-central-1");
                    draft.region = region.isEmpty() ? null : region;
                }),
                used("kinesisEndpoint", (value, draft) -> draft.kinesisHost = value.matching(HOST, HOST_ALLOWED)),
                used("kinesisPort", (value, draft) -> draft.kinesisPort = value.integer(1, LAST_PORT)),
                used("verifyCertificate", (value, draft) -> draft.verifyCertificate = value.flag()),
                unused(
                        "caCertPath",
                        "name one PEM file with caCertFile; else the JVM's trust store holds",
                        KplKeys::text),
                used(
                        "caCertFile",
                        (value, draft) -> draft.certificates = value.text().isEmpty() ? null : Path.of(value.text())),
                used("proxyHost", (value, draft) -> draft.proxyHost = value.matching(HOST, HOST_ALLOWED)),
                used("proxyPort", (value, draft) -> draft.proxyPort = value.integer(1, LAST_PORT)),
                used("proxyUserName", (value, draft) -> draft.proxyUserName = value.text()),
                used("proxyPassword", (value, draft) -> draft.proxyPassword = value.text()),
                refused("credentialsProvider", "it is an object: give it to the client"),
                refused("metricsCredentialsProvider", "it is an object: give it to CloudWatch's client"),
                unused(
                        "credentialsRefreshDelay",
                        "the client asks its provider for each request",
                        number(1, FIVE_MINUTES)),
                used("metricsLevel", (value, draft) -> draft.metricsLevel = value.oneOf("none", "summary", "detailed")),
                used(
                        "metricsGranularity",
                        (value, draft) -> draft.metricsGranularity = value.oneOf("global", "stream", "shard")),
                used(
                        "metricsNamespace",
                        (value, draft) -> draft.metricsNamespace =
                                value.matching(NAMESPACE, "1 to 255 characters, not beginning with AWS/")),
                used(
                        "metricsUploadDelay",
                        (value, draft) -> draft.metricsUploadInterval = value.milliseconds(1, MINUTE)),
                used("cloudwatchEndpoint", (value, draft) -> draft.cloudWatchHost = value.matching(HOST, HOST_ALLOWED)),
                used("cloudwatchPort", (value, draft) -> draft.cloudWatchPort = value.integer(1, LAST_PORT)),
                unused("stsEndpoint", "the KPL does not use it either", KplKeys::text),
                unused("stsPort", "the KPL does not use it either", number(1, LAST_PORT)),
                unused(
                        "logLevel",
                        "the logging behind SLF4J has levels of its own",
                        (value, draft) -> value.oneOf("trace", "debug", "info", "warning", "error")),
                unused("enableCoreDumps", NO_PROCESS, (value, draft) -> value.flag()),
                unused("nativeExecutable", NO_PROCESS, KplKeys::text),
                unused("tempDirectory", NO_PROCESS, KplKeys::text),
                unused(
                        "threadingModel",
                        NO_PROCESS + ", and no thread for each request",
                        (value, draft) -> value.oneOf("PER_REQUEST", "POOLED")),
                unused("threadPoolSize", NO_PROCESS + ", and no thread for each request", number(0, Integer.MAX_VALUE)),
                used("userRecordTimeoutInMillis", (value, draft) -> {
                    long timeout = value.number(0, Long.MAX_VALUE);
                    draft.userRecordTimeout = timeout == 0 ? null : Duration.ofMillis(timeout);
                }),
                unused(
                        "enableOldestFutureTracker",
                        "nothing is tracked that could be slow",
                        (value, draft) -> value.flag()),
                unused(
                        "returnUserRecordOnFailure",
                        "keep the record beside its future",
                        (value, draft) -> value.flag()),
                unused("enableDaemonHealthCheck", NO_PROCESS, (value, draft) -> value.flag()),
                unused("daemonHealthCheckTimeoutMs", NO_PROCESS, number(5_000, Long.MAX_VALUE)),
                refused("glueSchemaRegistryConfiguration", "encode the data before they are put"),
                refused("glueSchemaRegistryPropertiesFilePath", "encode the data before they are put"),
                refused("glueSchemaRegistryCredentialsProvider", "encode the data before they are put"),
                unused(
                        "describeStreamSummaryIntervalMs",
                        "a stream is asked once, and its answers tell from then on",
                        number(1, Long.MAX_VALUE)),
                used("recordDistributionStrategyDefault", "distribution", (value, draft) -> {
                    if (value.oneOf("UNSET", "AUTO", "USER_PARTITION_KEY").equals("AUTO")) {
                        draft.set(builder -> builder.distribution(Distribution.BY_STREAM));
                    }
                }));
    }

    private static BiConsumer<PropertyValue, ProducerDraft> number(long min, long max) {
        return (value, draft) -> value.number(min, max);
    }

    /** Whatever it says. */
    private static void text(PropertyValue value, ProducerDraft draft) {}
}
