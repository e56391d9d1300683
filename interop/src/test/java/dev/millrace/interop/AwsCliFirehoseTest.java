package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.firehose.destination.FolderDestination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Firehose's API beside the local service under the unmodified AWS CLI, and the command that its documentation shows. */
@Tag("interop")
class AwsCliFirehoseTest {

    private static final Path DOCUMENTATION = Path.of("..", "docs", "firehose.md");

    /** With the lines that go on. */
    private static final Pattern COMMAND =
            Pattern.compile("^aws firehose .*?[^\\\\]$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final String DOCUMENTED = "http://127.0.0.1:4567";
    private static final int FAILED = 255;
    private static final long LIMIT_NANOS = 60_000_000_000L;

    @TempDir
    private Path folder;

    @TempDir
    private Path buckets;

    private FirehoseService service;
    private AwsCli aws;

    @BeforeEach
    void start() {
        service = FirehoseService.start(buckets);
        aws = new AwsCli(service.endpoint(), folder);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private static String destination(String bucket) {
        return "RoleARN=arn:aws:iam::000000000000:role/any,BucketARN=arn:aws:s3:::" + bucket
                + ",BufferingHints={SizeInMBs=5,IntervalInSeconds=900}";
    }

    /** Commands take long enough for a wait of its own between them. */
    private static void until(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private JsonNode describe(String name) throws Exception {
        return aws.firehose("describe-delivery-stream", "--delivery-stream-name", name)
                .path("DeliveryStreamDescription");
    }

    private void awaitActive(String name) throws Exception {
        until(
                "active: " + name,
                () -> describe(name).path("DeliveryStreamStatus").asText().equals("ACTIVE"));
    }

    /** The contents of a bucket's objects. */
    private String content(String bucket) throws IOException {
        if (!Files.isDirectory(buckets.resolve(bucket))) {
            return "";
        }
        StringBuilder content = new StringBuilder();
        try (Stream<Path> top = Files.list(buckets.resolve(bucket))) {
            // Not into the folder of unfinished files, which vanish.
            for (Path finished : top.filter(path -> !path.endsWith(FolderDestination.INCOMING))
                    .toList()) {
                try (Stream<Path> files = Files.walk(finished)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        content.append(Files.readString(file));
                    }
                }
            }
        }
        return content.toString();
    }

    @Test
    void aDeliveryStreamLivesFromCreateToDelete() throws Exception {
        JsonNode created = aws.firehose(
                "create-delivery-stream",
                "--delivery-stream-name",
                "puts",
                "--extended-s3-destination-configuration",
                destination("first"),
                "--tags",
                "Key=team,Value=blue");
        assertThat(created.path("DeliveryStreamARN").asText())
                .isEqualTo("arn:aws:firehose:us-east-1:000000000000:deliverystream/puts");
        awaitActive("puts");
        assertThat(aws.firehose("list-delivery-streams")
                        .at("/DeliveryStreamNames/0")
                        .asText())
                .isEqualTo("puts");

        JsonNode put = aws.firehose("put-record", "--delivery-stream-name", "puts", "--record", "{\"Data\": \"one,\"}");
        assertThat(put.path("RecordId").asText()).isNotEmpty();
        JsonNode batch = aws.firehose(
                "put-record-batch",
                "--delivery-stream-name",
                "puts",
                "--records",
                "[{\"Data\": \"two,\"}, {\"Data\": \"three\"}]");
        assertThat(batch.path("FailedPutCount").intValue()).isZero();
        assertThat(batch.path("RequestResponses")).hasSize(2);

        JsonNode before = describe("puts");
        aws.firehose(
                "update-destination",
                "--delivery-stream-name",
                "puts",
                "--current-delivery-stream-version-id",
                before.path("VersionId").asText(),
                "--destination-id",
                before.at("/Destinations/0/DestinationId").asText(),
                "--extended-s3-destination-update",
                "BucketARN=arn:aws:s3:::second");
        assertThat(content("first")).isEqualTo("one,two,three");
        JsonNode after = describe("puts");
        assertThat(after.path("VersionId").asText()).isEqualTo("2");
        assertThat(after.at("/Destinations/0/ExtendedS3DestinationDescription/BucketARN")
                        .asText())
                .isEqualTo("arn:aws:s3:::second");

        aws.firehose("tag-delivery-stream", "--delivery-stream-name", "puts", "--tags", "Key=stage,Value=test");
        aws.firehose("untag-delivery-stream", "--delivery-stream-name", "puts", "--tag-keys", "team");
        JsonNode tags = aws.firehose("list-tags-for-delivery-stream", "--delivery-stream-name", "puts")
                .path("Tags");
        assertThat(tags).hasSize(1);
        assertThat(tags.at("/0/Key").asText()).isEqualTo("stage");

        aws.firehose("put-record", "--delivery-stream-name", "puts", "--record", "{\"Data\": \"four\"}");
        aws.firehose("delete-delivery-stream", "--delivery-stream-name", "puts");
        until(
                "its end",
                () -> aws.firehose("list-delivery-streams")
                        .path("DeliveryStreamNames")
                        .isEmpty());
        assertThat(content("second")).isEqualTo("four");
    }

    @Test
    void documentedCommandCreatesOneThatReadsTheStream() throws Exception {
        Matcher command = COMMAND.matcher(Files.readString(DOCUMENTATION));
        assertThat(command.find()).isTrue();
        aws.kinesis("create-stream", "--stream-name", "words", "--shard-count", "2");
        aws.kinesis("wait", "stream-exists", "--stream-name", "words");

        AwsCli.Outcome outcome = aws.without("AWS_ENDPOINT_URL_FIREHOSE")
                .shell(command.group().replace(DOCUMENTED, service.endpoint().toString()));
        assertThat(outcome.complaints()).isEmpty();
        assertThat(outcome.output()).contains("deliverystream/raw");
        aws.with("AWS_ENDPOINT_URL_FIREHOSE", service.endpoint().toString());
        awaitActive("raw");
        aws.kinesis("put-record", "--stream-name", "words", "--partition-key", "k", "--data", "cat");

        until("the object", () -> content("raw").equals("cat"));
    }

    @Test
    void errorsAreNamed() throws Exception {
        assertFails(
                aws.attemptFirehose("describe-delivery-stream", "--delivery-stream-name", "missing"),
                "An error occurred (ResourceNotFoundException) when calling the DescribeDeliveryStream operation:"
                        + " Firehose missing under account 000000000000 not found.");
        assertFails(
                aws.attemptFirehose("delete-delivery-stream", "--delivery-stream-name", "no name"),
                "An error occurred (ValidationException) when calling the DeleteDeliveryStream operation:"
                        + " 1 validation error detected: Value 'no name' at 'deliveryStreamName' failed to satisfy");
        assertFails(
                aws.attemptFirehose("create-delivery-stream", "--delivery-stream-name", "nowhere"),
                "An error occurred (InvalidArgumentException) when calling the CreateDeliveryStream operation:"
                        + " Exactly one destination is required");
    }

    private static void assertFails(AwsCli.Outcome outcome, String complaint) {
        assertThat(outcome.complaints().strip()).startsWith(complaint);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.exitCode()).isEqualTo(FAILED);
    }
}
