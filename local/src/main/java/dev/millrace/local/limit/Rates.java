package dev.millrace.local.limit;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The service's limits by time, as its API reference and its developer guide ("Quotas and limits", "Handle large
 * records") give them. Where they say nothing about an operation, it has the five calls a second of its neighbours.
 */
final class Rates {

    private static final int MIB = 1024 * 1024;

    /** Records that a shard takes in a second. */
    static final int WRITTEN_RECORDS = 1_000;

    /** Bytes of payloads and partition keys that a shard takes in a second. A record over this one is large. */
    static final int WRITTEN_BYTES = MIB;

    /** Bytes that a shard takes at once if a large record is among them; they come back at the rate of all others. */
    static final int WRITTEN_BYTES_AT_ONCE = 10 * MIB;

    /** Bytes that all GetRecords calls get out of a shard in a second, and each subscription again as many. */
    static final int READ_BYTES = 2 * MIB;

    /** GetRecords calls for a shard in a second. */
    static final int READ_CALLS = 5;

    /** GetShardIterator calls for a shard in a second. */
    static final int ITERATOR_CALLS = 5;

    /** SubscribeToShard calls of a consumer for a shard in a second. */
    static final int SUBSCRIBE_CALLS = 1;

    private static final int USUAL = 5;

    private static final Map<String, CallRate> CALLS = calls();

    private Rates() {}

    /** The rate of an operation; null if it has none but those of shards. */
    static @Nullable CallRate of(String operation) {
        return CALLS.get(operation);
    }

    private static Map<String, CallRate> calls() {
        Map<String, CallRate> rates = new HashMap<>();
        rates.put("DeregisterStreamConsumer", CallRate.perStream(USUAL));
        rates.put("DescribeLimits", CallRate.perAccount(1));
        rates.put("DescribeStream", CallRate.perAccount(10));
        rates.put("DescribeStreamConsumer", CallRate.perStream(20));
        rates.put("DescribeStreamSummary", CallRate.perAccount(20));
        rates.put("ListShards", CallRate.perStream(1_000));
        rates.put("ListStreamConsumers", CallRate.perStream(USUAL));
        rates.put("UpdateShardCount", CallRate.perAccount(10));
        for (String operation : new String[] {
            "AddTagsToStream",
            "CreateChannel",
            "CreateStream",
            "DecreaseStreamRetentionPeriod",
            "DeleteChannel",
            "DeleteResourcePolicy",
            "DeleteStream",
            "DescribeAccountSettings",
            "DescribeChannel",
            "DisableEnhancedMonitoring",
            "EnableEnhancedMonitoring",
            "GetResourcePolicy",
            "IncreaseStreamRetentionPeriod",
            "ListChannels",
            "ListStreams",
            "ListTagsForResource",
            "ListTagsForStream",
            "MergeShards",
            "PutResourcePolicy",
            "RegisterStreamConsumer",
            "RemoveTagsFromStream",
            "SplitShard",
            "StartStreamEncryption",
            "StopStreamEncryption",
            "TagResource",
            "UntagResource",
            "UpdateAccountSettings",
            "UpdateChannel",
            "UpdateMaxRecordSize",
            "UpdateStreamMode",
            "UpdateStreamRecordDistributionStrategy",
            "UpdateStreamWarmThroughput"
        }) {
            rates.put(operation, CallRate.perAccount(USUAL));
        }
        return Map.copyOf(rates);
    }
}
