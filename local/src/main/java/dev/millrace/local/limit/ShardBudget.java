package dev.millrace.local.limit;

import dev.millrace.local.stream.ShardRead;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one shard may take and give. Safe for use by many threads: the clock is looked at under the budget's lock, so
 * that no millisecond counts twice, and a read happens there too.
 */
final class ShardBudget {

    private final Clock clock;
    private final TokenBucket records;
    private final TokenBucket bytes;
    private final TokenBucket bytesAtOnce;
    private final TokenBucket iterators;
    private final TokenBucket reads;
    private final TokenBucket readBytes;

    ShardBudget(Clock clock) {
        this.clock = clock;
        long nowMillis = clock.millis();
        this.records = new TokenBucket(Rates.WRITTEN_RECORDS, Rates.WRITTEN_RECORDS, nowMillis);
        this.bytes = new TokenBucket(Rates.WRITTEN_BYTES, Rates.WRITTEN_BYTES, nowMillis);
        this.bytesAtOnce = new TokenBucket(Rates.WRITTEN_BYTES_AT_ONCE, Rates.WRITTEN_BYTES, nowMillis);
        this.iterators = new TokenBucket(Rates.ITERATOR_CALLS, Rates.ITERATOR_CALLS, nowMillis);
        this.reads = new TokenBucket(Rates.READ_CALLS, Rates.READ_CALLS, nowMillis);
        this.readBytes = new TokenBucket(Rates.READ_BYTES, Rates.READ_BYTES, nowMillis);
    }

    /**
     * Whether a record is taken. A large one needs only what is there at once, but uses up what the others live on; so
     * over time no more is taken than without large ones.
     */
    synchronized boolean takes(long length) {
        long nowMillis = clock.millis();
        boolean large = length > Rates.WRITTEN_BYTES;
        boolean fits = bytesAtOnce.has(length, nowMillis) && (large || bytes.has(length, nowMillis));
        if (!fits || !records.takeIfThere(1, nowMillis)) {
            return false;
        }
        bytesAtOnce.take(length);
        bytes.take(length);
        return true;
    }

    synchronized boolean givesIterator() {
        return iterators.takeIfThere(1, clock.millis());
    }

    /** What was read; null if it may not be, since what was read before is not paid off, or there were too many calls. */
    synchronized @Nullable ShardRead read(Supplier<ShardRead> read) {
        long nowMillis = clock.millis();
        if (readBytes.millisInArrears(nowMillis) > 0 || !reads.takeIfThere(1, nowMillis)) {
            return null;
        }
        ShardRead found = read.get();
        readBytes.charge(found.byteCount(), nowMillis);
        return found;
    }
}
