package dev.millrace.consumer.source;

import dev.millrace.processor.WorkerListener;
import dev.millrace.processor.engine.ShardName;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * Makes the sources of a stream's shards.
 *
 * @param client the service
 * @param consumerArn of the registered consumer to which records are pushed; null if they are asked for
 * @param maxRecords in one answer, if asked for
 * @param pace of reading, if asked for
 * @param timer for pauses
 * @param budget of all shards
 * @param listener is told of every read
 */
public record Sources(
        KinesisAsyncClient client,
        @Nullable String consumerArn,
        int maxRecords,
        Pace pace,
        Timer timer,
        ReadBudget budget,
        WorkerListener listener) {

    public RecordSource of(ShardName shard, ShardStart start) {
        return consumerArn == null
                ? new PolledSource(
                        shard, new ShardCursor(client, shard, maxRecords, start), pace, timer, budget, listener)
                : new PushedSource(client, consumerArn, shard, start.position(), timer, budget, listener);
    }
}
