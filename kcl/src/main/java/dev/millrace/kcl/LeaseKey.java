package dev.millrace.kcl;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;

/**
 * The key of a lease, taken apart.
 *
 * @param account of the stream; null, as the next two, in an application of a single stream
 * @param stream its name
 * @param created when it was created, to the second
 * @param shardId the shard
 */
record LeaseKey(
        @Nullable String account,
        @Nullable String stream,
        @Nullable Instant created,
        String shardId) {

    private static final int PARTS = 4;

    static LeaseKey parse(String text) {
        String[] parts = text.split(":", -1);
        return parts.length == PARTS
                ? new LeaseKey(parts[0], parts[1], Instant.ofEpochSecond(Long.parseLong(parts[2])), parts[3])
                : new LeaseKey(null, null, null, text);
    }

    /** Whether it names this stream. */
    boolean isOf(Arn arn, Instant streamCreated) {
        return created != null
                && arn.resource().resource().equals(stream)
                && arn.accountId().filter(id -> id.equals(account)).isPresent()
                && created.getEpochSecond() == streamCreated.getEpochSecond();
    }
}
