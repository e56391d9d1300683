package dev.millrace.consumer.checkpoint;

import dev.millrace.processor.PendingCheckpoint;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Positions that end with the process: for readers that always begin anew. */
public final class MemoryCheckpointStore implements CheckpointStore {

    private record Place(String stream, String shardId) {}

    private final Map<Place, PendingCheckpoint> pending = new ConcurrentHashMap<>();
    private final Map<String, Instant> created = new ConcurrentHashMap<>();
    private final Map<String, Map<String, StoredPosition>> positions = new ConcurrentHashMap<>();

    @Override
    public @Nullable Instant streamCreated(String stream) {
        return created.get(stream);
    }

    @Override
    public void begin(String stream, Instant streamCreated, Map<String, StoredPosition> first) {
        positions.put(stream, new ConcurrentHashMap<>(first));
        created.put(stream, streamCreated);
    }

    @Override
    public Map<String, StoredPosition> positions(String stream) {
        return Map.copyOf(positions.getOrDefault(stream, Map.of()));
    }

    @Override
    public void store(String stream, String shardId, StoredPosition position) {
        pending.remove(new Place(stream, shardId));
        positions.computeIfAbsent(stream, name -> new ConcurrentHashMap<>()).put(shardId, position);
    }

    @Override
    public @Nullable PendingCheckpoint pending(String stream, String shardId) {
        return pending.get(new Place(stream, shardId));
    }

    @Override
    public void storePending(String stream, String shardId, PendingCheckpoint announced) {
        pending.put(new Place(stream, shardId), announced);
    }

    @Override
    public void forget(String stream) {
        pending.keySet().removeIf(place -> place.stream().equals(stream));
        positions.remove(stream);
        created.remove(stream);
    }

    @Override
    public void close() {}
}
