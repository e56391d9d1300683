package dev.millrace.cli.checkpoints;

import dev.millrace.consumer.checkpoint.CheckpointSnapshot;
import dev.millrace.consumer.checkpoint.FolderCheckpointStore;
import dev.millrace.consumer.checkpoint.StoredPosition;
import dev.millrace.consumer.checkpoint.StreamCheckpoints;
import dev.millrace.kcl.ShardPosition;
import dev.millrace.kcl.StreamPositions;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.text.SafeText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The folder of a single-process worker. */
public final class FolderPlace implements CheckpointPlace {

    private final Path folder;

    public FolderPlace(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<StreamPositions> read() {
        return positions(FolderCheckpointStore.snapshot(folder));
    }

    private static List<StreamPositions> positions(CheckpointSnapshot snapshot) {
        List<StreamPositions> streams = new ArrayList<>();
        snapshot.streams().forEach((stream, kept) -> streams.add(positions(stream, kept)));
        return streams;
    }

    private static StreamPositions positions(String stream, StreamCheckpoints kept) {
        Map<String, ShardPosition> shards = new LinkedHashMap<>();
        kept.positions()
                .forEach((shardId, position) -> shards.put(
                        shardId,
                        new ShardPosition(
                                position.place(),
                                position.moment(),
                                kept.pending().get(shardId))));
        return new StreamPositions(stream, kept.created(), shards);
    }

    @Override
    public List<ShardStatus> status() {
        CheckpointSnapshot snapshot = FolderCheckpointStore.snapshot(folder);
        List<ShardStatus> all = new ArrayList<>();
        for (StreamPositions stream : positions(snapshot)) {
            stream.shards().forEach((shardId, position) -> {
                boolean ended = position.place().equals(ExtendedSequenceNumber.SHARD_END);
                boolean read = snapshot.inUse() && !ended;
                all.add(new ShardStatus(
                        stream.stream(),
                        shardId,
                        read ? "this folder's worker" : null,
                        position,
                        ended ? "ended" : read ? "being read" : "not read"));
            });
        }
        return all;
    }

    @Override
    public void requireUnused() {
        if (Files.isDirectory(folder)
                && Files.exists(folder.resolve(FolderCheckpointStore.FILE_NAME))
                && FolderCheckpointStore.snapshot(folder).inUse()) {
            throw new IllegalStateException(
                    "a worker uses the checkpoints: folder=" + SafeText.of(folder.toString()) + " (stop it first)");
        }
    }

    @Override
    public void store(List<StreamPositions> streams, boolean replace) {
        try (FolderCheckpointStore store = FolderCheckpointStore.open(folder)) {
            for (StreamPositions stream : streams) {
                if (!replace && store.streamCreated(stream.stream()) != null) {
                    throw new IllegalStateException("folder has checkpoints of the stream: folder="
                            + SafeText.of(folder.toString()) + " stream=" + SafeText.of(stream.stream())
                            + " (--replace them, or name another folder)");
                }
                stream.shards().forEach((shardId, position) -> requireMoment(stream, shardId, position));
            }
            for (StreamPositions stream : streams) {
                store.forget(stream.stream());
                Map<String, StoredPosition> positions = new LinkedHashMap<>();
                stream.shards()
                        .forEach((shardId, position) ->
                                positions.put(shardId, new StoredPosition(position.place(), position.moment())));
                store.begin(stream.stream(), stream.created(), positions);
                stream.shards().forEach((shardId, position) -> {
                    if (position.pending() != null) {
                        store.storePending(stream.stream(), shardId, position.pending());
                    }
                });
            }
        }
    }

    private static void requireMoment(StreamPositions stream, String shardId, ShardPosition position) {
        if (position.place().equals(ExtendedSequenceNumber.AT_TIMESTAMP) && position.moment() == null) {
            throw new IllegalStateException("nothing tells the moment of a position: stream="
                    + SafeText.of(stream.stream()) + " shard=" + SafeText.of(shardId)
                    + " (export the positions, and give the line a \"moment\")");
        }
    }
}
