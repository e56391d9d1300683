package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.producer.KinesisExtension.Kinesis;
import dev.millrace.record.AggregationLayout;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
@ExtendWith(KinesisExtension.class)
class ProducerPropertiesTest {

    private final Kinesis kinesis;

    ProducerPropertiesTest(Kinesis kinesis) {
        this.kinesis = kinesis;
    }

    @Test
    void nothingSaidLeavesTheDefaults() {
        assertThat(settings()).isEqualTo(Producer.builder(kinesis.client()).settings());
        ProducerProperties empty = read();
        assertThat(empty.client()).isEqualTo(new ClientProperties(null, null, null, null, null, true, null, null));
        assertThat(empty.metrics()).isEqualTo(new MetricsProperties(null, null, null, null, null));
        assertThat(empty.notes()).isEmpty();
    }

    @Test
    void keysOfTheKplSetWhatTheyMean() {
        ProducerSettings settings = settings(
                "RateLimit=150",
                "recordMaxBufferedTime=250",
                "RecordTtl=60000",
                "aggregationMaxSize=40000",
                "maxUserRecordSize=2000000",
                "requestTimeout=7000",
                "recordDistributionStrategyDefault=AUTO");

        assertThat(settings.options().rateLimit()).isEqualTo(1.5);
        assertThat(settings.options().linger()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.deliveryTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.options().maxAggregateBytes()).isEqualTo(40_000);
        assertThat(settings.options().maxRecordBytes()).isEqualTo(2_000_000);
        assertThat(settings.requestTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.options().distribution()).isEqualTo(Distribution.BY_STREAM);
    }

    @Test
    void withoutAggregationEveryUserRecordGoesAlone() {
        assertThat(settings("aggregationEnabled=false").options().grouping()).isEqualTo(Grouping.NONE);
        assertThat(settings("aggregationMaxCount=1").options().grouping()).isEqualTo(Grouping.NONE);
        assertThat(settings("aggregationEnabled=true").options().grouping()).isEqualTo(Grouping.SHARD);
    }

    @Test
    void countThatNoAggregateReachesIsTakenAndASmallerOneRefused() {
        assertThat(read("AggregationMaxCount=4294967295").notes())
                .singleElement()
                .asString()
                .startsWith("AggregationMaxCount has no meaning here: aggregates are bounded by their size");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("AggregationMaxCount=100"))
                .withMessage("AggregationMaxCount is not supported: 100 (aggregates are bounded by their size, not by a"
                        + " number: 1 for none, or from 8533, which none of 51200 bytes exceeds; set aggregationMaxSize"
                        + " instead)");
    }

    @Test
    void smallLimitForUserRecordsLeavesAggregatesTheirSize() {
        ProducerProperties properties = read("maxUserRecordSize=1000");

        assertThat(properties.producer(kinesis.client()).settings().options().maxRecordBytes())
                .isEqualTo(51_200);
        assertThat(properties.notes()).singleElement().asString().startsWith("maxUserRecordSize is taken as 51200");
    }

    @Test
    void longestTimeToLiveIsForEverAndRecordsAreStored() {
        TestStream stream = kinesis.stream(1);
        ProducerBuilder builder =
                read("RecordTtl=9223372036854775807", "linger=0").producer(kinesis.client());
        try (Producer producer = builder.build()) {
            assertThat(Await.result(producer.put(stream.name(), "key", new byte[] {1}))
                            .shardId())
                    .isNotEmpty();
        }
    }

    @Test
    void earlierOfTheTwoTimeoutsHolds() {
        assertThat(settings("userRecordTimeoutInMillis=5000").deliveryTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings("userRecordTimeoutInMillis=5000", "recordTtl=4000").deliveryTimeout())
                .isEqualTo(Duration.ofSeconds(4));
        assertThat(settings("userRecordTimeoutInMillis=0").deliveryTimeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void clientHasItsPart() {
        ClientProperties client = read(
                        "Region=eu-central-1",
                        "KinesisEndpoint=localhost",
                        "KinesisPort=4567",
                        "MaxConnections=7",
                        "ConnectTimeout=500",
                        "VerifyCertificate=false",
                        "CaCertFile=/x/cert.pem",
                        "ProxyHost=proxy",
                        "ProxyPassword=hush")
                .client();

        assertThat(client)
                .isEqualTo(new ClientProperties(
                        "eu-central-1",
                        URI.create("https://localhost:4567"),
                        7,
                        Duration.ofMillis(500),
                        null,
                        false,
                        Path.of("/x/cert.pem"),
                        new ClientProperties.Proxy("proxy", 443, null, "hush")));
        assertThat(client.toString()).contains("proxy").doesNotContain("hush");
    }

    @Test
    void metricsHaveTheirPart() {
        assertThat(read(
                                "metricsLevel=Summary",
                                "metricsGranularity=stream",
                                "metricsNamespace=Mine",
                                "metricsUploadDelay=5000",
                                "cloudwatchEndpoint=monitoring.local")
                        .metrics())
                .isEqualTo(new MetricsProperties(
                        "summary",
                        "stream",
                        "Mine",
                        Duration.ofSeconds(5),
                        URI.create("https://monitoring.local:443")));
    }

    @Test
    void ownKeysAreTheBuildersNames() {
        ProducerSettings settings = settings(
                "layout=kpl",
                "ordering=PER_PARTITION_KEY",
                "grouping=partition_key",
                "distribution=BY_KEY",
                "maxAggregateBytes=1000",
                "maxRecordBytes=2000",
                "linger=5",
                "adaptive=true",
                "maxRequestsInFlight=3",
                "deliveryTimeout=1000",
                "bufferBytes=5000000",
                "whenFull=FAIL",
                "maxBlock=9",
                "shardMapRefresh=8",
                "judgeDelivery=false");

        assertThat(settings)
                .isEqualTo(Producer.builder(kinesis.client())
                        .layout(AggregationLayout.KPL)
                        .ordering(Ordering.PER_PARTITION_KEY)
                        .grouping(Grouping.PARTITION_KEY)
                        .distribution(Distribution.BY_KEY)
                        .maxAggregateBytes(1000)
                        .maxRecordBytes(2000)
                        .linger(Duration.ofMillis(5))
                        .adaptive(true)
                        .maxRequestsInFlight(3)
                        .deliveryTimeout(Duration.ofSeconds(1))
                        .bufferBytes(5_000_000)
                        .whenFull(WhenFull.FAIL)
                        .maxBlock(Duration.ofMillis(9))
                        .shardMapRefresh(Duration.ofMillis(8))
                        .judgeDelivery(false)
                        .settings());
    }

    @Test
    void keyWithoutMeaningIsSaidWithTheReason() {
        assertThat(read("ThreadingModel=POOLED", "minConnections=3", "CollectionMaxCount=500")
                        .notes())
                .containsExactly(
                        "CollectionMaxCount has no meaning here: requests are as large as the service allows, or as there"
                                + " is to send",
                        "ThreadingModel has no meaning here: there is no native process, and no thread for each request",
                        "minConnections has no meaning here: the KPL does not use it either");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RecordTTL=1            | unknown key: RecordTTL (the nearest is RecordTtl)
            agregationEnabled=true | unknown key: agregationEnabled (the nearest is aggregationEnabled)
            AggregationMaxSize=63  | AggregationMaxSize out of range: 63 (allowed 64 to 10485760)
            maxConnections=257     | maxConnections out of range: 257 (allowed 1 to 256)
            recordTtl=soon         | recordTtl is no whole number: soon (allowed 100 to 9223372036854775807)
            recordTtl=99           | recordTtl out of range: 99 (allowed 100 to 9223372036854775807)
            collectionMaxCount=501 | collectionMaxCount out of range: 501 (allowed 1 to 500)
            metricsLevel=some      | metricsLevel is unknown: some (allowed none, summary, detailed)
            aggregationEnabled=yes | aggregationEnabled is unknown: yes (allowed true, false)
            region=Frankfurt       | region cannot be used: Frankfurt (allowed a region's name, such as eu-central-1)
            metricsNamespace=AWS/X | metricsNamespace cannot be used: AWS/X (allowed 1 to 255 characters, not beginning with AWS/)
            credentialsProvider=x  | credentialsProvider is not supported: it is an object: give it to the client
            layout=flat            | layout is unknown: flat (allowed PINNED, KPL)
            """)
    void wrongLineIsRefused(String line, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(line)).withMessage(message);
    }

    @Test
    void failingWhenThrottledIsRefused() {
        assertThat(read("failIfThrottled=false").notes()).isEmpty();
        assertThatThrownBy(() -> read("failIfThrottled=true")).hasMessageContaining("failIfThrottled is not supported");
    }

    @Test
    void oneSettingUnderTwoKeysIsRefused() {
        assertThatThrownBy(() -> read("linger=1", "recordMaxBufferedTime=1"))
                .hasMessage("one setting is there twice: linger and recordMaxBufferedTime");
        assertThatThrownBy(() -> read("recordTtl=100", "RecordTtl=100")).hasMessageContaining("twice");
    }

    @Test
    void fileIsReadAsTheKplReadsIt(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("default_config.properties");
        Files.writeString(file, "# The KPL's\nRecordMaxBufferedTime = 100\n\nMaxConnections: 24\n");

        assertThat(ProducerProperties.load(file).client().maxConnections()).isEqualTo(24);
    }

    @Test
    void everyKeyIsInTheDocumentation() throws IOException {
        String document = Files.readString(Path.of("../docs/kpl-migration.md"));

        assertThat(ProducerProperties.keys().keySet())
                .hasSizeGreaterThan(65)
                .filteredOn(key -> !document.contains("| `" + key + "` |"))
                .isEmpty();
    }

    private ProducerSettings settings(String... lines) {
        return read(lines).producer(kinesis.client()).settings();
    }

    private static ProducerProperties read(String... lines) {
        Properties properties = new Properties();
        for (String line : lines) {
            String[] parts = line.split("=", 2);
            assertThat(properties.put(parts[0], parts[1])).isNull();
        }
        assertThat(properties.keySet().stream().map(String::valueOf).collect(Collectors.toSet()))
                .hasSize(lines.length);
        return ProducerProperties.of(properties);
    }
}
