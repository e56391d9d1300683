package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cli.io.HttpThreads;
import dev.millrace.local.LocalKinesis;
import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordAggregator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

@Timeout(60)
class TailTest {

    private static final String STREAM = "zoo";

    private LocalKinesis kinesis;
    private KinesisAsyncClient client;
    private String endpoint;

    @BeforeEach
    void start() {
        kinesis = LocalKinesis.start();
        endpoint = kinesis.endpoint().toString();
        client = KinesisAsyncClient.builder()
                .endpointOverride(kinesis.endpoint())
                .region(Region.US_EAST_1)
                .httpClientBuilder(HttpThreads.httpClient())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .build();
        client.createStream(request -> request.streamName(STREAM).shardCount(2)).join();
    }

    @AfterEach
    void stop() {
        client.close();
        kinesis.close();
    }

    @Test
    void aggregatedRecordsAreTakenApart() throws IOException {
        RecordAggregator aggregator = RecordAggregator.create();
        aggregator.addUserRecord("one", text("first"));
        aggregator.addUserRecord("two", new byte[] {(byte) 0xFF});
        putAll(aggregator);
        aggregator.addUserRecord("three", HashKey.parse("7"), text("third"));
        putAll(aggregator);

        List<JsonNode> printed = tail("--count", "3").json();

        JsonNode first = by("one", printed);
        JsonNode second = by("two", printed);
        JsonNode third = by("three", printed);
        assertThat(List.of(first, second, third))
                .allMatch(record -> record.required("aggregated").asBoolean());
        assertThat(first.required("pinned").asBoolean()).isTrue();
        assertThat(first.required("explicitHashKey").isNull()).isTrue();
        assertThat(first.required("subSequenceNumber").asInt()).isZero();
        assertThat(second.required("subSequenceNumber").asInt()).isEqualTo(1);
        assertThat(second.required("sequenceNumber")).isEqualTo(first.required("sequenceNumber"));
        assertThat(second.has("text")).as("text of bytes that are none").isFalse();
        assertThat(second.required("data").asText()).isEqualTo("/w==");
        assertThat(third.required("pinned").asBoolean()).isFalse();
        assertThat(third.required("explicitHashKey").asText()).isEqualTo("7");
        assertThat(third.required("text").asText()).isEqualTo("third");
    }

    @Test
    void corruptRecordIsPrintedWithItsReason() throws IOException {
        byte[] corrupt = Vectors.malformed().stream()
                .filter(line -> line.required("expect").asText().equals("corrupt"))
                .findFirst()
                .orElseThrow()
                .required("data")
                .binaryValue();
        put("key", corrupt);

        JsonNode printed = tail("--count", "1").json().get(0);

        assertThat(printed.required("corrupt").asText()).isNotBlank();
        assertThat(printed.required("data").binaryValue()).isEqualTo(corrupt);
    }

    @Test
    void latestPrintsOnlyWhatComesLater() throws Exception {
        put("before", text("before"));
        PipedReader reader = new PipedReader(65_536);
        PrintWriter out = new PrintWriter(new PipedWriter(reader), true);
        StringWriter err = new StringWriter();
        CompletableFuture<Integer> tail = CompletableFuture.supplyAsync(() -> Command.run(
                out,
                new PrintWriter(err),
                "tail",
                "-s",
                STREAM,
                "--from",
                "LATEST",
                "--count",
                "1",
                "--endpoint",
                endpoint));

        // The command does not say when it has begun, so put until it prints something.
        for (int i = 0; !reader.ready() && !tail.isDone(); i++) {
            put("later", text("later " + i));
        }

        String line = Objects.requireNonNull(new BufferedReader(reader).readLine());
        assertThat(new ObjectMapper().readTree(line).required("text").asText()).startsWith("later ");
        assertThat(tail.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void tailEndsWhenNobodyReadsItsOutput() throws Exception {
        put("key", text("word"));
        Writer closed = Writer.nullWriter();
        closed.close();

        CompletableFuture<Integer> tail = CompletableFuture.supplyAsync(() -> Command.run(
                new PrintWriter(closed),
                new PrintWriter(new StringWriter()),
                "tail",
                "-s",
                STREAM,
                "--endpoint",
                endpoint));

        assertThat(tail.get(30, TimeUnit.SECONDS)).isZero();
    }

    private Command tail(String... options) {
        String[] arguments = new String[options.length + 5];
        System.arraycopy(options, 0, arguments, 5, options.length);
        List<String> first = List.of("tail", "--stream", STREAM, "--endpoint", endpoint);
        for (int i = 0; i < first.size(); i++) {
            arguments[i] = first.get(i);
        }
        Command run = Command.run(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run;
    }

    private void putAll(RecordAggregator aggregator) {
        for (AggregatedRecord record : aggregator.clearAndGet()) {
            client.putRecord(request -> request.streamName(STREAM)
                            .partitionKey(record.partitionKey())
                            .explicitHashKey(String.valueOf(record.explicitHashKey()))
                            .data(SdkBytes.fromByteBuffer(record.data())))
                    .join();
        }
    }

    private void put(String key, byte[] data) {
        client.putRecord(request -> request.streamName(STREAM).partitionKey(key).data(SdkBytes.fromByteArray(data)))
                .join();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode by(String key, List<JsonNode> records) {
        return records.stream()
                .filter(record -> record.required("partitionKey").asText().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
