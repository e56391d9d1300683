package dev.millrace.producer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The end of the user records in a Kinesis record. If some of them had been sent in other Kinesis records before, there
 * is one event for all that were sent equally often.
 *
 * @param stream theirs
 * @param shardId where they are stored, or would have been as far as is known; null if it is not
 * @param userRecords how many
 * @param dataBytes of all of them
 * @param attempts how often they were sent, in other Kinesis records too
 * @param duration from the acceptance of the oldest
 * @param failure why they are not stored; null if they are
 */
public record DeliveryEvent(
        String stream,
        @Nullable String shardId,
        int userRecords,
        long dataBytes,
        int attempts,
        Duration duration,
        PutFailedException.@Nullable Reason failure) {}
