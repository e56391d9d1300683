package dev.millrace.consumer.checkpoint;

import dev.millrace.processor.PendingCheckpoint;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a store keeps of one stream.
 *
 * @param created when the stream was created
 * @param positions by shard, in the order of the shards' ids
 * @param pending what was announced and not stored since, by shard
 */
public record StreamCheckpoints(
        Instant created, Map<String, StoredPosition> positions, Map<String, PendingCheckpoint> pending) {

    public StreamCheckpoints {
        positions = Collections.unmodifiableMap(new TreeMap<>(positions));
        pending = Collections.unmodifiableMap(new TreeMap<>(pending));
    }
}
