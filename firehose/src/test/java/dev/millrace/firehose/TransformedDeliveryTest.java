package dev.millrace.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.firehose.compression.Compression;
import dev.millrace.firehose.destination.FolderDestination;
import dev.millrace.firehose.partition.PartitionQuery;
import dev.millrace.firehose.subrecord.RecordSplitter;
import dev.millrace.firehose.transformation.FailureCode;
import dev.millrace.firehose.transformation.FunctionTransformation;
import dev.millrace.firehose.transformation.Transformation;
import dev.millrace.firehose.transformation.TransformationSettings;
import dev.millrace.lambda.firehose.FirehoseRecord;
import dev.millrace.lambda.firehose.Transformed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of records that are put, up to their objects. */
class TransformedDeliveryTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:f";
    private static final String BAD = "bad/!{firehose:error-output-type}/";

    @TempDir
    private Path folder;

    private DeliveredFolder delivered;

    @BeforeEach
    void makeDestination() {
        delivered = new DeliveredFolder(folder.resolve("objects"));
    }

    private DeliveryStreamBuilder builder() {
        return DeliveryStream.builder("words", folder.resolve("state"), FolderDestination.of(delivered.root()))
                .clock(CLOCK)
                .prefix("good/", BAD);
    }

    private static Transformation transformation() {
        return FunctionTransformation.of(ARN, TransformedDeliveryTest::transformed);
    }

    private static Transformed transformed(FirehoseRecord record) {
        return switch (record.text()) {
            case "bad" -> Transformed.failed("bad");
            case "left" -> Transformed.dropped();
            case "plain" -> Transformed.ok("plain");
            default -> Transformed.ok("new " + record.text()).partitionKey("customer", record.text());
        };
    }

    private static void put(DeliveryStream stream, String... texts) throws Exception {
        stream.put(Stream.of(texts)
                .map(text -> ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
                .toList());
    }

    /** Contents by the folders of the objects, which have one object each. */
    private Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        delivered
                .objects()
                .forEach((name, content) -> assertThat(
                                contents.put(name.substring(0, name.lastIndexOf('/') + 1), content))
                        .isNull());
        return contents;
    }

    private static String failure(String code, String message, String data) {
        return "{\"attemptsMade\":1,\"arrivalTimestamp\":1767323045000,\"errorCode\":\"" + code
                + "\",\"errorMessage\":\"" + message + "\",\"attemptEndingTimestamp\":1767323045000,\"rawData\":\""
                + data + "\",\"lambdaArn\":\"" + ARN + "\"}\n";
    }

    @Test
    void everyRecordIsGoodOrBadOrLeftOut() throws Exception {
        try (DeliveryStream stream = builder()
                .transformation(transformation())
                .delimiter("\n")
                .extension(".txt")
                .build()) {
            stream.start();
            put(stream, "a", "bad", "left", "b");
            put(stream, "bad");

            assertThat(stream.flush(Await.LIMIT)).isTrue();
            String line =
                    failure("Lambda.ProcessingFailedStatus", "the function answered that the record failed", "YmFk");
            assertThat(contents())
                    .isEqualTo(Map.of("good/2026/01/02/03/", "new a\nnew b\n", "bad/processing-failed/", line + line));
            assertThat(delivered.objects().keySet())
                    .anyMatch(name -> name.startsWith("good/") && name.endsWith(".txt"))
                    .anyMatch(name -> name.startsWith("bad/") && !name.endsWith(".txt"));
        }
    }

    @Test
    void recordsThatAreAllLeftOutMakeNoObject() throws Exception {
        try (DeliveryStream stream = builder().transformation(transformation()).build()) {
            stream.start();
            put(stream, "left", "left");

            assertThat(stream.flush(Await.LIMIT)).isTrue();
            assertThat(delivered.objects()).isEmpty();
        }
    }

    @Test
    void functionThatFailsSendsTheWholeInvocationToTheBadPrefix() throws Exception {
        Transformation failing = FunctionTransformation.of(ARN, (event, context) -> {
            throw new IllegalStateException("no");
        });
        try (DeliveryStream stream = builder()
                .transformation(
                        failing, TransformationSettings.defaults().retries(0).bufferBytes(2))
                .build()) {
            stream.start();
            put(stream, "a", "b", "c");

            assertThat(stream.flush(Await.LIMIT)).isTrue();
            assertThat(delivered.lines()).hasSize(3).allMatch(line -> line.contains(FailureCode.FUNCTION_ERROR));
        }
    }

    @Test
    void backupHasRecordsAsTheyCame() throws Exception {
        Path raw = folder.resolve("raw");
        try (DeliveryStream stream = builder()
                .transformation(transformation())
                .sourceBackup(FolderDestination.of(raw), "all/")
                .delimiter("\n")
                .build()) {
            stream.start();
            put(stream, "a", "bad", "left");

            assertThat(stream.flush(Await.LIMIT)).isTrue();
            assertThat(delivered.lines()).hasSize(2).contains("new a");
            assertThat(new DeliveredFolder(raw).objects()).hasSize(1).allSatisfy((name, content) -> {
                assertThat(name).startsWith("all/2026/01/02/03/words-1-");
                assertThat(content).isEqualTo("abadleft");
            });
        }
    }

    @Test
    void recordsAreTakenApartBeforeTheyAreTransformed() throws Exception {
        Path raw = folder.resolve("raw");
        try (DeliveryStream stream = builder()
                .splitter(RecordSplitter.delimited(new byte[] {','}))
                .transformation(transformation())
                .sourceBackup(FolderDestination.of(raw), "all/")
                .delimiter("\n")
                .build()) {
            stream.start();
            put(stream, "a,bad,left,b", "c");

            assertThat(stream.flush(Await.LIMIT)).isTrue();
            String line =
                    failure("Lambda.ProcessingFailedStatus", "the function answered that the record failed", "YmFk");
            assertThat(contents())
                    .isEqualTo(Map.of("good/2026/01/02/03/", "new a\nnew b\nnew c\n", "bad/processing-failed/", line));
            assertThat(new DeliveredFolder(raw).objects().values()).containsExactly("a,bad,left,bc");
        }
    }

    @Test
    void partitionKeysOfTheTransformationMakePrefixes() throws Exception {
        try (DeliveryStream stream = builder()
                .transformation(transformation())
                .prefix("good/!{partitionKeyFromLambda:customer}/", BAD)
                .build()) {
            stream.start();
            put(stream, "a", "../b", "plain", "a");

            assertThat(stream.flush(Await.LIMIT)).isTrue();
            assertThat(contents())
                    .isEqualTo(Map.of(
                            "good/a/",
                            "new anew a",
                            "good/..%2Fb/",
                            "new ../b",
                            "bad/processing-failed/",
                            failure(
                                    "DynamicPartitioning.MetadataExtractionFailed",
                                    "partition key is missing: partitionKeyFromLambda:customer (the record has: [])",
                                    "cGxhaW4=")));
        }
    }

    @Test
    void partitionKeysOfAQueryMakePrefixesAndOpenOnlySoMany() throws Exception {
        try (DeliveryStream stream = builder()
                .partitionQuery(PartitionQuery.parse("{k: .a}"))
                .mostPartitions(2)
                .prefix("k=!{partitionKeyFromQuery:k}/", BAD)
                .build()) {
            stream.start();
            put(stream, "{\"a\":1}", "{\"a\":2,\"b\":0}", "{\"a\":3}", "{\"a\":1,\"b\":1}", "{}", "none");
            put(stream, "{\"a\":4}", "{\"a\":\"" + "long".repeat(200) + "\"}");

            assertThat(stream.flush(Await.LIMIT)).isTrue();
            Map<String, String> contents = contents();
            assertThat(contents).hasSize(3).containsEntry("k=1/", "{\"a\":1}{\"a\":1,\"b\":1}");
            assertThat(Objects.requireNonNull(contents.get("bad/processing-failed/"))
                            .lines())
                    .hasSize(5)
                    .noneMatch(line -> line.contains("lambdaArn"))
                    .satisfiesExactly(
                            line -> assertThat(line).contains("ActivePartitionExceeded", "count=2 (max 2)"),
                            line -> assertThat(line).contains("MetadataExtractionFailed", "key is missing"),
                            line -> assertThat(line).contains("MetadataExtractionFailed", "cannot be found"),
                            line -> assertThat(line).contains("ActivePartitionExceeded"),
                            line -> assertThat(line).contains("MetadataExtractionFailed", "prefix too long"));

            put(stream, "{\"a\":4}");
            assertThat(stream.flush(Await.LIMIT)).isTrue();
            assertThat(contents()).containsKey("k=4/");
        }
    }

    @Test
    void objectsAreCompressedAndFailedRecordsAreNot() throws Exception {
        try (DeliveryStream stream = builder()
                .transformation(transformation())
                .compression(Compression.GZIP)
                .build()) {
            stream.start();
            put(stream, "a", "bad");

            assertThat(stream.flush(Await.LIMIT)).isTrue();
            try (Stream<Path> files = Files.walk(delivered.root())) {
                Path object = files.filter(file -> file.toString().endsWith(".gz"))
                        .findFirst()
                        .orElseThrow();
                try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(object))) {
                    assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                            .isEqualTo("new a");
                }
            }
            try (Stream<Path> files = Files.list(folder.resolve("state/journal"))) {
                assertThat(files.filter(file -> file.toString().contains(".object")))
                        .isEmpty();
            }
            try (Stream<Path> files = Files.walk(delivered.root().resolve("bad"))) {
                assertThat(files.filter(Files::isRegularFile))
                        .singleElement()
                        .satisfies(file -> assertThat(Files.readString(file)).startsWith("{\"attemptsMade\":1,"));
            }
        }
    }

    @Test
    void settingsThatContradictEachOtherAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        builder().prefix("!{partitionKeyFromLambda:k}/", BAD).build())
                .withMessageContaining("there is no transformation that gives them");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        builder().prefix("!{partitionKeyFromQuery:k}/", BAD).build())
                .withMessageContaining("there is no query that finds them");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        builder().partitionQuery(PartitionQuery.parse("{}")).build())
                .withMessageContaining("query finds partition keys that the prefix does not have");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().sourceBackup(FolderDestination.of(folder), BAD))
                .withMessageContaining("prefix of the backup has partition keys or");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().mostPartitions(0))
                .withMessage("partitions out of range: 0 (allowed 1 to 5000)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().arn("words").build())
                .withMessageContaining("no ARN of a delivery stream: words");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransformationSettings.defaults().bufferBytes(0))
                .withMessage("invocation's bytes out of range: 0 (allowed 1 to 4194304)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransformationSettings.defaults().timeout(Duration.ZERO))
                .withMessageContaining("timeout out of range: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransformationSettings.defaults().retries(301))
                .withMessage("retries out of range: 301 (allowed 0 to 300)");
    }
}
