package dev.millrace.producer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A PutRecords request that has ended.
 *
 * @param stream it was for
 * @param kinesisRecords its entries
 * @param userRecords in all of them
 * @param bytes payloads and partition keys
 * @param duration from the sending to the answer
 * @param errorCode of the request as a whole, null if it was answered
 */
public record RequestEvent(
        String stream,
        int kinesisRecords,
        int userRecords,
        long bytes,
        Duration duration,
        @Nullable String errorCode) {}
