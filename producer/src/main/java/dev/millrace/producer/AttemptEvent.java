package dev.millrace.producer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One try to store a Kinesis record.
 *
 * @param stream it was for
 * @param shardId where it was stored, or would have been as far as is known; null if it is not
 * @param userRecords in it
 * @param bytes payload and partition key
 * @param number of the try, 1 for the first
 * @param delay from the acceptance of its oldest user record to the sending
 * @param duration from the sending to the answer
 * @param outcome how it went
 * @param errorCode the service's name for what went wrong, or the client's; null if nothing did
 */
public record AttemptEvent(
        String stream,
        @Nullable String shardId,
        int userRecords,
        int bytes,
        int number,
        Duration delay,
        Duration duration,
        Attempt.Outcome outcome,
        @Nullable String errorCode) {}
