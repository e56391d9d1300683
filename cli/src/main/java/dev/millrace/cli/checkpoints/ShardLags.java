package dev.millrace.cli.checkpoints;

import dev.millrace.kcl.ShardPosition;
import dev.millrace.processor.ExtendedSequenceNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * How old the first record behind a checkpoint is. Each question reads one record of the shard, which counts among the
 * five reads a second that a shard allows to all its readers.
 */
public final class ShardLags {

    /** Reads may come back empty though there are records further on. */
    private static final int MOST_READS = 10;

    private final KinesisAsyncClient client;

    public ShardLags(KinesisAsyncClient client) {
        this.client = client;
    }

    /** By shard, in their order: zero if all is processed, null if that cannot be told. */
    public Map<ShardStatus, @Nullable Duration> of(List<ShardStatus> shards) {
        Map<ShardStatus, CompletableFuture<@Nullable Duration>> asked = new LinkedHashMap<>();
        shards.forEach(shard -> asked.put(shard, of(shard)));
        Map<ShardStatus, @Nullable Duration> lags = new LinkedHashMap<>();
        asked.forEach((shard, answer) -> lags.put(shard, answer.join()));
        return lags;
    }

    private CompletableFuture<@Nullable Duration> of(ShardStatus shard) {
        String stream = shard.stream();
        ShardPosition position = shard.position();
        if (stream == null || position == null) {
            return CompletableFuture.completedFuture(null);
        }
        GetShardIteratorRequest.Builder request =
                GetShardIteratorRequest.builder().shardId(shard.shardId());
        if (stream.startsWith("arn:")) {
            request.streamARN(stream);
        } else {
            request.streamName(stream);
        }
        return begin(request, position)
                ? client.getShardIterator(request.build())
                        .thenCompose(response -> lag(response.shardIterator(), 1))
                        .exceptionally(ShardLags::unknown)
                : CompletableFuture.completedFuture(null);
    }

    /** Whether there is a place to read at. */
    private static boolean begin(GetShardIteratorRequest.Builder request, ShardPosition position) {
        Instant moment = position.moment();
        if (position.place().isNumber()) {
            request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                    .startingSequenceNumber(position.place().sequenceNumber());
        } else if (moment != null) {
            request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(moment);
        } else {
            request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
            return position.place().equals(ExtendedSequenceNumber.TRIM_HORIZON);
        }
        return true;
    }

    private CompletableFuture<@Nullable Duration> lag(String iterator, int reads) {
        return client.getRecords(request -> request.shardIterator(iterator).limit(1))
                .thenCompose(response -> {
                    boolean again = response.records().isEmpty()
                            && response.nextShardIterator() != null
                            && response.millisBehindLatest() != null
                            && response.millisBehindLatest() > 0;
                    return again && reads < MOST_READS
                            ? lag(response.nextShardIterator(), reads + 1)
                            : CompletableFuture.completedFuture(lag(response));
                });
    }

    private static Duration lag(GetRecordsResponse response) {
        if (response.records().isEmpty()) {
            // At the end of a closed shard nothing says how far that is behind.
            Long millis = response.nextShardIterator() == null ? null : response.millisBehindLatest();
            return Duration.ofMillis(millis == null ? 0 : millis);
        }
        Duration age = Duration.between(response.records().get(0).approximateArrivalTimestamp(), Instant.now());
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** A shard or stream that is gone has no lag; whoever may not read cannot tell it. */
    private static @Nullable Duration unknown(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof AwsServiceException) {
            return null;
        }
        throw new CompletionException(cause);
    }
}
