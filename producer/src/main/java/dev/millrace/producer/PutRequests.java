package dev.millrace.producer;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.HashKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** PutRecords requests for sealed records of one stream, an entry for each in the same order. */
final class PutRequests {

    private final String stream;
    private final KinesisAsyncClient client;

    /** The client's own retries are off: every try is one of ours, so that every duplicate has its reason. */
    private final AwsRequestOverrideConfiguration onceWithinTime;

    PutRequests(String stream, KinesisAsyncClient client, Duration timeout) {
        this.stream = stream;
        this.client = client;
        AwsRequestOverrideConfiguration.Builder once =
                AwsRequestOverrideConfiguration.builder().apiCallTimeout(timeout);
        if (!neverRetries(client)) {
            once.addPlugin(settings -> settings.overrideConfiguration(settings.overrideConfiguration().toBuilder()
                    .retryStrategy(DefaultRetryStrategy.doNotRetry())
                    .build()));
        }
        this.onceWithinTime = once.build();
    }

    /** A client that does not retry anyway need not be told so with every request, which takes it a millisecond. */
    private static boolean neverRetries(KinesisAsyncClient client) {
        try {
            return client.serviceClientConfiguration()
                    .overrideConfiguration()
                    .retryStrategy()
                    .map(strategy -> strategy.maxAttempts() == 1)
                    .orElse(false);
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    /** Sends them once. A client that throws, for example because it was closed, counts as one that failed. */
    CompletableFuture<PutRecordsResponse> send(List<SealedRecord> batch) {
        try {
            return client.putRecords(request(batch));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private PutRecordsRequest request(List<SealedRecord> batch) {
        List<PutRecordsRequestEntry> entries = new ArrayList<>(batch.size());
        batch.forEach(record -> entries.add(entry(record.content)));
        return StreamNames.address(
                        PutRecordsRequest.builder(),
                        stream,
                        PutRecordsRequest.Builder::streamName,
                        PutRecordsRequest.Builder::streamARN)
                .records(entries)
                .overrideConfiguration(onceWithinTime)
                .build();
    }

    private static PutRecordsRequestEntry entry(AggregatedRecord content) {
        HashKey explicit = content.explicitHashKey();
        return PutRecordsRequestEntry.builder()
                .partitionKey(content.partitionKey())
                .explicitHashKey(explicit == null ? null : explicit.toString())
                // Nobody changes sealed bytes.
                .data(SdkBytes.fromByteArrayUnsafe(content.dataUnsafe()))
                .build();
    }
}
