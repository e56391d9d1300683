package dev.millrace.consumer;

import dev.millrace.consumer.checkpoint.StoredPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Decides which shards may be read now: parents before children. */
final class ShardTree {

    private static final Logger LOG = LoggerFactory.getLogger(ShardTree.class);

    private final Map<String, Shard> listed = new LinkedHashMap<>();

    ShardTree(List<Shard> shards) {
        shards.forEach(shard -> listed.put(shard.shardId(), shard));
    }

    /**
     * The shards that are begun and not ended, or that may begin because every parent that is read has ended.
     *
     * <p>Shards without a position whose parents have none either lie before the position at which reading of the
     * stream began.
     */
    Map<String, StoredPosition> readable(Map<String, StoredPosition> positions) {
        Map<String, StoredPosition> known = new HashMap<>(positions);
        known.replaceAll((shardId, position) -> listed.containsKey(shardId) ? position : trimmed(shardId, position));
        Map<String, StoredPosition> readable = new LinkedHashMap<>();
        for (Shard shard : listed.values()) {
            StoredPosition position = known.get(shard.shardId());
            if (position == null) {
                if (mayBegin(shard, known)) {
                    readable.put(shard.shardId(), StoredPosition.TRIM_HORIZON);
                }
            } else if (!position.isShardEnd()) {
                readable.put(shard.shardId(), position);
            }
        }
        return readable;
    }

    /**
     * A shard without a position begins when every parent has ended. At the start of reading all shards of that moment
     * get positions, so whatever comes from one of them has only parents that are read or will be.
     */
    private boolean mayBegin(Shard shard, Map<String, StoredPosition> positions) {
        List<String> parents = parents(shard);
        boolean follows = false;
        boolean anyListed = false;
        for (String parent : parents) {
            StoredPosition position = positions.get(parent);
            boolean ended = position != null && position.isShardEnd();
            if (!ended && (position != null || listed.containsKey(parent))) {
                return false;
            }
            follows |= ended;
            anyListed |= listed.containsKey(parent);
        }
        boolean open = shard.sequenceNumberRange().endingSequenceNumber() == null;
        if (!follows && open && !anyListed && !parents.isEmpty()) {
            LOG.warn("parents of a shard are gone unread, it is read from its beginning: shard={}", shard.shardId());
            return true;
        }
        return follows;
    }

    private static StoredPosition trimmed(String shardId, StoredPosition position) {
        if (!position.isShardEnd()) {
            LOG.warn("shard is gone before it was read to its end: shard={} checkpoint={}", shardId, position.toText());
        }
        return StoredPosition.SHARD_END;
    }

    private static List<String> parents(Shard shard) {
        List<String> parents = new ArrayList<>();
        if (shard.parentShardId() != null) {
            parents.add(shard.parentShardId());
        }
        if (shard.adjacentParentShardId() != null) {
            parents.add(shard.adjacentParentShardId());
        }
        return parents;
    }
}
