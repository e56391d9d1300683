package dev.millrace.producer;

/**
 * How fast records may be sent to one shard. It learns: throttling takes a third off what may be sent each second,
 * quiet adds a twentieth of the limit every second, up to the limit. So several producers come to share a shard, none
 * of them starving. Not safe for use by many threads.
 */
final class ShardRate {

    private static final double BYTES_PER_SECOND = 1 << 20;
    private static final double RECORDS_PER_SECOND = 1_000;
    private static final double NANOS = 1e9;

    /** What may be sent at once after a pause, in seconds of the rate. */
    private static final double BURST_SECONDS = 1;

    private static final double DECREASE = 0.67;
    private static final double INCREASE_PER_SECOND = 0.05;
    private static final double SMALLEST_SHARE = 0.02;

    /** Answers to what was sent before the last decrease say nothing new. */
    private static final long MIN_NANOS_BETWEEN_DECREASES = 200_000_000;

    private final double limit;
    private double share;
    private double bytes;
    private double records;
    private long updatedNanos;
    private long decreasedNanos;

    /** A rate at its limit, as a share of what the service allows; infinity for none. */
    ShardRate(double limit, long nowNanos) {
        this.limit = limit;
        this.share = limit;
        this.bytes = limit * BYTES_PER_SECOND * BURST_SECONDS;
        this.records = limit * RECORDS_PER_SECOND * BURST_SECONDS;
        this.updatedNanos = nowNanos;
        this.decreasedNanos = nowNanos - MIN_NANOS_BETWEEN_DECREASES;
    }

    /** Takes room for a record, or returns false if there is none now. A record larger than all room goes when the room is full. */
    boolean take(int recordBytes, long nowNanos) {
        if (Double.isInfinite(limit)) {
            return true;
        }
        refill(nowNanos);
        if (records < 1 || bytes < Math.min(recordBytes, share * BYTES_PER_SECOND * BURST_SECONDS)) {
            return false;
        }
        records--;
        bytes -= recordBytes;
        return true;
    }

    /** When {@link #take} may succeed. */
    long dueNanos(int recordBytes, long nowNanos) {
        if (Double.isInfinite(limit)) {
            return nowNanos;
        }
        refill(nowNanos);
        double missingBytes = Math.min(recordBytes, share * BYTES_PER_SECOND * BURST_SECONDS) - bytes;
        double seconds =
                Math.max(missingBytes / (share * BYTES_PER_SECOND), (1 - records) / (share * RECORDS_PER_SECOND));
        return nowNanos + (long) Math.max(0, Math.min(seconds, 60) * NANOS) + 1;
    }

    /** The service found that too much was sent. */
    void throttled(long nowNanos) {
        if (Double.isInfinite(limit) || nowNanos - decreasedNanos < MIN_NANOS_BETWEEN_DECREASES) {
            return;
        }
        refill(nowNanos);
        decreasedNanos = nowNanos;
        share = Math.max(SMALLEST_SHARE * limit, share * DECREASE);
        bytes = Math.min(bytes, 0);
        records = Math.min(records, 1);
    }

    /** What may be sent each second now, as a share of what the service allows. */
    double share() {
        return share;
    }

    private void refill(long nowNanos) {
        double seconds = Math.max(0, nowNanos - updatedNanos) / NANOS;
        updatedNanos = nowNanos;
        share = Math.min(limit, share + INCREASE_PER_SECOND * limit * seconds);
        bytes = Math.min(share * BYTES_PER_SECOND * BURST_SECONDS, bytes + share * BYTES_PER_SECOND * seconds);
        records = Math.min(share * RECORDS_PER_SECOND * BURST_SECONDS, records + share * RECORDS_PER_SECOND * seconds);
    }
}
