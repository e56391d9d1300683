package dev.millrace.producer.cloudwatch;

import org.jspecify.annotations.Nullable;

/**
 * What values are about; each is counted for it and for all that it is part of.
 *
 * @param metric that they are values of
 * @param errorCode of errors by code, else null
 * @param stream theirs; null if they are about all
 * @param shardId theirs; null if they are about a stream
 */
record Place(
        KplMetric metric,
        @Nullable String errorCode,
        @Nullable String stream,
        @Nullable String shardId) {

    static Place ofAll(KplMetric metric) {
        return new Place(metric, null, null, null);
    }

    static Place of(KplMetric metric, String stream, @Nullable String shardId) {
        return new Place(metric, null, stream, shardId);
    }
}
