package dev.millrace.kcl;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How far an application is in a stream.
 *
 * @param stream its name or ARN
 * @param created when it was created: positions mean nothing in another stream of the same name
 * @param shards by shard id
 */
public record StreamPositions(String stream, Instant created, Map<String, ShardPosition> shards) {

    public StreamPositions {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(created, "created");
        shards = Collections.unmodifiableMap(new TreeMap<>(shards));
    }
}
