package dev.millrace.lambda.local.mapping;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the destination of records that are given up, as often as it takes. */
final class Discards {

    private static final Logger LOG = LoggerFactory.getLogger(Discards.class);

    private final MappedShard shard;

    Discards(MappedShard shard) {
        this.shard = shard;
    }

    /**
     * Returns when the destination has taken it.
     *
     * @param error of the last invocation
     */
    void discard(List<MappedRecord> records, String condition, int invocations, @Nullable String error)
            throws StoppedException, InterruptedException {
        MappingSettings settings = shard.settings();
        DiscardedBatch batch = new DiscardedBatch(
                UUID.randomUUID().toString(),
                condition,
                invocations,
                error,
                settings.clock().instant(),
                shard.streamArn(),
                shard.shardId(),
                records.size(),
                records.isEmpty() ? null : place(records.get(0)),
                records.isEmpty() ? null : place(records.get(records.size() - 1)));
        Pauses pauses = new Pauses(settings.firstPause(), settings.longestPause());
        while (true) {
            try {
                settings.destination().send(batch);
                break;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                LOG.warn("destination of failures failed, tried again: shard={}", shard.shardId(), e);
                shard.stop().pause(pauses.next());
            }
        }
        LOG.warn("records are given up: {}", batch);
        settings.listener().discarded(batch);
    }

    private static DiscardedBatch.Place place(MappedRecord record) {
        return new DiscardedBatch.Place(record.sequenceNumber(), record.arrival());
    }
}
