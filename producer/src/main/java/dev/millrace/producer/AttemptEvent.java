package dev.millrace.producer;

import org.jspecify.annotations.Nullable;

/**
 * One try to store a Kinesis record.
 *
 * @param stream it was for
 * @param shardId where it was stored, or would have been as far as is known; null if it is not
 * @param userRecords in it
 * @param bytes payload and partition key
 * @param outcome how it went
 * @param errorCode the service's name for what went wrong, or the client's; null if nothing did
 */
public record AttemptEvent(
        String stream,
        @Nullable String shardId,
        int userRecords,
        int bytes,
        Attempt.Outcome outcome,
        @Nullable String errorCode) {}
