package dev.millrace.lambda.local.mapping;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a lane does with its batches. Used by one thread. */
interface Batches {

    /** Whether a record may be in a batch whose first record is this one. */
    boolean together(MappedRecord first, MappedRecord next);

    /** When {@link #wake} is to be called if no records come; null if never. */
    @Nullable
    Instant wakeAt();

    void wake() throws StoppedException, InterruptedException;

    /** Returns when all of them are processed or given up. */
    void deliver(List<MappedRecord> batch) throws StoppedException, InterruptedException;

    /** No more will come. */
    void end() throws StoppedException, InterruptedException;
}
