package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** What a data directory keeps for the next start. */
class DataDirectoryTest {

    private static final String CHANNEL = """
            {"ChannelName": "lake", "ServiceExecutionRoleARN": "arn:aws:iam::000000000000:role/delivery",
             "StreamConfigurationList": [{"StreamARN": "arn:aws:kinesis:us-east-1:000000000000:stream/logs",
                                          "RecordConfiguration": {"RecordFormatType": "JSON"}}],
             "S3DestinationConfiguration": {"StorageConfiguration": {"BucketARN": "arn:aws:s3:::lake",
                 "ExpectedBucketOwner": "000000000000", "CompressionType": "ZSTD"}}}""";

    private static final String DESCRIBE = "{\"ChannelARN\":\"arn:aws:kinesis:us-east-1:000000000000:channel/lake\"}";

    @TempDir
    private Path temporary;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-04T05:06:07Z"));

    @Test
    void recordsShardsAndIteratorsOutliveARestart() {
        String iterator = run(client -> {
            StreamUnderTest stream = StreamUnderTest.create(client, "orders", 2);
            stream.putAt("0", "one");
            stream.putAt("0", "two");
            String next = stream.get(stream.iterator(StreamUnderTest.SHARD_0, ShardIteratorType.TRIM_HORIZON))
                    .nextShardIterator();
            stream.putAt("0", "three");
            stream.split(StreamUnderTest.SHARD_1, "200000000000000000000000000000000000000");
            stream.merge(StreamUnderTest.SHARD_0, StreamUnderTest.SHARD_2);
            stream.putAt("0", "four");
            return next;
        });
        run(client -> {
            StreamUnderTest stream = new StreamUnderTest(client, "orders");
            assertThat(StreamUnderTest.texts(stream.fromStart(StreamUnderTest.SHARD_0)))
                    .containsExactly("one", "two", "three");
            assertThat(stream.get(iterator).records())
                    .extracting(record -> record.data().asUtf8String())
                    .containsExactly("three");
            List<Shard> shards = stream.shards();
            assertThat(shards).hasSize(5);
            assertThat(shards.get(4).parentShardId()).isEqualTo(StreamUnderTest.SHARD_0);
            assertThat(shards.get(4).adjacentParentShardId()).isEqualTo(StreamUnderTest.SHARD_2);
            assertThat(shards.get(0).sequenceNumberRange().endingSequenceNumber())
                    .isNotNull();
            assertThat(shards.get(4).sequenceNumberRange().endingSequenceNumber())
                    .isNull();
            assertThat(StreamUnderTest.texts(stream.fromStart(StreamUnderTest.SHARD_4)))
                    .containsExactly("four");
            String last = stream.get(stream.iterator(StreamUnderTest.SHARD_4, ShardIteratorType.TRIM_HORIZON))
                    .records()
                    .get(0)
                    .sequenceNumber();
            assertThat(stream.putAt("0", "five").sequenceNumber()).isGreaterThan(last);
            return "";
        });
    }

    @Test
    void settingsOutliveARestart() {
        String arn = run(client -> {
            StreamUnderTest.create(client, "orders", 1);
            client.increaseStreamRetentionPeriod(
                    request -> request.streamName("orders").retentionPeriodHours(48));
            client.addTagsToStream(request -> request.streamName("orders").tags(Map.of("team", "blue")));
            client.startStreamEncryption(request -> request.streamName("orders")
                    .encryptionType(EncryptionType.KMS)
                    .keyId("alias/aws/kinesis"));
            client.enableEnhancedMonitoring(
                    request -> request.streamName("orders").shardLevelMetrics(MetricsName.INCOMING_BYTES));
            String streamArn = summary(client).streamARN();
            client.updateMaxRecordSize(request -> request.streamARN(streamArn).maxRecordSizeInKiB(2_048));
            client.putResourcePolicy(request -> request.resourceARN(streamArn).policy("{\"a\":1}"));
            return client.registerStreamConsumer(request ->
                            request.streamARN(streamArn).consumerName("reader").tags(Map.of("tier", "gold")))
                    .consumer()
                    .consumerARN();
        });
        run(client -> {
            StreamDescriptionSummary summary = summary(client);
            assertThat(summary.retentionPeriodHours()).isEqualTo(48);
            assertThat(summary.keyId()).isEqualTo("alias/aws/kinesis");
            assertThat(summary.maxRecordSizeInKiB()).isEqualTo(2_048);
            assertThat(summary.consumerCount()).isEqualTo(1);
            assertThat(summary.enhancedMonitoring().get(0).shardLevelMetrics())
                    .containsExactly(MetricsName.INCOMING_BYTES);
            assertThat(client.listTagsForStream(request -> request.streamName("orders"))
                            .tags())
                    .extracting(tag -> tag.key() + "=" + tag.value())
                    .containsExactly("team=blue");
            assertThat(client.getResourcePolicy(request -> request.resourceARN(summary.streamARN()))
                            .policy())
                    .isEqualTo("{\"a\":1}");
            assertThat(client.describeStreamConsumer(request -> request.consumerARN(arn))
                            .consumerDescription()
                            .consumerName())
                    .isEqualTo("reader");
            assertThat(client.listTagsForResource(request -> request.resourceARN(arn))
                            .tags())
                    .extracting(tag -> tag.key() + "=" + tag.value())
                    .containsExactly("tier=gold");
            client.deregisterStreamConsumer(request -> request.consumerARN(arn));
            return "";
        });
        run(client -> {
            assertThat(summary(client).consumerCount()).isZero();
            return "";
        });
    }

    @Test
    void channelsAndCommitmentsOutliveARestart() {
        String body = run(client -> {
            RawHttp http = new RawHttp(LAST.get().endpoint());
            http.json("CreateStream", "{\"StreamName\":\"logs\",\"StreamModeDetails\":{\"StreamMode\":\"ON_DEMAND\"}}");
            http.json("UpdateAccountSettings", "{\"MinimumThroughputBillingCommitment\":{\"Status\":\"ENABLED\"}}");
            assertThat(http.json("CreateChannel", CHANNEL).statusCode()).isEqualTo(200);
            return settings(http);
        });
        run(client -> {
            assertThat(settings(new RawHttp(LAST.get().endpoint())))
                    .isEqualTo(body)
                    .contains("ENABLED", "lake", "ZSTD");
            return "";
        });
    }

    @Test
    void deletedStreamsStayDeletedAndTheirFilesGo() throws IOException {
        run(client -> {
            StreamUnderTest.create(client, "orders", 1).put("key", "old");
            client.deleteStream(request -> request.streamName("orders"));
            return "";
        });
        assertThat(filesBelow("streams")).isEmpty();
        run(client -> {
            assertThatThrownBy(() -> summary(client)).isInstanceOf(ResourceNotFoundException.class);
            StreamUnderTest again = StreamUnderTest.create(client, "orders", 1);
            assertThat(StreamUnderTest.texts(again.fromStart(StreamUnderTest.SHARD_0)))
                    .isEmpty();
            return "";
        });
    }

    @Test
    void namesAreNoPaths() throws IOException {
        run(client -> {
            for (String name : List.of("..", ".", "CON", "a", "A", "x".repeat(128))) {
                StreamUnderTest.create(client, name, 1).put("key", "in " + name);
            }
            return "";
        });
        try (Stream<Path> beside = Files.list(temporary)) {
            assertThat(beside).containsExactly(folder());
        }
        run(client -> {
            assertThat(client.listStreams().streamNames()).hasSize(6);
            assertThat(texts(client, "..")).containsExactly("in ..");
            assertThat(texts(client, "a")).containsExactly("in a");
            return "";
        });
    }

    @Test
    void expiredRecordsFreeTheirSpaceAndNumbersGoOn() throws IOException {
        String before = run(client -> {
            StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
            stream.put("key", "x".repeat(900_000));
            clock.advance(Duration.ofHours(2));
            stream.put("key", "y".repeat(900_000));
            clock.advance(Duration.ofHours(23));
            String last = stream.put("key", "small").sequenceNumber();
            assertThat(sizeBelow()).isBetween(900_000L, 1_000_000L);
            clock.advance(Duration.ofHours(25));
            assertThat(StreamUnderTest.texts(stream.fromStart(StreamUnderTest.SHARD_0)))
                    .isEmpty();
            assertThat(sizeBelow()).isLessThan(3_000);
            return last;
        });
        run(client -> {
            assertThat(new StreamUnderTest(client, "orders").put("key", "next").sequenceNumber())
                    .isGreaterThan(before);
            return "";
        });
    }

    @Test
    void oneServiceAtATime() {
        try (LocalKinesis first = builder().start()) {
            assertThat(first.recovery()).isNotNull();
            assertThatThrownBy(() -> builder().start())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("in use");
        }
        builder().start().close();
    }

    @Test
    void foldersOfOthersAreRefusedAndLeftAsTheyAre() throws IOException {
        Files.createDirectory(folder());
        Files.writeString(folder().resolve("thesis.txt"), "mine");
        assertThatThrownBy(() -> builder().start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a data directory");
        assertThat(filesBelow("")).containsExactly("thesis.txt");
        Files.delete(folder().resolve("thesis.txt"));
        builder().start().close();
        Files.writeString(folder().resolve("millrace.json"), "{\"format\":2}");
        assertThatThrownBy(() -> builder().start()).hasMessageContaining("another version");
    }

    @Test
    void unreadableStateIsToldWithItsFile() throws IOException {
        run(client -> {
            StreamUnderTest.create(client, "orders", 1);
            return "";
        });
        Path state = folder().resolve("streams/0000000001/stream.json");
        Files.writeString(state, "{");
        assertThatThrownBy(() -> builder().start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("stream.json");
        Files.writeString(state, "{}");
        assertThatThrownBy(() -> builder().start()).hasMessageContaining("no String named 'account'");
    }

    @Test
    void theRecoveryTellsWhatWasThereAndWhatWasCutOff() throws IOException {
        run(client -> {
            StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
            stream.put("key", "one");
            stream.put("key", "two");
            return "";
        });
        Path log = folder().resolve("streams/0000000001/shard-000000000000/00000000000000000001.log");
        byte[] bytes = Files.readAllBytes(log);
        Files.write(log, Arrays.copyOf(bytes, bytes.length - 1));
        try (LocalKinesis kinesis = builder().start()) {
            assertThat(kinesis.recovery()).isNotNull().satisfies(recovery -> {
                assertThat(recovery.streamCount()).isEqualTo(1);
                assertThat(recovery.recordCount()).isEqualTo(1);
                assertThat(recovery.tornTails()).hasSize(1);
                assertThat(recovery.tornTails().get(0).file()).isEqualTo(log);
            });
        }
    }

    private static final ThreadLocal<LocalKinesis> LAST = new ThreadLocal<>();

    private static List<String> texts(KinesisClient client, String name) {
        return StreamUnderTest.texts(new StreamUnderTest(client, name).fromStart(StreamUnderTest.SHARD_0));
    }

    private <T> T run(Function<KinesisClient, T> work) {
        try (LocalKinesis kinesis = builder().start();
                KinesisClient client = ClientForm.SYNC_CBOR.openWithoutRetries(kinesis.endpoint(), Region.US_EAST_1)) {
            LAST.set(kinesis);
            return work.apply(client);
        }
    }

    private LocalKinesisBuilder builder() {
        return LocalKinesis.builder().dataDirectory(folder()).clock(clock);
    }

    private Path folder() {
        return temporary.resolve("data");
    }

    private static StreamDescriptionSummary summary(KinesisClient client) {
        return client.describeStreamSummary(request -> request.streamName("orders"))
                .streamDescriptionSummary();
    }

    private static String settings(RawHttp http) {
        return new String(http.json("DescribeAccountSettings", "{}").body(), StandardCharsets.UTF_8)
                + new String(http.json("DescribeChannel", DESCRIBE).body(), StandardCharsets.UTF_8);
    }

    private long sizeBelow() {
        try (Stream<Path> files = Files.walk(folder().resolve("streams"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> filesBelow(String path) throws IOException {
        Path start = folder().resolve(path);
        try (Stream<Path> files = Files.walk(start)) {
            return files.filter(file -> !file.equals(start))
                    .map(file -> start.relativize(file).toString())
                    .toList();
        }
    }
}
