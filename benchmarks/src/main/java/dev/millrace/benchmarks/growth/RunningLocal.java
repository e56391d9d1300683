package dev.millrace.benchmarks.growth;

import dev.millrace.benchmarks.consumer.Clients;
import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.local.LocalKinesis;
import dev.millrace.processor.RecordProcessorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Our service in this process and the SDK's client for it. */
final class RunningLocal implements AutoCloseable {

    static final String REGION = "us-east-1";
    static final long LIMIT_SECONDS = 120;

    private static final int MAX_ENTRIES = 500;

    private final LocalKinesis kinesis = LocalKinesis.start();
    private final KinesisAsyncClient client = Clients.kinesis(kinesis.endpoint());

    LocalKinesis kinesis() {
        return kinesis;
    }

    KinesisAsyncClient client() {
        return client;
    }

    /** Every shard, asked for page by page. */
    List<Shard> shards(String stream) {
        List<Shard> shards = new ArrayList<>();
        ListShardsResponse page = client.listShards(
                        request -> request.streamName(stream).maxResults(100))
                .join();
        shards.addAll(page.shards());
        while (page.nextToken() != null) {
            String token = page.nextToken();
            page = client.listShards(request -> request.nextToken(token).maxResults(100))
                    .join();
            shards.addAll(page.shards());
        }
        return shards;
    }

    /** Puts so many records of 100 bytes to each shard, by hash key. */
    void putToEach(String stream, List<Shard> shards, int count) {
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        SdkBytes data = SdkBytes.fromByteArray(new byte[100]);
        for (Shard shard : shards) {
            for (int i = 0; i < count; i++) {
                entries.add(PutRecordsRequestEntry.builder()
                        .partitionKey("key")
                        .explicitHashKey(shard.hashKeyRange().startingHashKey())
                        .data(data)
                        .build());
            }
        }
        for (int begin = 0; begin < entries.size(); begin += MAX_ENTRIES) {
            put(stream, entries.subList(begin, Math.min(entries.size(), begin + MAX_ENTRIES)));
        }
    }

    void put(String stream, List<PutRecordsRequestEntry> entries) {
        PutRecordsResponse response = client.putRecords(
                        request -> request.streamName(stream).records(entries))
                .join();
        if (!Objects.equals(response.failedRecordCount(), 0)) {
            throw new IllegalStateException("records refused: " + response.failedRecordCount());
        }
    }

    /** A worker over these streams reads so many records; it is measured before it ends. */
    Cost read(List<String> streams, long count, Cost.Meter meter) throws InterruptedException, TimeoutException {
        AtomicLong left = new AtomicLong(count);
        CountDownLatch done = new CountDownLatch(1);
        var builder = SingleProcessWorker.builder(client, RecordProcessorFactory.forEachBatch(records -> {
            if (left.addAndGet(-records.size()) <= 0) {
                done.countDown();
            }
        }));
        streams.forEach(builder::stream);
        try (SingleProcessWorker worker = builder.build()) {
            worker.start();
            if (!done.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new TimeoutException("records that did not come: " + left.get() + " of " + count);
            }
            return meter.stop();
        }
    }

    @Override
    public void close() {
        client.close();
        kinesis.close();
    }
}
