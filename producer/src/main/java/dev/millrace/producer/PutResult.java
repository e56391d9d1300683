package dev.millrace.producer;

import java.util.List;

/**
 * Where a user record was stored.
 *
 * @param shardId the shard
 * @param sequenceNumber of the Kinesis record that holds it
 * @param subSequenceNumber its zero-based index in that record
 * @param attempts every try, the last of which succeeded
 */
public record PutResult(String shardId, String sequenceNumber, long subSequenceNumber, List<Attempt> attempts) {

    public PutResult {
        attempts = List.copyOf(attempts);
    }
}
