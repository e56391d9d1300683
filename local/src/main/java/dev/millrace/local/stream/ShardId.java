package dev.millrace.local.stream;

import org.jspecify.annotations.Nullable;

/** Names of shards: {@code shardId-} and at least twelve digits. */
public final class ShardId {

    private ShardId() {}

    public static String of(int index) {
        return String.format("shardId-%012d", index);
    }

    /**
     * The number in a shard id. As in the service only the part behind the first hyphen counts, so {@code 0} and
     * {@code shard-0} mean the first shard too. Null if there is no number.
     */
    public static @Nullable Integer parse(String text) {
        String digits = text.substring(text.indexOf('-') + 1);
        if (digits.isEmpty() || digits.length() > 12 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        long index = Long.parseLong(digits);
        return index <= Integer.MAX_VALUE ? (int) index : null;
    }
}
