package dev.millrace.cli;

import dev.millrace.cli.io.HttpThreads;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.firehose.FirehoseAsyncClient;
import software.amazon.awssdk.services.firehose.model.CreateDeliveryStreamRequest;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamStatus;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorType;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** The SDK's clients of both services of one process. They try nothing twice, so that no answer is in doubt. */
record FirehoseClients(FirehoseAsyncClient firehose, KinesisAsyncClient kinesis) implements AutoCloseable {

    private static final String ROLE = "arn:aws:iam::000000000000:role/any";
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));
    private static final long LIMIT_SECONDS = 60;

    static FirehoseClients of(URI endpoint) {
        return new FirehoseClients(
                FirehoseAsyncClient.builder()
                        .httpClientBuilder(HttpThreads.httpClient())
                        .endpointOverride(endpoint)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(CREDENTIALS)
                        .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
                        .build(),
                KinesisAsyncClient.builder()
                        .httpClientBuilder(HttpThreads.httpClient())
                        .endpointOverride(endpoint)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(CREDENTIALS)
                        .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
                        .build());
    }

    /** Creates a delivery stream of lines, and waits until it is active. */
    void create(String name, String bucket, int intervalSeconds) throws Exception {
        create(request(name, bucket, intervalSeconds));
    }

    /** Likewise, of a stream of the same service. */
    void createReader(String name, String stream, String bucket, int intervalSeconds) throws Exception {
        create(request(name, bucket, intervalSeconds)
                .deliveryStreamType("KinesisStreamAsSource")
                .kinesisStreamSourceConfiguration(source -> source.roleARN(ROLE)
                        .kinesisStreamARN("arn:aws:kinesis:us-east-1:000000000000:stream/" + stream)));
    }

    private static CreateDeliveryStreamRequest.Builder request(String name, String bucket, int intervalSeconds) {
        return CreateDeliveryStreamRequest.builder()
                .deliveryStreamName(name)
                .extendedS3DestinationConfiguration(destination -> destination
                        .roleARN(ROLE)
                        .bucketARN("arn:aws:s3:::" + bucket)
                        .bufferingHints(hints -> hints.sizeInMBs(5).intervalInSeconds(intervalSeconds))
                        .processingConfiguration(processing -> processing
                                .enabled(true)
                                .processors(Processor.builder()
                                        .type(ProcessorType.APPEND_DELIMITER_TO_RECORD)
                                        .build())));
    }

    private void create(CreateDeliveryStreamRequest.Builder request) throws Exception {
        String name = firehose.createDeliveryStream(request.build())
                .thenApply(answer -> request.build().deliveryStreamName())
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        Await.until(
                "ACTIVE",
                () -> firehose.describeDeliveryStream(describe -> describe.deliveryStreamName(name))
                                .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                                .deliveryStreamDescription()
                                .deliveryStreamStatus()
                        == DeliveryStreamStatus.ACTIVE);
    }

    /** Puts a batch. @throws java.util.concurrent.ExecutionException if there was no answer that it is stored */
    void put(String name, List<String> texts) throws Exception {
        List<Record> records = texts.stream()
                .map(text ->
                        Record.builder().data(SdkBytes.fromUtf8String(text)).build())
                .toList();
        int failed = firehose.putRecordBatch(
                        request -> request.deliveryStreamName(name).records(records))
                .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                .failedPutCount();
        if (failed != 0) {
            throw new AssertionError("a batch is stored as a whole: failed=" + failed);
        }
    }

    @Override
    public void close() {
        firehose.close();
        kinesis.close();
    }
}
