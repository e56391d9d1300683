package dev.millrace.processor;

import java.util.List;

/**
 * Records that were not processed and are given away, with all that is needed to look into them or to put them again.
 *
 * @param stream name of the stream they lie in
 * @param shardId of the shard they lie in
 * @param records at least one, in their order
 * @param cause why: what the processor threw last, or a {@link CorruptRecordException}
 */
public record DeadLetters(String stream, String shardId, List<ReceivedRecord> records, Exception cause) {

    public DeadLetters {
        records = List.copyOf(records);
    }
}
