package dev.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.LocalKinesis;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local service under the unmodified AWS CLI. Its version 1 has neither {@code subscribe-to-shard} nor {@code --dry-run}. */
@Tag("interop")
class AwsCliTest {

    private static final String STREAM_ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/orders";
    private static final String FIRST = "shardId-000000000000";
    private static final String INSIDE_THE_SECOND = "190141183460469231731687303715884105728";
    private static final int FAILED = 255;

    private final LocalKinesis kinesis = LocalKinesis.start();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        kinesis.close();
    }

    @Test
    void aStreamLivesFromCreateToDelete() throws Exception {
        assertAStreamLives(new AwsCli(kinesis.endpoint(), folder));
    }

    @Test
    void aStreamLivesOverTls() throws Exception {
        assertAStreamLives(trusting());
    }

    @Test
    void anUntrustedCertificateIsTold() throws Exception {
        AwsCli.Outcome outcome = trusting().without("AWS_CA_BUNDLE").attempt("list-streams");
        assertThat(outcome.complaints()).contains("certificate verify failed: self-signed certificate");
        assertThat(outcome.exitCode()).isEqualTo(FAILED);
    }

    @Test
    void endpointAndRegionMayBeArguments() throws Exception {
        AwsCli aws = new AwsCli(kinesis.endpoint(), folder)
                .without("AWS_ENDPOINT_URL_KINESIS")
                .without("AWS_DEFAULT_REGION");
        JsonNode listed =
                aws.kinesis("list-streams", "--endpoint-url", kinesis.endpoint().toString(), "--region", "us-east-1");
        assertThat(listed.path("StreamNames").isArray()).isTrue();
    }

    @Test
    void errorsAreNamed() throws Exception {
        AwsCli aws = new AwsCli(kinesis.endpoint(), folder);
        assertFails(
                aws.attempt("describe-stream-summary", "--stream-name", "missing"),
                "An error occurred (ResourceNotFoundException) when calling the DescribeStreamSummary operation:"
                        + " Stream missing under account 000000000000 not found.");
        assertFails(
                aws.attempt("delete-stream", "--stream-name", "no name"),
                "An error occurred (ValidationException) when calling the DeleteStream operation:"
                        + " 1 validation error detected: Value 'no name' at 'streamName' failed to satisfy constraint:");
        assertFails(
                aws.attempt("get-records", "--shard-iterator", "garbage"),
                "An error occurred (InvalidArgumentException) when calling the GetRecords operation:"
                        + " Invalid ShardIterator.");
    }

    private AwsCli trusting() throws Exception {
        Path certificate = folder.resolve("certificate.pem");
        kinesis.saveCertificate(certificate);
        return new AwsCli(kinesis.tlsEndpoint(), folder).with("AWS_CA_BUNDLE", certificate.toString());
    }

    private static void assertFails(AwsCli.Outcome outcome, String complaint) {
        assertThat(outcome.complaints().strip()).startsWith(complaint);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.exitCode()).isEqualTo(FAILED);
    }

    private static void assertAStreamLives(AwsCli aws) throws Exception {
        aws.kinesis("create-stream", "--stream-name", "orders", "--shard-count", "2");
        aws.kinesis("wait", "stream-exists", "--stream-name", "orders");
        assertThat(aws.kinesis("list-shards", "--stream-name", "orders").path("Shards"))
                .hasSize(2);

        JsonNode put = aws.kinesis(
                "put-record",
                "--stream-name",
                "orders",
                "--partition-key",
                "key",
                "--explicit-hash-key",
                "0",
                "--data",
                "caf\u00e9");
        assertThat(put.path("ShardId").textValue()).isEqualTo(FIRST);
        JsonNode iterator = aws.kinesis(
                "get-shard-iterator",
                "--stream-name",
                "orders",
                "--shard-id",
                FIRST,
                "--shard-iterator-type",
                "AT_SEQUENCE_NUMBER",
                "--starting-sequence-number",
                put.path("SequenceNumber").textValue());
        JsonNode read = aws.kinesis(
                "get-records",
                "--shard-iterator",
                iterator.path("ShardIterator").textValue());
        assertThat(read.path("Records")).singleElement().satisfies(record -> {
            assertThat(new String(record.path("Data").binaryValue(), StandardCharsets.UTF_8))
                    .isEqualTo("caf\u00e9");
            assertThat(record.path("PartitionKey").textValue()).isEqualTo("key");
            assertThat(record.path("SequenceNumber")).isEqualTo(put.path("SequenceNumber"));
        });

        aws.kinesis("add-tags-to-stream", "--stream-name", "orders", "--tags", "team=blue");
        assertThat(aws.kinesis("list-tags-for-stream", "--stream-name", "orders")
                        .at("/Tags/0/Value")
                        .textValue())
                .isEqualTo("blue");

        aws.kinesis(
                "split-shard",
                "--stream-name",
                "orders",
                "--shard-to-split",
                "shardId-000000000001",
                "--new-starting-hash-key",
                INSIDE_THE_SECOND);
        aws.kinesis("wait", "stream-exists", "--stream-name", "orders");
        assertThat(aws.kinesis("describe-stream", "--stream-name", "orders", "--page-size", "1")
                        .at("/StreamDescription/Shards"))
                .hasSize(4);

        JsonNode consumer = aws.kinesis(
                        "register-stream-consumer", "--stream-arn", STREAM_ARN, "--consumer-name", "reader")
                .path("Consumer");
        assertThat(aws.kinesis(
                                "describe-stream-consumer",
                                "--consumer-arn",
                                consumer.path("ConsumerARN").textValue())
                        .at("/ConsumerDescription/ConsumerStatus")
                        .textValue())
                .isEqualTo("ACTIVE");

        aws.kinesis("delete-stream", "--stream-name", "orders", "--enforce-consumer-deletion");
        aws.kinesis("wait", "stream-not-exists", "--stream-name", "orders");
        assertThat(aws.kinesis("list-streams").path("StreamNames")).isEmpty();
    }
}
