package dev.millrace.processor.micrometer;

import dev.millrace.processor.BatchEvent;
import dev.millrace.processor.ReadEvent;

/*
 * Records are read ahead, so a read says nothing of the processor while that has something in hand: what counts is how
 * far behind its batch was read. But an empty read makes no batch, and in a shard with few records it is empty reads that
 * come nearer to the tip. They count once the last read that had records is processed: a batch was told that was read as
 * far behind as that. Before the first batch every read counts, for all that came may lie before the checkpoint and never
 * become a batch.
 */
/** How far behind the tip of its shard a processor is, in milliseconds. Told under a lock. */
final class ShardLag {

    private static final long NEVER = -1;
    private static final long FAILED = -2;

    private volatile long millis = NEVER;
    private long lastRead = NEVER;
    private long lastProcessed = NEVER;

    void read(ReadEvent event) {
        if (event.failure() != null) {
            return;
        }
        if (event.kinesisRecords() > 0) {
            lastRead = event.millisBehindLatest();
        }
        if (lastProcessed == NEVER || lastProcessed == lastRead) {
            millis = event.millisBehindLatest();
        }
    }

    void batch(BatchEvent event) {
        millis = event.millisBehindLatest();
        lastProcessed = event.failure() == null ? millis : FAILED;
    }

    boolean isKnown() {
        return millis != NEVER;
    }

    long millis() {
        return millis;
    }
}
