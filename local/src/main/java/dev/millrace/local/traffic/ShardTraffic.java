package dev.millrace.local.traffic;

import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of one shard. They only ever go up, and are lost with the service. Safe for use by many threads, which
 * do not wait for each other; no call costs more for more records.
 */
public final class ShardTraffic {

    private final LongAdder recordsIn = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder recordsOut = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder reads = new LongAdder();
    private final LongAdder throttles = new LongAdder();
    private final IteratorAge iteratorAge = new IteratorAge();

    /**
     * Records were stored.
     *
     * @param bytes of payloads and partition keys
     */
    public void stored(int recordCount, long bytes) {
        recordsIn.add(recordCount);
        bytesIn.add(bytes);
    }

    /**
     * A call of GetRecords was answered.
     *
     * @param bytes of payloads and partition keys
     * @param nowMillis by the service's clock
     * @param behindMillis MillisBehindLatest of the answer
     */
    public void read(int recordCount, long bytes, long nowMillis, long behindMillis) {
        reads.increment();
        pushed(recordCount, bytes, nowMillis, behindMillis);
    }

    /** An event of a subscription was sent; otherwise as {@link #read}. */
    public void pushed(int recordCount, long bytes, long nowMillis, long behindMillis) {
        recordsOut.add(recordCount);
        bytesOut.add(bytes);
        iteratorAge.read(nowMillis, behindMillis);
    }

    /** A record or a read was refused since the shard had too much to do, or was said to have. */
    public void throttled() {
        throttles.increment();
    }

    /** What was counted so far. */
    public TrafficCounts counts(long nowMillis) {
        return new TrafficCounts(
                recordsIn.sum(),
                bytesIn.sum(),
                recordsOut.sum(),
                bytesOut.sum(),
                reads.sum(),
                throttles.sum(),
                iteratorAge.millis(nowMillis));
    }
}
