package dev.millrace.local.limit;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Consumer;
import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.ShardRead;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.StreamName;
import dev.millrace.record.HashKey;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is let through, and what is refused as too much at once. What is refused uses nothing up. Safe for use by many
 * threads.
 */
public interface Limits {

    /** Lets everything through. */
    static Limits none() {
        return NoLimits.ALL_FREE;
    }

    /** The service's, by its clock. */
    static Limits strict(Clock clock) {
        return new StrictLimits(clock);
    }

    /**
     * Lets a call of an operation begin.
     *
     * @param stream that the request names, or null
     * @throws dev.millrace.local.wire.ServiceException if there were too many
     */
    void call(String operation, Account caller, Supplier<@Nullable StreamName> stream);

    /** Whether the shard that owns the hash key takes a record of so many bytes, payload and partition key. */
    boolean takes(Stream stream, HashKey hashKey, long length);

    /**
     * Lets an iterator be given out.
     *
     * @throws dev.millrace.local.wire.ServiceException if there were too many
     */
    void iterator(Stream stream, Shard shard);

    /**
     * Lets a shard be read.
     *
     * @throws dev.millrace.local.wire.ServiceException if that was too often, or if too much was read before
     */
    ShardRead read(Stream stream, Shard shard, Supplier<ShardRead> read);

    /**
     * Lets a subscription begin.
     *
     * @return how fast its events may go
     * @throws dev.millrace.local.wire.ServiceException if there were too many
     */
    Pace subscription(Consumer consumer, Shard shard);
}
