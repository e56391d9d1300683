package dev.millrace.firehose.transformation;

import java.time.Duration;

/**
 * How a function is invoked.
 *
 * @param bufferBytes of records' data in one invocation, about; 1 MiB by default, from 1 to 4,194,304. A request in JSON stays
 *     below 6,000,000 bytes whatever this is
 * @param timeout of one invocation; 1 minute by default, up to 5 minutes
 * @param retries of an invocation that failed; 3 by default, from 0 to 300
 */
public record TransformationSettings(int bufferBytes, Duration timeout, int retries) {

    private static final int MOST_BUFFER_BYTES = 4 << 20;
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);
    private static final int MOST_RETRIES = 300;

    public TransformationSettings {
        if (bufferBytes < 1 || bufferBytes > MOST_BUFFER_BYTES) {
            throw new IllegalArgumentException(
                    "invocation's bytes out of range: " + bufferBytes + " (allowed 1 to " + MOST_BUFFER_BYTES + ")");
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "invocation's timeout out of range: " + timeout + " (above 0, at most 5 minutes)");
        }
        if (retries < 0 || retries > MOST_RETRIES) {
            throw new IllegalArgumentException(
                    "retries out of range: " + retries + " (allowed 0 to " + MOST_RETRIES + ")");
        }
    }

    /** 1 MiB, 1 minute, 3 retries. */
    public static TransformationSettings defaults() {
        return new TransformationSettings(1 << 20, Duration.ofMinutes(1), 3);
    }

    /** These settings with another size of invocations. */
    public TransformationSettings bufferBytes(int bytes) {
        return new TransformationSettings(bytes, timeout, retries);
    }

    /** These settings with another timeout. */
    public TransformationSettings timeout(Duration limit) {
        return new TransformationSettings(bufferBytes, limit, retries);
    }

    /** These settings with another number of retries. */
    public TransformationSettings retries(int count) {
        return new TransformationSettings(bufferBytes, timeout, count);
    }
}
