package dev.millrace.firehose.local;

import java.util.Map;

/**
 * Requests that break no constraint of the service's model, and tables of what breaks one: a member, what is put in the
 * place of its value, and what is told.
 *
 * <p>A value is JSON; {@code null} for none, {@code "text"+N} for a text and N more characters, {@code list*N} for N copies
 * of the first element.
 */
final class ModelConstraints {

    private static final String BUCKET = """
            "RoleARN": "arn:aws:iam::000000000000:role/any", "BucketARN": "arn:aws:s3:::words",
            "Prefix": "p/", "ErrorOutputPrefix": "e/", "BufferingHints": {"SizeInMBs": 5, "IntervalInSeconds": 60},
            "CompressionFormat": "GZIP", "EncryptionConfiguration": {"NoEncryptionConfig": "NoEncryption",
              "KMSEncryptionConfig": {"AWSKMSKeyARN": "arn:aws:kms:us-east-1:000000000000:alias/any"}},
            "CloudWatchLoggingOptions": {"Enabled": true, "LogGroupName": "g", "LogStreamName": "s"}""";

    private static final String EXTENDED = BUCKET + """
            , "ProcessingConfiguration": {"Enabled": true, "Processors": [{"Type": "Lambda", "Parameters": [
                {"ParameterName": "LambdaArn", "ParameterValue": "any"}]}]},
            "S3BackupMode": "Enabled", "DataFormatConversionConfiguration": {"Enabled": true},
            "DynamicPartitioningConfiguration": {"Enabled": true, "RetryOptions": {"DurationInSeconds": 300}},
            "FileExtension": ".txt", "CustomTimeZone": "UTC", "%s": {%s}""";

    /** Requests that break no constraint, by operation. Nothing of them is there, or can be run. */
    static final Map<String, String> REQUESTS = Map.ofEntries(
            Map.entry(
                    "CreateDeliveryStream", """
                    {"DeliveryStreamName": "missing", "DeliveryStreamType": "MSKAsSource",
                     "DirectPutSourceConfiguration": {"ThroughputHintInMBs": 1},
                     "KinesisStreamSourceConfiguration": {"RoleARN": "arn:aws:iam::000000000000:role/any",
                       "KinesisStreamARN": "arn:aws:kinesis:us-east-1:000000000000:stream/words"},
                     "DeliveryStreamEncryptionConfigurationInput": {"KeyType": "CUSTOMER_MANAGED_CMK",
                       "KeyARN": "arn:aws:kms:us-east-1:000000000000:key/any"},
                     "S3DestinationConfiguration": {%s}, "ExtendedS3DestinationConfiguration": {%s},
                     "Tags": [{"Key": "k", "Value": "v"}]}""".formatted(BUCKET, EXTENDED.formatted("S3BackupConfiguration", BUCKET))),
            Map.entry("UpdateDestination", """
                    {"DeliveryStreamName": "missing", "CurrentDeliveryStreamVersionId": "1", "DestinationId": "d-1",
                     "S3DestinationUpdate": {%s}, "ExtendedS3DestinationUpdate": {%s}}""".formatted(BUCKET, EXTENDED.formatted("S3BackupUpdate", BUCKET))),
            Map.entry("DeleteDeliveryStream", "{\"DeliveryStreamName\": \"missing\", \"AllowForceDelete\": true}"),
            Map.entry("DescribeDeliveryStream", """
                    {"DeliveryStreamName": "missing", "Limit": 1, "ExclusiveStartDestinationId": "d-1"}"""),
            Map.entry("ListDeliveryStreams", """
                    {"Limit": 1, "DeliveryStreamType": "DirectPut", "ExclusiveStartDeliveryStreamName": "a"}"""),
            Map.entry("ListTagsForDeliveryStream", """
                    {"DeliveryStreamName": "missing", "ExclusiveStartTagKey": "k", "Limit": 1}"""),
            Map.entry("PutRecord", "{\"DeliveryStreamName\": \"missing\", \"Record\": {\"Data\": \"aGk=\"}}"),
            Map.entry("PutRecordBatch", "{\"DeliveryStreamName\": \"missing\", \"Records\": [{\"Data\": \"aGk=\"}]}"),
            Map.entry("StartDeliveryStreamEncryption", """
                    {"DeliveryStreamName": "missing", "DeliveryStreamEncryptionConfigurationInput": {
                       "KeyType": "AWS_OWNED_CMK", "KeyARN": "arn:aws:kms:us-east-1:000000000000:key/any"}}"""),
            Map.entry("StopDeliveryStreamEncryption", "{\"DeliveryStreamName\": \"missing\"}"),
            Map.entry("TagDeliveryStream", """
                    {"DeliveryStreamName": "missing", "Tags": [{"Key": "k", "Value": "v"}]}"""),
            Map.entry("UntagDeliveryStream", "{\"DeliveryStreamName\": \"missing\", \"TagKeys\": [\"k\"]}"));

    /** Members of a bucket: what is put in the place of a value, and the constraint that this breaks. */
    static final String BUCKET_TABLE = """
            RoleARN | "" | length greater than or equal to 1
            RoleARN | "arn:aws:iam::000000000000:role/"+482 | length less than or equal to 512
            RoleARN | "role" | regular expression pattern: arn:.*:iam::
            BucketARN | "" | length greater than or equal to 1
            BucketARN | "arn:aws:s3:::"+2036 | length less than or equal to 2048
            BucketARN | "words" | regular expression pattern: arn:.*:s3:::
            Prefix | ""+1025 | length less than or equal to 1024
            ErrorOutputPrefix | ""+1025 | length less than or equal to 1024
            BufferingHints.SizeInMBs | 0 | value greater than or equal to 1
            BufferingHints.SizeInMBs | 129 | value less than or equal to 128
            BufferingHints.IntervalInSeconds | -1 | value greater than or equal to 0
            BufferingHints.IntervalInSeconds | 901 | value less than or equal to 900
            CompressionFormat | "gzip" | enum value set: [UNCOMPRESSED, GZIP, ZIP, Snappy, HADOOP_SNAPPY]
            EncryptionConfiguration.NoEncryptionConfig | "None" | enum value set: [NoEncryption]
            EncryptionConfiguration.KMSEncryptionConfig.AWSKMSKeyARN | null | must not be null
            EncryptionConfiguration.KMSEncryptionConfig.AWSKMSKeyARN | "alias/any" | pattern: arn:.*:kms:
            EncryptionConfiguration.KMSEncryptionConfig.AWSKMSKeyARN | ""+513 | length less than or equal to 512
            CloudWatchLoggingOptions.LogGroupName | "a b" | regular expression pattern
            CloudWatchLoggingOptions.LogGroupName | ""+513 | length less than or equal to 512
            CloudWatchLoggingOptions.LogStreamName | "a:b" | regular expression pattern
            CloudWatchLoggingOptions.LogStreamName | ""+513 | length less than or equal to 512
            """;

    static final String EXTENDED_TABLE = BUCKET_TABLE + """
            ProcessingConfiguration.Processors[0].Type | null | must not be null
            ProcessingConfiguration.Processors[0].Type | "lambda" | enum value set: [RecordDeAggregation,
            ProcessingConfiguration.Processors[0].Parameters[0].ParameterName | null | must not be null
            ProcessingConfiguration.Processors[0].Parameters[0].ParameterName | "Arn" | enum value set: [LambdaArn,
            ProcessingConfiguration.Processors[0].Parameters[0].ParameterValue | null | must not be null
            ProcessingConfiguration.Processors[0].Parameters[0].ParameterValue | "" | length greater than or equal to 1
            ProcessingConfiguration.Processors[0].Parameters[0].ParameterValue | ""+5121 | less than or equal to 5120
            ProcessingConfiguration.Processors[0].Parameters[0].ParameterValue | "  " | regular expression pattern
            S3BackupMode | "Yes" | enum value set: [Disabled, Enabled]
            DynamicPartitioningConfiguration.RetryOptions.DurationInSeconds | -1 | greater than or equal to 0
            DynamicPartitioningConfiguration.RetryOptions.DurationInSeconds | 7201 | less than or equal to 7200
            FileExtension | "txt" | regular expression pattern
            FileExtension | "."+128 | length less than or equal to 128
            CustomTimeZone | "Etc/GMT+1" | regular expression pattern
            CustomTimeZone | ""+51 | length less than or equal to 50
            """;

    static final String MANDATORY_TABLE = """
            RoleARN | null | must not be null
            BucketARN | null | must not be null
            """;

    static final String NAME_TABLE = """
            DeliveryStreamName | null | must not be null
            DeliveryStreamName | "" | length greater than or equal to 1
            DeliveryStreamName | ""+65 | length less than or equal to 64
            DeliveryStreamName | "a/b" | regular expression pattern: [a-zA-Z0-9_.-]+
            """;

    static final String TAGS_TABLE = """
            Tags | list*0 | length greater than or equal to 1
            Tags | list*51 | length less than or equal to 50
            Tags[0].Key | null | must not be null
            Tags[0].Key | "" | length greater than or equal to 1
            Tags[0].Key | ""+129 | length less than or equal to 128
            Tags[0].Key | "aws:k" | regular expression pattern
            Tags[0].Value | ""+257 | length less than or equal to 256
            Tags[0].Value | "<" | regular expression pattern
            """;

    static final String ENCRYPTION_TABLE = """
            KeyType | null | must not be null
            KeyType | "KMS" | enum value set: [AWS_OWNED_CMK, CUSTOMER_MANAGED_CMK]
            KeyARN | "" | length greater than or equal to 1
            KeyARN | ""+513 | length less than or equal to 512
            KeyARN | "arn:aws:kms:us-east-1:000000000000:alias/any" | regular expression pattern
            """;

    static final String CREATE_TABLE = """
            DeliveryStreamType | "Put" | enum value set: [DirectPut, KinesisStreamAsSource, MSKAsSource, DatabaseAsSource]
            DirectPutSourceConfiguration.ThroughputHintInMBs | null | must not be null
            DirectPutSourceConfiguration.ThroughputHintInMBs | 0 | value greater than or equal to 1
            DirectPutSourceConfiguration.ThroughputHintInMBs | 101 | value less than or equal to 100
            KinesisStreamSourceConfiguration.KinesisStreamARN | null | must not be null
            KinesisStreamSourceConfiguration.KinesisStreamARN | "words" | regular expression pattern
            KinesisStreamSourceConfiguration.KinesisStreamARN | ""+513 | length less than or equal to 512
            KinesisStreamSourceConfiguration.RoleARN | null | must not be null
            KinesisStreamSourceConfiguration.RoleARN | "role" | regular expression pattern
            """;

    static final String UPDATE_TABLE = """
            CurrentDeliveryStreamVersionId | null | must not be null
            CurrentDeliveryStreamVersionId | "" | length greater than or equal to 1
            CurrentDeliveryStreamVersionId | "one" | regular expression pattern: [0-9]+
            CurrentDeliveryStreamVersionId | ""+51 | length less than or equal to 50
            DestinationId | null | must not be null
            DestinationId | "" | length greater than or equal to 1
            DestinationId | "d_1" | regular expression pattern: [a-zA-Z0-9-]+
            DestinationId | ""+101 | length less than or equal to 100
            """;

    static final String LIST_TABLE = """
            Limit | 0 | value greater than or equal to 1
            Limit | 10001 | value less than or equal to 10000
            DeliveryStreamType | "Put" | enum value set
            ExclusiveStartDeliveryStreamName | "" | length greater than or equal to 1
            ExclusiveStartDeliveryStreamName | ""+65 | length less than or equal to 64
            ExclusiveStartDeliveryStreamName | "a/b" | regular expression pattern
            """;

    static final String DESCRIBE_TABLE = """
            Limit | 0 | value greater than or equal to 1
            Limit | 10001 | value less than or equal to 10000
            ExclusiveStartDestinationId | "" | length greater than or equal to 1
            ExclusiveStartDestinationId | ""+101 | length less than or equal to 100
            ExclusiveStartDestinationId | "d_1" | regular expression pattern
            """;

    static final String LIST_TAGS_TABLE = """
            Limit | 0 | value greater than or equal to 1
            Limit | 51 | value less than or equal to 50
            ExclusiveStartTagKey | "" | length greater than or equal to 1
            ExclusiveStartTagKey | ""+129 | length less than or equal to 128
            ExclusiveStartTagKey | "aws:k" | regular expression pattern
            """;

    static final String UNTAG_TABLE = """
            TagKeys | null | must not be null
            TagKeys | list*0 | length greater than or equal to 1
            TagKeys | list*51 | length less than or equal to 50
            TagKeys | [""] | length greater than or equal to 1
            TagKeys | ["aws:k"] | regular expression pattern
            """;

    private ModelConstraints() {}
}
