package dev.millrace.consumer.checkpoint;

import dev.millrace.processor.ExtendedSequenceNumber;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** A process that stores ascending checkpoints for ever, and prints each after it was stored. It is to be killed. */
final class CheckpointWriter {

    static final String STREAM = "words";
    static final String SHARD = "shardId-000000000000";

    private CheckpointWriter() {}

    public static void main(String[] arguments) {
        FolderCheckpointStore store = FolderCheckpointStore.open(Path.of(arguments[0]));
        if (store.streamCreated(STREAM) == null) {
            store.begin(STREAM, Instant.EPOCH, Map.of());
        }
        for (long number = Long.parseLong(arguments[1]); ; number++) {
            store.store(STREAM, SHARD, StoredPosition.behind(ExtendedSequenceNumber.of(Long.toString(number))));
            System.out.println(number);
        }
    }
}
