package dev.millrace.consumer.checkpoint;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was in a checkpoint folder at a moment.
 *
 * @param inUse whether a worker, of this process or another, had the folder open
 * @param streams by name, or by ARN where the worker was told that
 */
public record CheckpointSnapshot(boolean inUse, Map<String, StreamCheckpoints> streams) {

    public CheckpointSnapshot {
        streams = Collections.unmodifiableMap(new TreeMap<>(streams));
    }
}
