package dev.millrace.firehose.transformation;

import dev.millrace.processor.ExtendedSequenceNumber;
import java.util.Objects;

/** Where a user record stands in a stream. */
public record SourcePlace(String shardId, String partitionKey, ExtendedSequenceNumber number) {

    public SourcePlace {
        Objects.requireNonNull(shardId, "shardId");
        Objects.requireNonNull(partitionKey, "partitionKey");
        Objects.requireNonNull(number, "number");
    }
}
