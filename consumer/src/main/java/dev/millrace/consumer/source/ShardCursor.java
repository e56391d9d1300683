package dev.millrace.consumer.source;

import dev.millrace.consumer.checkpoint.StoredPosition;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.engine.ShardName;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * A place in a shard from which GetRecords goes on. Knows the last record that was read, so that an iterator that expired
 * is replaced by one at the same place. Used by one task at a time.
 */
final class ShardCursor {

    private final KinesisAsyncClient client;
    private final ShardName shard;
    private final int maxRecords;
    private final StoredPosition start;
    private @Nullable String lastRead;
    private @Nullable String iterator;

    ShardCursor(KinesisAsyncClient client, ShardName shard, int maxRecords, ShardStart start) {
        this.client = client;
        this.shard = shard;
        this.maxRecords = maxRecords;
        this.start = start.position();
        this.iterator = start.iterator();
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
        GetShardIteratorRequest.Builder request = StreamNames.address(
                        GetShardIteratorRequest.builder(),
                        shard.stream(),
                        GetShardIteratorRequest.Builder::streamName,
                        GetShardIteratorRequest.Builder::streamARN)
                .shardId(shard.shardId());
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
