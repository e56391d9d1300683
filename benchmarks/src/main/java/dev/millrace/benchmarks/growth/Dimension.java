package dev.millrace.benchmarks.growth;

import java.util.Arrays;
import java.util.Locale;

/** What there is more and more of. */
enum Dimension {
    AGGREGATED(
            "user records, aggregated and taken apart",
            new AggregatedRecords(),
            10_000,
            100_000,
            1_000_000,
            3_000_000,
            10_000_000),
    STORED(
            "user records, put to local and read",
            new StoredRecords(),
            100_000,
            300_000,
            1_000_000,
            3_000_000,
            10_000_000),
    RECORD_BYTES("bytes of a record", new RecordSize(), 4 << 10, 32 << 10, 256 << 10, 1 << 20, 3 << 20, 10 << 20),
    SHARDS("shards that a worker reads", new Shards(), 30, 60, 125, 250, 500, 1_000),
    STREAMS("streams that a worker reads", new Streams(), 16, 32, 64, 128, 256, 512),
    SUBSCRIBERS("subscribers of SubscribeToShard", new Subscribers(), 10, 20, 50, 100, 200),
    CHILDREN("children of the daemon", new Children(), 4, 8, 16, 32, 64);

    private static final int QUICK_SIZES = 3;

    private final String unit;
    private final Load load;
    private final int[] sizes;

    Dimension(String unit, Load load, int... sizes) {
        this.unit = unit;
        this.load = load;
        this.sizes = sizes;
    }

    /** In file names and ratios. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is counted. */
    String unit() {
        return unit;
    }

    Load load() {
        return load;
    }

    /** Ascending; the quick form has the smallest ones only. */
    int[] sizes(boolean quick) {
        return quick ? Arrays.copyOf(sizes, QUICK_SIZES) : sizes.clone();
    }

    static Dimension of(String label) {
        return Arrays.stream(values())
                .filter(dimension -> dimension.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such dimension: " + label));
    }
}
