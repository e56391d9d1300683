package dev.millrace.processor.engine;

import dev.millrace.processor.ReceivedRecord;
import java.util.List;

/** Records on their way through a processor, until it has returned normally for all of them. Used by one task at a time. */
public final class Batch {

    private final List<ReceivedRecord> records;
    private final long millisBehindLatest;
    private int attempts;
    private boolean corruptTold;

    /**
     * Records of one shard.
     *
     * @param records in order, perhaps none
     * @param millisBehindLatest how far behind the tip they were read, in milliseconds
     */
    public Batch(List<ReceivedRecord> records, long millisBehindLatest) {
        this.records = List.copyOf(records);
        this.millisBehindLatest = millisBehindLatest;
    }

    List<ReceivedRecord> records() {
        return records;
    }

    long millisBehindLatest() {
        return millisBehindLatest;
    }

    /** Counts an attempt and tells which one it is, from 1. */
    int nextAttempt() {
        return ++attempts;
    }

    /** True once. */
    boolean tellCorrupt() {
        boolean first = !corruptTold;
        corruptTold = true;
        return first;
    }
}
