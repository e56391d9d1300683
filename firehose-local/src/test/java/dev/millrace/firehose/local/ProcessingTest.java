package dev.millrace.firehose.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.firehose.transformation.FunctionTransformation;
import dev.millrace.lambda.firehose.FirehoseRecord;
import dev.millrace.lambda.firehose.Transformed;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
import software.amazon.awssdk.services.firehose.model.ProcessorType;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.S3BackupMode;

/** What a definition says of records on their way reaches the engine. */
@Timeout(180)
class ProcessingTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:upper";

    @TempDir
    private Path folder;

    private LocalServices services;

    @BeforeEach
    void start() {
        services = LocalServices.start(
                folder, Map.of("upper", () -> FunctionTransformation.of(ARN, ProcessingTest::upper)));
    }

    @AfterEach
    void stop() {
        services.close();
    }

    private static Transformed upper(FirehoseRecord record) {
        return record.text().equals("bad")
                ? Transformed.failed("bad")
                : Transformed.ok(record.text().toUpperCase(Locale.ROOT));
    }

    private void create(Consumer<ExtendedS3DestinationConfiguration.Builder> change) {
        var request = DeliveryStreams.toBucket("puts", "bucket", 0);
        ExtendedS3DestinationConfiguration destination = request.extendedS3DestinationConfiguration().toBuilder()
                .applyMutation(change)
                .build();
        Await.result(services.firehose()
                .createDeliveryStream(request.toBuilder()
                        .extendedS3DestinationConfiguration(destination)
                        .build()));
        DeliveryStreams.awaitActive(services.firehose(), "puts");
    }

    private void put(String... texts) {
        List<Record> records = List.of(texts).stream()
                .map(text ->
                        Record.builder().data(SdkBytes.fromUtf8String(text)).build())
                .toList();
        Await.result(services.firehose()
                .putRecordBatch(request -> request.deliveryStreamName("puts").records(records)));
    }

    private static Processor processor(ProcessorType type, String name, String value) {
        return Processor.builder()
                .type(type)
                .parameters(ProcessorParameter.builder()
                        .parameterName(name)
                        .parameterValue(value)
                        .build())
                .build();
    }

    @Test
    void functionTransformsAndItsFailuresAndTheSourceGoElsewhere() {
        create(destination -> destination
                .prefix("good/")
                .errorOutputPrefix("bad/")
                .processingConfiguration(processing -> processing
                        .enabled(true)
                        .processors(
                                processor(ProcessorType.LAMBDA, "LambdaArn", ARN),
                                processor(ProcessorType.APPEND_DELIMITER_TO_RECORD, "Delimiter", "\\n")))
                .s3BackupMode(S3BackupMode.ENABLED)
                .s3BackupConfiguration(backup -> backup.roleARN(LocalServices.ROLE)
                        .bucketARN(LocalServices.bucketArn("raw"))
                        .prefix("all/")));

        put("one", "bad", "two");
        Await.until(
                "all objects",
                () -> services.objects("bucket").size() == 2
                        && !services.objects("raw").isEmpty());

        assertThat(services.content("bucket", "good/")).isEqualTo("ONE\nTWO\n");
        assertThat(services.content("bucket", "bad/processing-failed/"))
                .contains("\"errorCode\":\"Lambda.ProcessingFailedStatus\"", "\"rawData\":\"YmFk\"", ARN);
        assertThat(services.content("raw", "all/")).contains("one", "bad", "two");
    }

    @Test
    void recordsAreTakenApartBeforeTheFunctionGetsThem() {
        create(destination -> destination
                .prefix("good/")
                .errorOutputPrefix("bad/")
                .processingConfiguration(processing -> processing
                        .enabled(true)
                        .processors(
                                processor(ProcessorType.LAMBDA, "LambdaArn", ARN),
                                Processor.builder()
                                        .type(ProcessorType.RECORD_DE_AGGREGATION)
                                        .parameters(
                                                ProcessorParameter.builder()
                                                        .parameterName("SubRecordType")
                                                        .parameterValue("DELIMITED")
                                                        .build(),
                                                ProcessorParameter.builder()
                                                        .parameterName("Delimiter")
                                                        .parameterValue("IyMjIw==")
                                                        .build())
                                        .build(),
                                processor(ProcessorType.APPEND_DELIMITER_TO_RECORD, "Delimiter", "\\n"))));

        put("one####bad####two", "three");
        Await.until("all objects", () -> services.objects("bucket").size() == 2);

        assertThat(services.content("bucket", "good/")).isEqualTo("ONE\nTWO\nTHREE\n");
        assertThat(services.content("bucket", "bad/processing-failed/")).contains("\"rawData\":\"YmFk\"");
    }

    @Test
    void queryTellsRecordsApart() {
        create(destination -> destination
                .prefix("!{partitionKeyFromQuery:kind}/")
                .errorOutputPrefix("bad/!{firehose:error-output-type}/")
                .bufferingHints(hints -> hints.sizeInMBs(64).intervalInSeconds(0))
                .dynamicPartitioningConfiguration(partitioning -> partitioning.enabled(true))
                .processingConfiguration(processing -> processing
                        .enabled(true)
                        .processors(Processor.builder()
                                .type(ProcessorType.METADATA_EXTRACTION)
                                .parameters(
                                        ProcessorParameter.builder()
                                                .parameterName("MetadataExtractionQuery")
                                                .parameterValue("{kind: .k}")
                                                .build(),
                                        ProcessorParameter.builder()
                                                .parameterName("JsonParsingEngine")
                                                .parameterValue("JQ-1.6")
                                                .build())
                                .build())));

        put("{\"k\":\"a\"}", "{\"k\":\"b\"}", "{\"k\":\"a\"}");
        Await.until("both objects", () -> services.objects("bucket").size() == 2);

        assertThat(services.content("bucket", "a/")).isEqualTo("{\"k\":\"a\"}{\"k\":\"a\"}");
        assertThat(services.content("bucket", "b/")).isEqualTo("{\"k\":\"b\"}");
    }
}
