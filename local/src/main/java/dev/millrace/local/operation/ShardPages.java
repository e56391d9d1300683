package dev.millrace.local.operation;

import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.ShardId;
import dev.millrace.local.wire.ServiceException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Listing shards page by page. */
final class ShardPages {

    private ShardPages() {}

    /** The shards behind the one that was listed last; all if none was. */
    static List<Shard> after(List<Shard> shards, @Nullable String exclusiveStartShardId) {
        if (exclusiveStartShardId == null) {
            return shards;
        }
        Integer last = ShardId.parse(exclusiveStartShardId);
        if (last == null) {
            throw ServiceException.invalidArgument("Invalid ExclusiveStartShardId: " + exclusiveStartShardId);
        }
        return shards.stream().filter(shard -> shard.index() > last).toList();
    }
}
