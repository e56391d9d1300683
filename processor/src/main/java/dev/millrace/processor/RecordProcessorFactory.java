package dev.millrace.processor;

/** Makes a {@link RecordProcessor} for each shard that a worker takes up. */
@FunctionalInterface
public interface RecordProcessorFactory {

    RecordProcessor create();

    /**
     * Processors that hand over each record, one at a time for each shard, and make a checkpoint behind each batch. The
     * same handler serves all shards, several at once.
     *
     * <p>If the handler throws, a checkpoint is made behind the record before, and it gets the record again.
     */
    static RecordProcessorFactory forEachRecord(RecordHandler handler) {
        return () -> new RecordByRecord(handler);
    }

    /**
     * Processors that hand over each batch, one at a time for each shard, and make a checkpoint behind it. The same handler
     * serves all shards, several at once.
     */
    static RecordProcessorFactory forEachBatch(BatchHandler handler) {
        return () -> input -> {
            handler.handle(input.records());
            input.checkpointer().checkpoint();
        };
    }
}
