package dev.millrace.processor.engine;

/**
 * A shard of a stream, as messages name it.
 *
 * @param stream name of the stream
 * @param shardId id of the shard
 */
public record ShardName(String stream, String shardId) {

    @Override
    public String toString() {
        return "stream=" + stream + " shard=" + shardId;
    }
}
