package dev.millrace.producer;

import dev.millrace.record.HashKeyRange;
import dev.millrace.record.ShardMap;
import dev.millrace.record.ShardRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * What is known of a stream's shards: the open ones as a map, and the range of every shard ever seen. While it is
 * refreshed the old map serves; a refresh that fails keeps it. One refresh runs at a time.
 */
final class ShardDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(ShardDirectory.class);

    private final KinesisAsyncClient client;
    private final String stream;
    private final Map<String, HashKeyRange> ranges = new ConcurrentHashMap<>();
    private volatile ShardMap open = ShardMap.empty();
    private @Nullable CompletableFuture<Void> running;

    ShardDirectory(KinesisAsyncClient client, String stream) {
        this.client = client;
        this.stream = stream;
    }

    /** The open shards as last seen; empty until the first refresh has succeeded. */
    ShardMap open() {
        return open;
    }

    /** The range of a shard, open or closed, or null if it was never seen. */
    @Nullable
    HashKeyRange range(String shardId) {
        return ranges.get(shardId);
    }

    /** Begins to read the shards anew, if that is not under way. */
    void refresh() {
        CompletableFuture<Void> unused = refreshed();
    }

    /** Reads the shards anew, closed ones too. Never fails; joins a refresh that is under way. */
    synchronized CompletableFuture<Void> refreshed() {
        CompletableFuture<Void> current = running;
        if (current != null && !current.isDone()) {
            return current;
        }
        ListShardsRequest first = ListShardsRequest.builder().streamName(stream).build();
        // Composed, so that what the client throws is a refresh that failed, too.
        current = CompletableFuture.completedFuture(first)
                .thenCompose(request -> list(request, new ArrayList<>()))
                .thenAccept(this::take)
                .exceptionally(failure -> {
                    LOG.warn(
                            "shards cannot be listed, the map before stays in use: stream={} cause={}",
                            stream,
                            ErrorKind.unwrap(failure).toString());
                    return null;
                });
        running = current;
        return current;
    }

    private CompletableFuture<List<Shard>> list(ListShardsRequest request, List<Shard> before) {
        return client.listShards(request).thenCompose(page -> {
            before.addAll(page.shards());
            return page.nextToken() == null
                    ? CompletableFuture.completedFuture(before)
                    : list(
                            ListShardsRequest.builder()
                                    .nextToken(page.nextToken())
                                    .build(),
                            before);
        });
    }

    private void take(List<Shard> shards) {
        List<ShardRange> openShards = new ArrayList<>();
        for (Shard shard : shards) {
            HashKeyRange range = HashKeyRange.parse(
                    shard.hashKeyRange().startingHashKey(), shard.hashKeyRange().endingHashKey());
            ranges.put(shard.shardId(), range);
            if (shard.sequenceNumberRange().endingSequenceNumber() == null) {
                openShards.add(new ShardRange(shard.shardId(), range));
            }
        }
        open = ShardMap.of(openShards);
    }
}
