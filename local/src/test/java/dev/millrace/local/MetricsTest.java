package dev.millrace.local;

import static dev.millrace.local.RawHttp.header;
import static dev.millrace.local.RawHttp.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.fault.Fault;
import dev.millrace.local.fault.FaultPolicy;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;

/** What Prometheus is told, and that it could read it. */
class MetricsTest {

    private static final Pattern SAMPLE = Pattern.compile(
            "([a-z_]+)(\\{[a-z]+=\"(?:[^\"\\\\\n]|\\\\.)*\"(?:,[a-z]+=\"(?:[^\"\\\\\n]|\\\\.)*\")*})? (\\d+(?:\\.\\d+)?)");
    private static final String ORDERS = "{account=\"000000000000\",region=\"us-east-1\",stream=\"orders\"}";

    private final LocalKinesis kinesis = LocalKinesis.start();
    private final KinesisClient client = ClientForm.SYNC_JSON.open(kinesis.endpoint(), Region.US_EAST_1, "any");
    private final RawHttp http = new RawHttp(kinesis.endpoint());

    @AfterEach
    void stop() {
        client.close();
        kinesis.close();
    }

    /** Every sample by name and labels. Fails where a line is none that the format knows. */
    private Map<String, String> scrape() {
        HttpResponse<byte[]> response = http.send(http.request("/metrics"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(text(response)).endsWith("\n");
        Map<String, String> samples = new TreeMap<>();
        Set<String> families = new HashSet<>();
        String family = "";
        for (String line : text(response).split("\n", -1)) {
            if (line.startsWith("# HELP ")) {
                family = line.split(" ", -1)[2];
                assertThat(families.add(family))
                        .as("one family, once: %s", family)
                        .isTrue();
            } else if (line.startsWith("# TYPE ")) {
                assertThat(line).matches("# TYPE " + family + " (counter|gauge|histogram)");
                assertThat(line.endsWith(" counter")).isEqualTo(family.endsWith("_total"));
            } else if (!line.isEmpty()) {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(sample.group(1)).matches(family + "(_bucket|_sum|_count)?");
                String labels = sample.group(2) == null ? "" : sample.group(2);
                assertThat(samples.put(sample.group(1) + labels, sample.group(3)))
                        .as(line)
                        .isNull();
            }
        }
        return samples;
    }

    @Test
    void streamsAndShardsAreCounted() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 2);
        String shard = stream.put("key", "12345").shardId();
        stream.put("key", "67890");
        String iterator = client.getShardIterator(request ->
                        request.streamName("orders").shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        client.getRecords(request -> request.shardIterator(iterator));
        Map<String, String> samples = scrape();
        assertThat(samples)
                .containsEntry("millrace_open_shards" + ORDERS, "2")
                .containsEntry("millrace_stored_records" + ORDERS, "2")
                .containsEntry("millrace_stored_bytes" + ORDERS, "16")
                .containsEntry("millrace_records_in_total" + ORDERS, "2")
                .containsEntry("millrace_bytes_in_total" + ORDERS, "16")
                .containsEntry("millrace_records_out_total" + ORDERS, "2")
                .containsEntry("millrace_bytes_out_total" + ORDERS, "16")
                .containsEntry("millrace_reads_total" + ORDERS, "1")
                .containsEntry("millrace_throttled_total" + ORDERS, "0")
                .containsEntry("millrace_streams", "1")
                .containsEntry("millrace_subscriptions", "0")
                .containsEntry("millrace_shards_without_series", "0");
        assertThat(samples)
                .containsKey("millrace_iterator_age_seconds" + ORDERS)
                .containsEntry(
                        "millrace_shard_records_in_total" + ORDERS.replace("}", ",shard=\"" + shard + "\"}"), "2");
        assertThat(Long.parseLong(samples.get("millrace_heap_used_bytes"))).isPositive();
    }

    @Test
    void whatIsPushedIsCountedAsGiven() {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
        try (KinesisAsyncClient async = ClientForm.openAsync(kinesis.endpoint(), Region.US_EAST_1, "any")) {
            String consumer = client.registerStreamConsumer(request ->
                            request.streamARN(ConsoleClient.arn("orders")).consumerName("reader"))
                    .consumer()
                    .consumerARN();
            stream.put("key", "12345");
            Events events = Events.subscribe(
                    async,
                    consumer,
                    StreamUnderTest.SHARD_0,
                    StartingPosition.builder()
                            .type(ShardIteratorType.TRIM_HORIZON)
                            .build());
            events.awaitRecords(1);
            assertThat(scrape())
                    .containsEntry("millrace_records_out_total" + ORDERS, "1")
                    .containsEntry("millrace_bytes_out_total" + ORDERS, "8")
                    .containsEntry("millrace_reads_total" + ORDERS, "0")
                    .containsEntry("millrace_subscriptions", "1");
        }
    }

    @Test
    void connectionsAreCountedWhileTheyAreOpen() throws IOException {
        int port = kinesis.endpoint().getPort();
        try (RawConnection one = new RawConnection(port);
                RawConnection other = new RawConnection(port)) {
            for (RawConnection connection : List.of(one, other)) {
                connection.write("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(connection.reply().status()).isEqualTo(200);
            }
            assertThat(openConnections()).isEqualTo(3);
        }
        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (openConnections() != 1) {
            assertThat(System.nanoTime()).as("the others are closed").isLessThan(limit);
        }
    }

    private int openConnections() {
        return Integer.parseInt(scrape().get("millrace_connections"));
    }

    @Test
    void throttledRecordsAreCountedAtTheirShard() {
        StreamUnderTest.create(client, "orders", 1);
        kinesis.faults(FaultPolicy.builder().rule(Fault.RECORD_THROTTLE, 1).build());
        PutRecordsRequestEntry entry = PutRecordsRequestEntry.builder()
                .partitionKey("key")
                .data(SdkBytes.fromUtf8String("x"))
                .build();
        client.putRecords(request -> request.streamName("orders").records(List.of(entry)));
        assertThat(scrape())
                .containsEntry("millrace_throttled_total" + ORDERS, "1")
                .containsEntry("millrace_records_in_total" + ORDERS, "0");
    }

    @Test
    void callsAreCountedByOperationAndErrorAndTheirBucketsAddUp() {
        http.json("ListStreams", "{}");
        http.json("ListStreams", "{}");
        http.json("DescribeStream", "{\"StreamName\":\"none\"}");
        http.json("MakeCoffee", "{}");
        Map<String, String> samples = scrape();
        assertThat(samples)
                .containsEntry("millrace_request_seconds_count{operation=\"ListStreams\"}", "2")
                .containsEntry("millrace_request_seconds_bucket{operation=\"ListStreams\",le=\"+Inf\"}", "2")
                .containsEntry(
                        "millrace_request_errors_total{operation=\"DescribeStream\",error=\"ResourceNotFoundException\"}",
                        "1")
                .containsEntry(
                        "millrace_request_errors_total{operation=\"unknown\",error=\"UnknownOperationException\"}",
                        "1");
        assertThat(samples.keySet()).noneMatch(name -> name.contains("MakeCoffee"));
        List<Long> buckets = new ArrayList<>();
        for (String bound : List.of("0.0001", "0.001", "0.01", "0.1", "1", "+Inf")) {
            String name = "millrace_request_seconds_bucket{operation=\"ListStreams\",le=\"" + bound + "\"}";
            assertThat(samples).containsKey(name);
            buckets.add(Long.parseLong(samples.get(name)));
        }
        assertThat(buckets).isSorted();
    }

    @Test
    void thousandsOfShardsDoNotBecomeThousandsOfSeries() {
        kinesis.createStream("us-east-1", "a-wide", 5_000);
        for (int i = 0; i < 12; i++) {
            kinesis.createStream("us-east-1", "b-" + i, 100);
        }
        kinesis.createStream("us-east-1", "c-small", 1);
        Map<String, String> samples = scrape();
        assertThat(samples.keySet())
                .filteredOn(name -> name.startsWith("millrace_shard_records_in_total"))
                .hasSize(1_000);
        assertThat(samples.keySet()).filteredOn(name -> name.contains("a-wide")).hasSize(9);
        assertThat(samples).containsEntry("millrace_shards_without_series", "5201");
    }
}
