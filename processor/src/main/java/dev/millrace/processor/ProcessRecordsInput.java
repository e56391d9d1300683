package dev.millrace.processor;

import java.util.List;

/**
 * A batch of records of one shard.
 *
 * @param records in order, at least one
 * @param millisBehindLatest how far the reader is behind the shard's tip, in milliseconds
 * @param checkpointer of the shard
 */
public record ProcessRecordsInput(List<ReceivedRecord> records, long millisBehindLatest, Checkpointer checkpointer) {

    public ProcessRecordsInput {
        records = List.copyOf(records);
    }
}
