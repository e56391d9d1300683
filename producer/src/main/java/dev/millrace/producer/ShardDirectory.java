package dev.millrace.producer;

import dev.millrace.record.HashKeyRange;
import dev.millrace.record.ShardMap;
import dev.millrace.record.ShardRange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * What is known of a stream's shards: the open ones as a map, and the range of every shard that it lists. While it is
 * refreshed the old map serves; a refresh that fails keeps it. One refresh runs at a time. Safe for use by many
 * threads.
 */
final class ShardDirectory {

    /** The part of a sequence number that all of a shard's have in common: when it was created, and its lowest digit. */
    private static final int BITS_OF_PLACE = 144;

    /** A shard as it was listed. */
    private record Listed(HashKeyRange range, @Nullable BigInteger creation, boolean open) {}

    private final KinesisAsyncClient client;
    private final String stream;
    private final Complaints complaints;
    private final LongSupplier nanoClock;
    private volatile Map<String, Listed> listed = Map.of();
    private volatile ShardMap open = ShardMap.empty();
    private volatile int failuresInARow;
    private volatile boolean creationsTell = true;
    private @Nullable CompletableFuture<Void> running;

    ShardDirectory(KinesisAsyncClient client, String stream, Complaints complaints, LongSupplier nanoClock) {
        this.client = client;
        this.stream = stream;
        this.complaints = complaints;
        this.nanoClock = nanoClock;
    }

    /** The open shards as last seen; empty until the first refresh has succeeded. */
    ShardMap open() {
        return open;
    }

    boolean isOpen(String shardId) {
        Listed shard = listed.get(shardId);
        return shard != null && shard.open;
    }

    /** How many refreshes have failed since one succeeded. */
    int failuresInARow() {
        return failuresInARow;
    }

    /**
     * The range of the shard that gave out a sequence number, or null if it was never listed, or if the one that was
     * listed by this name is another one: then the stream was deleted, and made again.
     */
    @Nullable
    HashKeyRange range(String shardId, String sequenceNumber) {
        Listed shard = listed.get(shardId);
        return shard == null || (creationsTell && isAnother(shard, sequenceNumber)) ? null : shard.range;
    }

    /** The range of a shard, open or closed, or null if it was never listed. */
    @Nullable
    HashKeyRange range(String shardId) {
        Listed shard = listed.get(shardId);
        return shard == null ? null : shard.range;
    }

    /** The same where the shards were looked up after the sequence number was given out: what is listed is right. */
    @Nullable
    HashKeyRange rangeSince(String shardId, String sequenceNumber) {
        Listed shard = listed.get(shardId);
        if (shard == null) {
            return null;
        }
        if (failuresInARow == 0 && isAnother(shard, sequenceNumber)) {
            // The service does not lay numbers out as it used to: they tell nothing about their shards.
            creationsTell = false;
        }
        return shard.range;
    }

    private static boolean isAnother(Listed shard, String sequenceNumber) {
        BigInteger creation = creation(sequenceNumber);
        return creation != null && shard.creation != null && !creation.equals(shard.creation);
    }

    private static @Nullable BigInteger creation(@Nullable String sequenceNumber) {
        try {
            return sequenceNumber == null ? null : new BigInteger(sequenceNumber).shiftRight(BITS_OF_PLACE);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Reads the shards anew, closed ones too. Never fails; joins a refresh that is under way. */
    synchronized CompletableFuture<Void> refreshed() {
        CompletableFuture<Void> current = running;
        if (current != null && !current.isDone()) {
            return current;
        }
        ListShardsRequest first = StreamNames.address(
                        ListShardsRequest.builder(),
                        stream,
                        ListShardsRequest.Builder::streamName,
                        ListShardsRequest.Builder::streamARN)
                .build();
        // Composed, so that what the client throws is a refresh that failed, too.
        current = CompletableFuture.completedFuture(first)
                .thenCompose(request -> list(request, new ArrayList<>()))
                .thenAccept(this::take)
                .exceptionally(failure -> {
                    failuresInARow++;
                    complaints.warn(
                            "shards cannot be listed, the map before stays in use",
                            "stream=" + stream + " cause=" + ErrorKind.unwrap(failure),
                            nanoClock.getAsLong());
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
        Map<String, Listed> now = new HashMap<>();
        for (Shard shard : shards) {
            HashKeyRange range = HashKeyRange.parse(
                    shard.hashKeyRange().startingHashKey(), shard.hashKeyRange().endingHashKey());
            boolean isOpen = shard.sequenceNumberRange().endingSequenceNumber() == null;
            BigInteger creation = creation(shard.sequenceNumberRange().startingSequenceNumber());
            now.put(shard.shardId(), new Listed(range, creation, isOpen));
            if (isOpen) {
                openShards.add(new ShardRange(shard.shardId(), range));
            }
        }
        listed = now;
        open = ShardMap.of(openShards);
        failuresInARow = 0;
    }
}
