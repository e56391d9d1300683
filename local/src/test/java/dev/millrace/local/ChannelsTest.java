package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The five operations about channels, which the SDK does not know yet. */
@ParameterizedClass
@EnumSource(RawForm.class)
class ChannelsTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/orders";
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:channel/lake";
    private static final String ROLE = "arn:aws:iam::000000000000:role/delivery";
    private static final Map<String, Object> BUCKET =
            Map.of("BucketARN", "arn:aws:s3:::lake", "ExpectedBucketOwner", "000000000000");
    private static final Map<String, Object> TO_BUCKET =
            Map.of("StorageConfiguration", with(BUCKET, "CompressionType", "ZSTD"));
    private static final Map<String, Object> TABLE = Map.of(
            "TableBucketARN", "arn:aws:s3tables:us-east-1:000000000000:bucket/lake",
            "Namespace", "sales",
            "TableName", "orders",
            "CompressionType", "NONE",
            "PartitionSpec", Map.of("PartitionFields", List.of(Map.of("Transform", "TIME_HOUR", "SourceName", "at"))));

    private final LocalKinesis kinesis =
            LocalKinesis.builder().clock(new SettableClock(NOW)).start();
    private final RawHttp http = new RawHttp(kinesis.endpoint());
    private final RawForm form;

    ChannelsTest(RawForm form) {
        this.form = form;
        form.call(http, "CreateStream", Map.of("StreamName", "orders"));
    }

    @AfterEach
    void close() {
        kinesis.close();
    }

    @Test
    void aChannelToABucketIsDescribedWithItsDefaults() {
        Map<String, Object> created = create(toBucket("lake"));
        Map<String, Object> described = described(form.call(http, "DescribeChannel", Map.of("ChannelARN", ARN)));
        assertThat(described).isEqualTo(created);
        assertThat(described)
                .containsEntry("ChannelName", "lake")
                .containsEntry("ChannelARN", ARN)
                .containsEntry("ChannelStatus", "ACTIVE")
                .containsEntry("ServiceExecutionRoleARN", ROLE)
                .containsEntry("LoggingConfiguration", Map.of("CloudWatchLogs", Map.of("Enabled", false)))
                .containsEntry(
                        "S3DestinationConfiguration",
                        Map.of(
                                "DataFreshnessInSeconds", number(300),
                                "StorageConfiguration",
                                        with(with(BUCKET, "CompressionType", "ZSTD"), "StorageClass", "STANDARD"),
                                "DeadLetterQueueS3Configuration", with(BUCKET, "ErrorOutputPrefix", "errors/")))
                .doesNotContainKeys("S3TablesDestinationConfiguration", "EncryptionConfiguration")
                .containsKeys("ChannelId", "ChannelCreationTimestamp");
        assertThat(RawForm.list(described, "StreamConfigurationList"))
                .singleElement()
                .satisfies(stream -> assertThat(stream)
                        .containsEntry("StreamARN", STREAM)
                        .containsEntry("RecordConfiguration", Map.of("RecordFormatType", "JSON"))
                        .containsKey("StreamCreationTimestamp"));
    }

    @Test
    void aChannelToATableIsDescribedAsItCame() {
        Map<String, Object> destination = Map.of(
                "DataFreshnessInSeconds",
                60,
                "DeadLetterQueueS3Configuration",
                BUCKET,
                "S3TablesConfigurationList",
                List.of(TABLE));
        Map<String, Object> encryption = Map.of("EncryptionType", "KMS", "KeyId", "alias/lake");
        Map<String, Object> channel = with(channel("lake"), "S3TablesDestinationConfiguration", destination);
        channel = with(channel, "EncryptionConfiguration", encryption);
        channel = with(
                channel,
                "LoggingConfiguration",
                Map.of("CloudWatchLogs", Map.of("Enabled", true, "LogGroupName", "lake")));
        assertThat(create(channel))
                .containsEntry(
                        "S3TablesDestinationConfiguration", with(destination, "DataFreshnessInSeconds", number(60)))
                .containsEntry("EncryptionConfiguration", encryption)
                .containsEntry(
                        "LoggingConfiguration",
                        Map.of(
                                "CloudWatchLogs",
                                Map.of(
                                        "Enabled",
                                        true,
                                        "LogGroupName",
                                        "lake",
                                        "LogStreamName",
                                        "DestinationDelivery")));
    }

    @Test
    void freshnessAndLoggingChangeAndNothingElse() {
        Map<String, Object> before = create(toBucket("lake"));
        Map<String, Object> after = described(form.call(
                http,
                "UpdateChannel",
                Map.of(
                        "ChannelARN", ARN,
                        "S3DestinationConfiguration", Map.of("DataFreshnessInSeconds", 900),
                        "LoggingConfiguration", Map.of("CloudWatchLogs", Map.of("Enabled", true)))));
        assertThat(after.get("S3DestinationConfiguration"))
                .isEqualTo(
                        with(RawForm.map(before, "S3DestinationConfiguration"), "DataFreshnessInSeconds", number(900)));
        assertThat(after.get("LoggingConfiguration"))
                .isEqualTo(Map.of(
                        "CloudWatchLogs",
                        Map.of(
                                "Enabled",
                                true,
                                "LogGroupName",
                                "/aws/kinesis/lake/" + before.get("ChannelId"),
                                "LogStreamName",
                                "DestinationDelivery")));
        assertThat(form.error(
                        http,
                        "UpdateChannel",
                        Map.of(
                                "ChannelARN",
                                ARN,
                                "S3TablesDestinationConfiguration",
                                Map.of("DataFreshnessInSeconds", 900))))
                .startsWith("InvalidArgumentException: Channel lake under account 000000000000 has no"
                        + " S3TablesDestinationConfiguration");
    }

    @Test
    void channelsAreListedByNamePageByPageAndByStream() {
        form.call(http, "CreateStream", Map.of("StreamName", "others"));
        for (String name : List.of("charlie", "alpha", "bravo")) {
            create(toBucket(name));
        }
        Map<String, Object> first = form.call(http, "ListChannels", Map.of("MaxResults", 2));
        Map<String, Object> rest = form.call(http, "ListChannels", Map.of("NextToken", first.get("NextToken")));
        assertThat(Stream.of(first, rest)
                        .flatMap(page -> RawForm.list(page, "ChannelSummaries").stream())
                        .map(summary -> summary.get("ChannelName")))
                .containsExactly("alpha", "bravo", "charlie");
        assertThat(rest).doesNotContainKey("NextToken");
        assertThat(RawForm.list(rest, "ChannelSummaries").get(0))
                .containsEntry("ChannelDestinationType", "S3")
                .containsEntry("ChannelStatus", "ACTIVE");
        String others = STREAM.replace("orders", "others");
        assertThat(form.call(http, "ListChannels", Map.of("StreamFilter", List.of(Map.of("StreamARN", others)))))
                .containsEntry("ChannelSummaries", List.of());
        assertThat(form.error(http, "ListChannels", Map.of("NextToken", "garbage")))
                .isEqualTo("InvalidArgumentException: Invalid NextToken.");
    }

    @Test
    void aStreamStaysWhileAChannelReadsIt() {
        create(toBucket("lake"));
        assertThat(RawForm.map(
                        form.call(http, "DescribeStreamSummary", Map.of("StreamName", "orders")),
                        "StreamDescriptionSummary"))
                .containsEntry("ChannelCount", number(1));
        assertThat(form.call(http, "DescribeLimits", Map.of())).containsEntry("ChannelCount", number(1));
        assertThat(form.error(http, "DeleteStream", Map.of("StreamName", "orders")))
                .startsWith("ResourceInUseException: Stream orders under account 000000000000 cannot be deleted");
        assertThat(form.call(http, "DeleteChannel", Map.of("ChannelARN", ARN))).isEmpty();
        form.call(http, "DeleteStream", Map.of("StreamName", "orders"));
        for (String operation : List.of("DescribeChannel", "DeleteChannel", "UpdateChannel")) {
            assertThat(form.error(http, operation, Map.of("ChannelARN", ARN)))
                    .isEqualTo("ResourceNotFoundException: Channel lake under account 000000000000 not found.");
        }
    }

    @Test
    void aChannelHasTags() {
        create(with(toBucket("lake"), "Tags", Map.of("team", "blue")));
        assertThat(form.call(http, "ListTagsForResource", Map.of("ResourceARN", ARN)))
                .containsEntry("Tags", List.of(Map.of("Key", "team", "Value", "blue")));
    }

    @Test
    void channelsThatMakeNoSenseAreRefused() {
        create(toBucket("lake"));
        assertThat(refused(toBucket("lake")))
                .isEqualTo("ResourceInUseException: Channel lake under account 000000000000 already exists.");
        assertThat(refused(channel("none"))).startsWith("InvalidArgumentException: Either S3DestinationConfiguration");
        Map<String, Object> tables =
                Map.of("DeadLetterQueueS3Configuration", BUCKET, "S3TablesConfigurationList", List.of(TABLE, TABLE));
        assertThat(refused(with(channel("two"), "S3TablesDestinationConfiguration", tables)))
                .isEqualTo("InvalidArgumentException: A channel delivers to one table. The request has 2.");
        assertThat(refused(with(toBucket("both"), "S3TablesDestinationConfiguration", tables)))
                .startsWith("InvalidArgumentException: Either S3DestinationConfiguration");
        assertThat(refused(with(toBucket("nowhere"), "StreamConfigurationList", streams("missing"))))
                .isEqualTo("ResourceNotFoundException: Stream missing under account 000000000000 not found.");
        form.call(http, "CreateStream", Map.of("StreamName", "fixed", "ShardCount", 1));
        assertThat(refused(with(toBucket("fixed"), "StreamConfigurationList", streams("fixed"))))
                .startsWith("InvalidArgumentException: Channels are for streams in on-demand mode.");
        assertThat(refused(with(toBucket("lake two"), "ServiceExecutionRoleARN", "me")))
                .startsWith("ValidationException: 2 validation errors detected: Value 'lake two' at 'channelName'");
    }

    private Map<String, Object> create(Map<String, Object> channel) {
        return described(form.call(http, "CreateChannel", channel));
    }

    private String refused(Map<String, Object> channel) {
        return form.error(http, "CreateChannel", channel);
    }

    private static Map<String, Object> toBucket(String name) {
        return with(channel(name), "S3DestinationConfiguration", TO_BUCKET);
    }

    private static Map<String, Object> channel(String name) {
        return Map.of(
                "ChannelName", name, "ServiceExecutionRoleARN", ROLE, "StreamConfigurationList", streams("orders"));
    }

    private static List<Object> streams(String name) {
        return List.of(Map.of(
                "StreamARN",
                STREAM.replace("orders", name),
                "RecordConfiguration",
                Map.of("RecordFormatType", "JSON")));
    }

    private static Map<String, Object> with(Map<String, Object> members, String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(members);
        all.put(name, value);
        return all;
    }

    private static Map<String, Object> described(Map<String, Object> answer) {
        return RawForm.map(answer, "ChannelDescription");
    }

    private static BigDecimal number(int value) {
        return BigDecimal.valueOf(value);
    }
}
