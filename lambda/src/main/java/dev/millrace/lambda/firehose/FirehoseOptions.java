package dev.millrace.lambda.firehose;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * How transformed records are put into a response.
 *
 * @param newline whether all that is delivered ends with exactly one newline
 * @param deaggregate whether aggregated records that were put straight to Firehose are taken apart
 * @param delimiter what stands between transformed user records of one aggregated record
 * @param maxResponseBytes of the whole response as JSON
 * @param overBudget what becomes of records that do not fit
 */
public record FirehoseOptions(
        boolean newline, boolean deaggregate, String delimiter, int maxResponseBytes, OverBudget overBudget) {

    /** What Lambda takes from a function at most, in bytes. */
    public static final int MAX_RESPONSE_BYTES = 6 << 20;

    private static final int MIN_RESPONSE_BYTES = 1_000;
    private static final FirehoseOptions DEFAULT = new FirehoseOptions(false, true, "\n", 6_000_000, OverBudget.fail());

    public FirehoseOptions {
        Objects.requireNonNull(delimiter, "delimiter");
        Objects.requireNonNull(overBudget, "overBudget");
        if (maxResponseBytes < MIN_RESPONSE_BYTES || maxResponseBytes > MAX_RESPONSE_BYTES) {
            throw new IllegalArgumentException("maximum response out of range: bytes=" + maxResponseBytes + " (allowed "
                    + MIN_RESPONSE_BYTES + " to " + MAX_RESPONSE_BYTES + ")");
        }
    }

    /** Nothing is added, aggregated records are taken apart, and what does not fit 6,000,000 bytes fails. */
    public static FirehoseOptions defaults() {
        return DEFAULT;
    }

    /**
     * These options with or without a newline at the end of what is delivered; those that are there already are not
     * doubled, and several become one. Not together with Firehose's own {@code AppendDelimiterToRecord}. Default: without.
     */
    public FirehoseOptions newline(boolean wanted) {
        return new FirehoseOptions(wanted, deaggregate, delimiter, maxResponseBytes, overBudget);
    }

    /** These options, aggregated records of Direct PUT taken apart or not. Default: taken apart. */
    public FirehoseOptions deaggregate(boolean wanted) {
        return new FirehoseOptions(newline, wanted, delimiter, maxResponseBytes, overBudget);
    }

    /** These options with another delimiter between user records of one aggregated record. Default: a newline. */
    public FirehoseOptions delimiter(String text) {
        return new FirehoseOptions(newline, deaggregate, text, maxResponseBytes, overBudget);
    }

    /** These options with another limit. Default: 6,000,000 bytes. From 1,000 to 6,291,456. */
    public FirehoseOptions maxResponseBytes(int bytes) {
        return new FirehoseOptions(newline, deaggregate, delimiter, bytes, overBudget);
    }

    /** These options with another policy. Default: {@link OverBudget#fail()}. */
    public FirehoseOptions overBudget(OverBudget policy) {
        return new FirehoseOptions(newline, deaggregate, delimiter, maxResponseBytes, policy);
    }

    byte[] delimiterBytes() {
        return delimiter.getBytes(StandardCharsets.UTF_8);
    }
}
