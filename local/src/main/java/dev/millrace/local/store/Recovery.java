package dev.millrace.local.store;

import java.util.List;

/**
 * What was found in a data directory at the start.
 *
 * @param streamCount streams
 * @param recordCount Kinesis records, expired ones too
 * @param tornTails what was cut off
 */
public record Recovery(int streamCount, long recordCount, List<TornTail> tornTails) {

    public Recovery {
        tornTails = List.copyOf(tornTails);
    }
}
