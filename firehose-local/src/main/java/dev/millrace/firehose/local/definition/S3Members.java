package dev.millrace.firehose.local.definition;

import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.MemberType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Members of the structures that describe a bucket as the destination, as in the service's model. */
public final class S3Members {

    static final String BACKUP = "S3BackupConfiguration";
    static final String BACKUP_UPDATE = "S3BackupUpdate";

    private static final Pattern ROLE = Pattern.compile("arn:.*:iam::\\d{12}:role/[a-zA-Z_0-9+=,.@\\-_/]+");
    private static final Pattern BUCKET = Pattern.compile("arn:.*:s3:::[\\w\\.\\-]{1,255}");
    private static final Pattern KEY =
            Pattern.compile("arn:.*:kms:[a-zA-Z0-9\\-]+:\\d{12}:key/[a-zA-Z_0-9+=,.@\\-_/]+");
    private static final Pattern KEY_OR_ALIAS =
            Pattern.compile("arn:.*:kms:[a-zA-Z0-9\\-]+:\\d{12}:(key|alias)/[a-zA-Z_0-9+=,.@\\-_/]+");

    private S3Members() {}

    /** S3DestinationConfiguration. */
    public static Member configuration() {
        return Member.structure("S3DestinationConfiguration", plain(true));
    }

    /** S3DestinationUpdate. */
    public static Member update() {
        return Member.structure("S3DestinationUpdate", plain(false));
    }

    /** ExtendedS3DestinationConfiguration. */
    public static Member extendedConfiguration() {
        return Member.structure("ExtendedS3DestinationConfiguration", extended(BACKUP, true));
    }

    /** ExtendedS3DestinationUpdate. */
    public static Member extendedUpdate() {
        return Member.structure("ExtendedS3DestinationUpdate", extended(BACKUP_UPDATE, false));
    }

    /** Members that both forms have. */
    static Set<String> plainNames() {
        return plain(true).stream().map(Member::name).collect(Collectors.toUnmodifiableSet());
    }

    static Member role(boolean mandatory) {
        return mandatory(Member.string("RoleARN").between(1, 512).matching(ROLE), mandatory);
    }

    /** A key that encrypts a delivery stream; of a bucket it may also be an alias. */
    static Member key() {
        return Member.string("KeyARN").between(1, 512).matching(KEY);
    }

    private static List<Member> plain(boolean mandatory) {
        return List.of(
                role(mandatory),
                mandatory(Member.string("BucketARN").between(1, 2048).matching(BUCKET), mandatory),
                prefix("Prefix"),
                prefix("ErrorOutputPrefix"),
                Member.structure(
                        "BufferingHints",
                        List.of(Member.integer("SizeInMBs", 1, 128), Member.integer("IntervalInSeconds", 0, 900))),
                Member.string("CompressionFormat").oneOf("UNCOMPRESSED", "GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY"),
                Member.structure(
                        "EncryptionConfiguration",
                        List.of(
                                Member.string("NoEncryptionConfig").oneOf("NoEncryption"),
                                Member.structure(
                                        "KMSEncryptionConfig",
                                        List.of(Member.string("AWSKMSKeyARN")
                                                .between(1, 512)
                                                .matching(KEY_OR_ALIAS)
                                                .mandatory())))),
                Member.structure(
                        "CloudWatchLoggingOptions",
                        List.of(
                                Member.of("Enabled", MemberType.BOOLEAN),
                                Member.string("LogGroupName")
                                        .between(0, 512)
                                        .matching(pattern("[\\.\\-_/#A-Za-z0-9]*")),
                                Member.string("LogStreamName").between(0, 512).matching(pattern("[^:*]*")))));
    }

    private static List<Member> extended(String backupName, boolean mandatory) {
        List<Member> members = new ArrayList<>(plain(mandatory));
        members.addAll(List.of(
                Processors.member(),
                Member.string("S3BackupMode").oneOf("Disabled", "Enabled"),
                Member.structure(backupName, plain(mandatory)),
                Member.structure(
                        "DataFormatConversionConfiguration", List.of(Member.of("Enabled", MemberType.BOOLEAN))),
                Member.structure(
                        "DynamicPartitioningConfiguration",
                        List.of(
                                Member.structure("RetryOptions", List.of(Member.integer("DurationInSeconds", 0, 7200))),
                                Member.of("Enabled", MemberType.BOOLEAN))),
                Member.string("FileExtension").between(0, 128).matching(pattern("^$|\\.[0-9a-z!\\-_.*'()]+")),
                Member.string("CustomTimeZone").between(0, 50).matching(pattern("^$|[a-zA-Z/_]+"))));
        return members;
    }

    private static Member prefix(String name) {
        return Member.string(name).between(0, 1024).matching(pattern(".*"));
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(text);
    }

    private static Member mandatory(Member member, boolean mandatory) {
        return mandatory ? member.mandatory() : member;
    }
}
