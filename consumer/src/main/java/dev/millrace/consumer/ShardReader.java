package dev.millrace.consumer;

import dev.millrace.processor.ExtendedSequenceNumber;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * Reads one shard with GetRecords. Knows where it is, so that an iterator that expired is replaced by one at the same
 * place. Used by one task at a time.
 */
final class ShardReader {

    private final KinesisAsyncClient client;
    private final String stream;
    private final String shardId;
    private final int maxRecords;
    private final StoredPosition start;
    private @Nullable String lastRead;
    private @Nullable String iterator;

    ShardReader(KinesisAsyncClient client, String stream, String shardId, int maxRecords, StoredPosition start) {
        this.client = client;
        this.stream = stream;
        this.shardId = shardId;
        this.maxRecords = maxRecords;
        this.start = start;
    }

    /** The next records. A response without a next iterator is the shard's end. */
    CompletableFuture<GetRecordsResponse> read() {
        String current = iterator;
        CompletableFuture<String> ready = current != null ? CompletableFuture.completedFuture(current) : newIterator();
        return ready.thenCompose(token ->
                client.getRecords(request -> request.shardIterator(token).limit(maxRecords)));
    }

    /** Takes note of what was read. */
    void advance(GetRecordsResponse response) {
        if (!response.records().isEmpty()) {
            Record last = response.records().get(response.records().size() - 1);
            lastRead = last.sequenceNumber();
        }
        iterator = response.nextShardIterator();
    }

    /** The iterator is of no use any more. */
    void dropIterator() {
        iterator = null;
    }

    private CompletableFuture<String> newIterator() {
        GetShardIteratorRequest.Builder request =
                GetShardIteratorRequest.builder().streamName(stream).shardId(shardId);
        Instant moment = start.moment();
        if (lastRead != null) {
            request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER).startingSequenceNumber(lastRead);
        } else if (start.place().isNumber()) {
            // The record of the checkpoint again: there may be more in it.
            request.shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                    .startingSequenceNumber(start.place().sequenceNumber());
        } else if (moment != null) {
            request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(moment);
        } else if (start.place().equals(ExtendedSequenceNumber.LATEST)) {
            request.shardIteratorType(ShardIteratorType.LATEST);
        } else {
            request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
        }
        return client.getShardIterator(request.build()).thenApply(response -> {
            iterator = response.shardIterator();
            return response.shardIterator();
        });
    }
}
