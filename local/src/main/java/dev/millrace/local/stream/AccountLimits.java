package dev.millrace.local.stream;

/**
 * What one account may have in one region.
 *
 * @param shardCount most open shards of provisioned streams
 * @param onDemandStreamCount most streams in on-demand mode
 * @param channelCount most channels
 */
public record AccountLimits(int shardCount, int onDemandStreamCount, int channelCount) {

    private static final int LARGEST = 1_000_000;

    /** As wide as the API can tell. */
    public static final AccountLimits RELAXED = new AccountLimits(LARGEST, LARGEST, LARGEST);

    /** The service's in US East (N. Virginia); how many channels it allows is not known. */
    public static final AccountLimits STRICT = new AccountLimits(20_000, 50, LARGEST);

    public AccountLimits {
        check("shardCount", shardCount);
        check("onDemandStreamCount", onDemandStreamCount);
        check("channelCount", channelCount);
    }

    public AccountLimits withShardCount(int newShardCount) {
        return new AccountLimits(newShardCount, onDemandStreamCount, channelCount);
    }

    private static void check(String name, int count) {
        if (count < 0 || count > LARGEST) {
            throw new IllegalArgumentException(
                    name + " out of range: " + name + "=" + count + " (allowed 0 to 1000000)");
        }
    }
}
