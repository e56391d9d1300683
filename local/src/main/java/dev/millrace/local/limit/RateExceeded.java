package dev.millrace.local.limit;

import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.StreamName;

/** What the service says to those who are too fast. */
public final class RateExceeded {

    private RateExceeded() {}

    public static String forShard(String shardId, StreamName stream) {
        return "Rate exceeded for shard " + shardId + " in stream " + stream.describe() + ".";
    }

    static String forStream(StreamName stream) {
        return "Rate exceeded for stream " + stream.describe() + ".";
    }

    static String forAccount(Account account) {
        return "Rate exceeded for account " + account.id() + ".";
    }
}
