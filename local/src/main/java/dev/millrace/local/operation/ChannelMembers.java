package dev.millrace.local.operation;

import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.MemberType;
import java.util.List;
import java.util.regex.Pattern;

/** The shapes of requests about channels. */
final class ChannelMembers {

    static final String STREAMS = "StreamConfigurationList";
    static final String RECORDS = "RecordConfiguration";
    static final String TO_BUCKET = "S3DestinationConfiguration";
    static final String TO_TABLES = "S3TablesDestinationConfiguration";
    static final String STORAGE = "StorageConfiguration";
    static final String TABLES = "S3TablesConfigurationList";
    static final String DEAD_LETTERS = "DeadLetterQueueS3Configuration";
    static final String FRESHNESS = "DataFreshnessInSeconds";
    static final String ENCRYPTION = "EncryptionConfiguration";
    static final String LOGGING = "LoggingConfiguration";
    static final String LOGS = "CloudWatchLogs";

    private static final int MAX_LISTED = 10_000;
    private static final int MAX_PARTITION_FIELDS = 10;

    private ChannelMembers() {}

    static Member arn() {
        return matching("ChannelARN", 2048, "arn:aws.*:kinesis:.*:\\d{12}:channel/\\S+")
                .mandatory();
    }

    static Member streams() {
        return Member.list(
                        STREAMS,
                        List.of(
                                Member.streamArn().mandatory(),
                                Member.structure(
                                                RECORDS,
                                                List.of(
                                                        Member.string("RecordFormatType")
                                                                .mandatory()
                                                                .oneOf("GSR_JSON", "JSON", "STRING", "BYTE_ARRAY"),
                                                        matching(
                                                                "GSRSchemaARN",
                                                                512,
                                                                "arn:aws[-a-z0-9]*:glue:[-a-z0-9]+:\\d{12}:schema/"
                                                                        + "[-a-zA-Z0-9_$#.]+/[-a-zA-Z0-9_$#.]+")))
                                        .mandatory()),
                        1,
                        MAX_LISTED)
                .mandatory();
    }

    static Member role() {
        return matching("ServiceExecutionRoleARN", 512, "arn:aws[-a-z0-9]*:iam::\\d{12}:role/[a-zA-Z_0-9+=,.@\\-_/]+")
                .mandatory();
    }

    static Member toBucket() {
        return Member.structure(
                TO_BUCKET,
                List.of(
                        freshness(),
                        deadLetters(),
                        Member.structure(
                                        STORAGE,
                                        List.of(
                                                bucket(),
                                                owner(),
                                                matching("OutputKeyTemplate", 1024, "[0-9A-Za-z!\\-_'.*()\\/=:{}]+"),
                                                Member.string("StorageClass")
                                                        .oneOf("STANDARD", "INTELLIGENT_TIERING", "GLACIER_IR"),
                                                Member.string("CompressionType")
                                                        .mandatory()
                                                        .oneOf("NONE", "GZIP", "ZSTD")))
                                .mandatory()));
    }

    static Member toTables() {
        return Member.structure(
                TO_TABLES,
                List.of(
                        freshness(),
                        deadLetters().mandatory(),
                        Member.list(TABLES, table(), 1, MAX_LISTED).mandatory()));
    }

    private static List<Member> table() {
        Member fields = Member.list(
                        "PartitionFields",
                        List.of(
                                Member.string("Transform").mandatory().oneOf("TIME_HOUR"),
                                matching("SourceName", 255, "[a-zA-Z0-9\\.\\_]+")
                                        .mandatory()),
                        1,
                        MAX_PARTITION_FIELDS)
                .mandatory();
        return List.of(
                matching(
                                "TableBucketARN",
                                2048,
                                "arn:aws[-a-z0-9]*:s3tables:[-a-z0-9]+:\\d{12}:bucket/[a-z0-9_-]{3,63}")
                        .mandatory(),
                matching("Namespace", 255, "[0-9a-z_]+").mandatory(),
                matching("TableName", 255, "[0-9a-z_]+").mandatory(),
                Member.string("CompressionType").mandatory().oneOf("NONE", "ZSTD", "SNAPPY"),
                Member.structure("PartitionSpec", List.of(fields)));
    }

    static Member encryption() {
        return Member.structure(
                ENCRYPTION,
                List.of(
                        Member.string("EncryptionType").mandatory().oneOf("KMS"),
                        Member.string("KeyId").mandatory().between(1, 2048)));
    }

    static Member logging() {
        return Member.structure(
                LOGGING,
                List.of(Member.structure(
                                LOGS,
                                List.of(
                                        Member.of("Enabled", MemberType.BOOLEAN).mandatory(),
                                        matching("LogGroupName", 512, "[\\.\\-_/#A-Za-z0-9]+"),
                                        matching("LogStreamName", 512, "[^:*]*")))
                        .mandatory()));
    }

    static Member newFreshness(String destination) {
        return Member.structure(destination, List.of(freshness().mandatory()));
    }

    private static Member freshness() {
        return Member.of(FRESHNESS, MemberType.INTEGER);
    }

    private static Member deadLetters() {
        return Member.structure(
                DEAD_LETTERS,
                List.of(bucket(), owner(), matching("ErrorOutputPrefix", 512, "[0-9A-Za-z!\\-_'.*()\\/]+")));
    }

    private static Member bucket() {
        return matching("BucketARN", 2048, "arn:aws[-a-z0-9]*:s3:::[a-z0-9._-]{3,63}")
                .mandatory();
    }

    private static Member owner() {
        return Member.string("ExpectedBucketOwner").mandatory().between(12, 12).matching(Pattern.compile("\\d{12}"));
    }

    private static Member matching(String name, int maxLength, String pattern) {
        return Member.string(name).between(1, maxLength).matching(Pattern.compile(pattern));
    }
}
