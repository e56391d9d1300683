package dev.millrace.local.traffic;

/**
 * What was counted of one shard, or of several together.
 *
 * @param recordsIn stored
 * @param bytesIn payloads and partition keys stored
 * @param recordsOut given to readers, each as often as it was given
 * @param bytesOut payloads and partition keys given to readers
 * @param reads calls of GetRecords
 * @param throttles records and reads refused for having too much to do
 * @param iteratorAgeMillis how far the slowest read of the last seconds was behind; negative if there was none
 */
public record TrafficCounts(
        long recordsIn,
        long bytesIn,
        long recordsOut,
        long bytesOut,
        long reads,
        long throttles,
        long iteratorAgeMillis) {

    /** Nothing, of nobody. */
    public static final TrafficCounts NONE = new TrafficCounts(0, 0, 0, 0, 0, 0, IteratorAge.UNKNOWN);

    /** Both together: sums, and the larger age. */
    public TrafficCounts plus(TrafficCounts other) {
        return new TrafficCounts(
                recordsIn + other.recordsIn,
                bytesIn + other.bytesIn,
                recordsOut + other.recordsOut,
                bytesOut + other.bytesOut,
                reads + other.reads,
                throttles + other.throttles,
                Math.max(iteratorAgeMillis, other.iteratorAgeMillis));
    }
}
