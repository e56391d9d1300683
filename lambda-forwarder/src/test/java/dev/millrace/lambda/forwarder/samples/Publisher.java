package dev.millrace.lambda.forwarder.samples;

import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.AggregationGrouping;
import dev.millrace.record.RecordAggregator;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;

/**
 * Packs user records and puts each finished aggregate with PutRecord, by a callback. A {@code Producer} does more for less:
 * it batches, retries, and follows the shards.
 */
public final class Publisher {

    private final KinesisAsyncClient client;
    private final String stream;
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    public Publisher(KinesisAsyncClient client, String stream) {
        this.client = client;
        this.stream = stream;
    }

    /** Puts so many records, and returns when they are stored. */
    public void publish(int count) throws InterruptedException {
        RecordAggregator aggregator = RecordAggregator.builder()
                .grouping(AggregationGrouping.PARTITION_KEY)
                .maxOpenGroups(64)
                .onCallbackError((record, failure) -> failures.add(failure))
                .build();
        aggregator.onRecordComplete(this::send);
        for (int i = 0; i < count; i++) {
            aggregator.addUserRecord("key-" + i % 16, "RECORD " + i + " abcdefghijklmnopqrstuvwxyz\n");
        }
        // What did not fill an aggregate.
        aggregator.flush();
        if (!aggregator.awaitCallbacks(Duration.ofMinutes(1)) || !failures.isEmpty()) {
            throw new IllegalStateException("not everything is stored: " + failures);
        }
    }

    private void send(AggregatedRecord record) {
        PutRecordRequest.Builder request = PutRecordRequest.builder()
                .streamName(stream)
                .partitionKey(record.partitionKey())
                .data(SdkBytes.fromByteBuffer(record.data()));
        if (record.explicitHashKey() != null) {
            request.explicitHashKey(record.explicitHashKey().toString());
        }
        var unused = client.putRecord(request.build()).join();
    }
}
