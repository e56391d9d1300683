package dev.millrace.consumer.source;

import java.util.concurrent.CompletableFuture;

/**
 * The records of one shard, from a position on. What fails for a while it repeats by itself. Used by one task at a time,
 * except for {@link #close}.
 */
public interface RecordSource {

    /**
     * The next records: at least one, or the end of the shard. Whoever asks is done with those before.
     *
     * <p>Fails with {@link java.util.concurrent.CancellationException} when the source is closed, and with what the
     * service said where no repetition helps.
     */
    CompletableFuture<Fetched> next();

    /** Stops reading. Idempotent. */
    void close();
}
