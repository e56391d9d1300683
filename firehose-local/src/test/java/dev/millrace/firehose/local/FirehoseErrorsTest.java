package dev.millrace.firehose.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseAsyncClient;
import software.amazon.awssdk.services.firehose.model.CompressionFormat;
import software.amazon.awssdk.services.firehose.model.CreateDeliveryStreamRequest;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamType;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.FirehoseException;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;
import software.amazon.awssdk.services.firehose.model.LimitExceededException;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
import software.amazon.awssdk.services.firehose.model.ProcessorType;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.ResourceNotFoundException;
import software.amazon.awssdk.services.firehose.model.S3BackupMode;
import software.amazon.awssdk.services.firehose.model.Tag;

/** What is refused, under the real SDK client. Nothing of it leaves a delivery stream, nor a file. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirehoseErrorsTest {

    private final LocalServices services;

    FirehoseErrorsTest(@TempDir Path folder) {
        services = LocalServices.start(folder);
    }

    @BeforeAll
    void create() {
        Await.result(firehose().createDeliveryStream(DeliveryStreams.toBucket("there", "bucket", 900)));
        DeliveryStreams.awaitActive(firehose(), "there");
    }

    @AfterAll
    void stop() {
        assertThat(Await.result(firehose().listDeliveryStreams()).deliveryStreamNames())
                .containsExactly("there");
        services.close();
        assertThat(services.objects("bucket")).isEmpty();
        assertThat(Files.exists(services.folder().resolve("outside"))).isFalse();
    }

    private FirehoseAsyncClient firehose() {
        return services.firehose();
    }

    private void assertRefused(Consumer<CreateDeliveryStreamRequest.Builder> change, String text) {
        CreateDeliveryStreamRequest request = DeliveryStreams.toBucket("refused", "bucket", 900).toBuilder()
                .applyMutation(change)
                .build();
        assertThat(Await.failure(firehose().createDeliveryStream(request)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining(text);
    }

    private void assertDestinationRefused(Consumer<ExtendedS3DestinationConfiguration.Builder> change, String text) {
        ExtendedS3DestinationConfiguration destination =
                DeliveryStreams.toBucket("refused", "bucket", 900).extendedS3DestinationConfiguration();
        assertRefused(
                request -> request.extendedS3DestinationConfiguration(
                        destination.toBuilder().applyMutation(change).build()),
                text);
    }

    private void assertProcessorRefused(Processor processor, String text) {
        assertDestinationRefused(
                destination -> destination.processingConfiguration(
                        processing -> processing.enabled(true).processors(processor)),
                text);
    }

    private static Processor processor(ProcessorType type, String... namesAndValues) {
        List<ProcessorParameter> parameters = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.add(ProcessorParameter.builder()
                    .parameterName(namesAndValues[i])
                    .parameterValue(namesAndValues[i + 1])
                    .build());
        }
        return Processor.builder().type(type).parameters(parameters).build();
    }

    @Test
    void otherDestinationsAreRefusedByName() {
        CreateDeliveryStreamRequest splunk = CreateDeliveryStreamRequest.builder()
                .deliveryStreamName("refused")
                .splunkDestinationConfiguration(destination -> destination
                        .hecEndpoint("https://localhost")
                        .hecEndpointType("Raw")
                        .s3Configuration(
                                s3 -> s3.roleARN(LocalServices.ROLE).bucketARN(LocalServices.bucketArn("bucket"))))
                .build();
        assertThat(Await.failure(firehose().createDeliveryStream(splunk)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("SplunkDestinationConfiguration cannot be run here;"
                        + " ExtendedS3DestinationConfiguration can.");
        assertRefused(
                request -> request.httpEndpointDestinationConfiguration(destination -> destination
                        .endpointConfiguration(endpoint -> endpoint.url("https://localhost"))
                        .s3Configuration(
                                s3 -> s3.roleARN(LocalServices.ROLE).bucketARN(LocalServices.bucketArn("bucket")))),
                "HttpEndpointDestinationConfiguration cannot be run here");
    }

    @Test
    @SuppressWarnings("deprecation") // Of the service's older form, which is taken too.
    void thereIsExactlyOneDestination() {
        assertRefused(
                request -> request.extendedS3DestinationConfiguration((ExtendedS3DestinationConfiguration) null),
                "Exactly one destination is required");
        assertRefused(
                request -> request.s3DestinationConfiguration(
                        s3 -> s3.roleARN(LocalServices.ROLE).bucketARN(LocalServices.bucketArn("bucket"))),
                "there are 2");
    }

    @Test
    void sourcesThatCannotBeReadAreRefused() {
        assertRefused(
                request -> request.deliveryStreamType(DeliveryStreamType.MSK_AS_SOURCE),
                "DeliveryStreamType MSKAsSource cannot be run here.");
        assertRefused(
                request -> request.deliveryStreamType(DeliveryStreamType.KINESIS_STREAM_AS_SOURCE),
                "KinesisStreamSourceConfiguration is required");
        String arn = "arn:aws:kinesis:us-east-1:000000000000:stream/missing";
        assertRefused(
                request -> request.kinesisStreamSourceConfiguration(
                        source -> source.kinesisStreamARN(arn).roleARN(LocalServices.ROLE)),
                "KinesisStreamSourceConfiguration is not allowed when DeliveryStreamType is DirectPut.");
        assertRefused(
                request -> request.deliveryStreamType(DeliveryStreamType.KINESIS_STREAM_AS_SOURCE)
                        .kinesisStreamSourceConfiguration(
                                source -> source.kinesisStreamARN(arn).roleARN(LocalServices.ROLE)),
                "Kinesis stream not found: " + arn);
    }

    @Test
    void whatABucketCannotDoIsRefusedByName() {
        assertDestinationRefused(
                destination -> destination.compressionFormat(CompressionFormat.HADOOP_SNAPPY),
                "CompressionFormat HADOOP_SNAPPY cannot be run here.");
        assertDestinationRefused(
                destination -> destination.encryptionConfiguration(encryption -> encryption.kmsEncryptionConfig(
                        key -> key.awskmsKeyARN("arn:aws:kms:us-east-1:000000000000:key/some"))),
                "KMSEncryptionConfig cannot be run here.");
        assertDestinationRefused(
                destination -> destination.dataFormatConversionConfiguration(format -> format.enabled(true)),
                "DataFormatConversionConfiguration cannot be run here.");
        assertDestinationRefused(
                destination -> destination.s3BackupMode(S3BackupMode.ENABLED),
                "S3BackupConfiguration is required when S3BackupMode is Enabled.");
        assertDestinationRefused(
                destination -> destination.customTimeZone("Mars/Olympus"), "CustomTimeZone is not known");
    }

    @Test
    void namesNeverLeadOutOfTheFolder() {
        assertDestinationRefused(
                destination -> destination.bucketARN("arn:aws:s3:::.."),
                "BucketARN names no bucket that can be a folder");
        assertDestinationRefused(
                destination -> destination.bucketARN("arn:aws:s3:::.hidden"),
                "BucketARN names no bucket that can be a folder");
        Await.result(firehose().createDeliveryStream(DeliveryStreams.toBucket("..", "bucket", 900)));
        DeliveryStreams.awaitActive(firehose(), "..");
        Await.result(firehose().deleteDeliveryStream(request -> request.deliveryStreamName("..")));
        Await.until(
                "its end",
                () -> !Await.result(firehose().listDeliveryStreams())
                        .deliveryStreamNames()
                        .contains(".."));
    }

    @Test
    void bufferingHintsComeTogether() {
        assertDestinationRefused(
                destination -> destination.bufferingHints(hints -> hints.sizeInMBs(5)),
                "BufferingHints has SizeInMBs and IntervalInSeconds, or none of them.");
        assertThat(Await.failure(firehose()
                        .updateDestination(request -> request.deliveryStreamName("there")
                                .currentDeliveryStreamVersionId("1")
                                .destinationId("destinationId-000000000001")
                                .extendedS3DestinationUpdate(
                                        update -> update.bufferingHints(hints -> hints.intervalInSeconds(60))))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("BufferingHints has SizeInMBs and IntervalInSeconds, or none of them.");
    }

    @Test
    void prefixesKeepTheServicesRules() {
        assertDestinationRefused(destination -> destination.prefix("!{timestamp:yyyy}/"), "error prefix is missing");
        assertDestinationRefused(
                destination -> destination
                        .prefix("!{partitionKeyFromLambda:k}/")
                        .errorOutputPrefix("!{firehose:error-output-type}/"),
                "DynamicPartitioningConfiguration must be enabled");
        assertDestinationRefused(
                destination -> destination
                        .prefix("!{partitionKeyFromLambda:k}/")
                        .errorOutputPrefix("!{firehose:error-output-type}/")
                        .dynamicPartitioningConfiguration(partitioning -> partitioning.enabled(true)),
                "SizeInMBs must be at least 64");
        assertDestinationRefused(
                destination -> destination.prefix("!{nobody:knows}/").errorOutputPrefix("x/"), "nobody");
    }

    @Test
    void processorsAreRefusedByName() {
        assertProcessorRefused(
                processor(ProcessorType.DECOMPRESSION, "CompressionFormat", "GZIP"),
                "Processor Decompression cannot be run here.");
        assertProcessorRefused(
                processor(ProcessorType.RECORD_DE_AGGREGATION, "SubRecordType", "XML"),
                "SubRecordType of processor RecordDeAggregation is neither JSON nor DELIMITED: XML");
        assertProcessorRefused(
                processor(ProcessorType.RECORD_DE_AGGREGATION, "SubRecordType", "DELIMITED"),
                "Parameter Delimiter of processor RecordDeAggregation is required.");
        assertProcessorRefused(
                processor(ProcessorType.RECORD_DE_AGGREGATION, "SubRecordType", "DELIMITED", "Delimiter", "####"),
                "Delimiter of processor RecordDeAggregation is no base64 of 1 to 64 bytes");
        assertProcessorRefused(
                processor(ProcessorType.RECORD_DE_AGGREGATION, "SubRecordType", "JSON", "Delimiter", "IyMjIw=="),
                "is not allowed with SubRecordType JSON");
        assertProcessorRefused(
                processor(ProcessorType.LAMBDA, "LambdaArn", "no-arn"), "is no ARN of a function: no-arn");
        assertProcessorRefused(processor(ProcessorType.LAMBDA), "Parameter LambdaArn of processor Lambda is required.");
        String arn = "arn:aws:lambda:us-east-1:000000000000:function:missing";
        assertProcessorRefused(processor(ProcessorType.LAMBDA, "LambdaArn", arn), "no such function here: missing");
        assertProcessorRefused(
                processor(ProcessorType.LAMBDA, "LambdaArn", arn, "BufferSizeInMBs", "4"),
                "is no number from 0.2 to 3: 4");
        assertProcessorRefused(
                processor(ProcessorType.LAMBDA, "LambdaArn", arn, "Delimiter", "x"),
                "Parameter Delimiter of processor Lambda is not allowed.");
        assertProcessorRefused(
                processor(ProcessorType.METADATA_EXTRACTION, "MetadataExtractionQuery", "{a:.a}"),
                "Parameter JsonParsingEngine of processor MetadataExtraction is required.");
    }

    @Test
    void encryptionWantsAKeyOfTheCustomersExactlyIfItIsOne() {
        assertRefused(
                request -> request.deliveryStreamEncryptionConfigurationInput(
                        encryption -> encryption.keyType("CUSTOMER_MANAGED_CMK")),
                "KeyARN is required when KeyType is CUSTOMER_MANAGED_CMK, and not allowed otherwise.");
    }

    @Test
    void putsKeepTheServicesLimits() {
        SdkBytes large = SdkBytes.fromByteArray(new byte[(1000 << 10) + 1]);
        assertThat(Await.failure(firehose()
                        .putRecord(
                                request -> request.deliveryStreamName("there").record(record -> record.data(large)))))
                .isInstanceOf(FirehoseException.class)
                .hasMessageContaining("1 validation error detected: Value ")
                .hasMessageContaining("at 'record.data' failed to satisfy constraint: Member must have length less"
                        + " than or equal to 1024000");
        SdkBytes nearly = SdkBytes.fromByteArray(new byte[1000 << 10]);
        assertThat(Await.failure(firehose()
                        .putRecordBatch(request -> request.deliveryStreamName("there")
                                .records(Collections.nCopies(
                                        5, Record.builder().data(nearly).build())))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("put too large: bytes=5120000 (max 4194304)");
        assertThat(Await.failure(firehose()
                        .putRecord(request ->
                                request.deliveryStreamName("missing").record(record -> record.data(nearly)))))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Firehose missing under account 000000000000 not found.");
    }

    @Test
    void shapesAreChecked() {
        assertThat(Await.failure(firehose().createDeliveryStream(DeliveryStreams.toBucket("no name", "bucket", 901))))
                .isInstanceOf(FirehoseException.class)
                .hasMessageContaining("2 validation errors detected: Value 'no name' at 'deliveryStreamName' failed to"
                        + " satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+")
                .hasMessageContaining("Value '901' at"
                        + " 'extendedS3DestinationConfiguration.bufferingHints.intervalInSeconds' failed to satisfy"
                        + " constraint: Member must have value less than or equal to 900");
    }

    @Test
    void tagsAreAtMostFifty() {
        for (int round = 0; round < 2; round++) {
            String begin = "tag-" + round + "-";
            for (int i = 0; i < 25; i++) {
                String key = begin + i;
                Await.result(firehose()
                        .tagDeliveryStream(request -> request.deliveryStreamName("there")
                                .tags(Tag.builder().key(key).build())));
            }
        }
        assertThat(Await.failure(firehose()
                        .tagDeliveryStream(request -> request.deliveryStreamName("there")
                                .tags(Tag.builder().key("one-more").build()))))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("would have 51 tags. Limit: 50.");
    }
}
