package dev.millrace.producer;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.HashKey;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** PutRecords requests for sealed records, an entry for each in the same order. */
final class PutRequests {

    /** The client's own retries are off: every try is one of ours, so that every duplicate has its reason. */
    private static final AwsRequestOverrideConfiguration NO_RETRIES = AwsRequestOverrideConfiguration.builder()
            .addPlugin(client -> client.overrideConfiguration(client.overrideConfiguration().toBuilder()
                    .retryStrategy(DefaultRetryStrategy.doNotRetry())
                    .build()))
            .build();

    private PutRequests() {}

    static PutRecordsRequest of(String stream, List<SealedRecord> batch) {
        List<PutRecordsRequestEntry> entries = new ArrayList<>(batch.size());
        batch.forEach(record -> entries.add(entry(record.content)));
        return PutRecordsRequest.builder()
                .streamName(stream)
                .records(entries)
                .overrideConfiguration(NO_RETRIES)
                .build();
    }

    private static PutRecordsRequestEntry entry(AggregatedRecord content) {
        HashKey explicit = content.explicitHashKey();
        return PutRecordsRequestEntry.builder()
                .partitionKey(content.partitionKey())
                .explicitHashKey(explicit == null ? null : explicit.toString())
                .data(SdkBytes.fromByteBuffer(content.data()))
                .build();
    }
}
