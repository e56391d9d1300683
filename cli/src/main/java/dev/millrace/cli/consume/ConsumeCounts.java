package dev.millrace.cli.consume;

import dev.millrace.processor.BatchEvent;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.StopReason;
import dev.millrace.processor.WorkerListener;
import dev.millrace.text.SafeText;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Tells which shards are begun and left, and in the end how much was processed. */
public final class ConsumeCounts implements WorkerListener {

    private final PrintWriter err;
    private final AtomicLong userRecords = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    public ConsumeCounts(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void shardStarted(String stream, String shardId, ExtendedSequenceNumber checkpoint) {
        tell("begins " + SafeText.of(stream) + " " + shardId + " at " + checkpoint);
    }

    @Override
    public void batchEnded(BatchEvent event) {
        if (event.failure() == null) {
            userRecords.addAndGet(event.userRecords());
            batches.incrementAndGet();
        } else {
            failures.incrementAndGet();
        }
    }

    @Override
    public void shardStopped(String stream, String shardId, StopReason reason) {
        String why = switch (reason) {
            case SHARD_END -> "processed to its end";
            case LEASE_LOST -> "another worker has it now";
            case SHUTDOWN -> "told to stop";
            case FAILURE -> "failed";
        };
        tell("leaves " + SafeText.of(stream) + " " + shardId + ": " + why);
    }

    /** Says how much was processed. */
    public void tell() {
        tell(String.format(
                Locale.ROOT,
                "%,d user records in %,d batches processed; %,d batches failed",
                userRecords.get(),
                batches.get(),
                failures.get()));
    }

    private synchronized void tell(String text) {
        err.println("millrace: " + text);
        err.flush();
    }
}
