package dev.millrace.samples.words;

import dev.millrace.child.KclProcess;
import dev.millrace.processor.Checkpointer;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.ShardEndedInput;
import dev.millrace.processor.ShutdownRequestedInput;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the words of a shard and says so on standard error, which the daemon logs. A checkpoint is made at most once a
 * minute, and at the end.
 */
public final class WordCounter implements RecordProcessor {

    private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(60);

    private final Map<String, Integer> counts = new TreeMap<>();
    private String shardId = "";
    private boolean checkpointed;
    private long checkpointNanos;

    public static void main(String[] args) {
        KclProcess.of(new WordCounter()).run();
    }

    @Override
    public void initialize(InitializationInput input) {
        shardId = input.shardId();
        System.err.println(shardId + ": counting words behind " + input.checkpoint());
    }

    @Override
    public void processRecords(ProcessRecordsInput input) {
        for (ReceivedRecord record : input.records()) {
            counts.merge(record.text(), 1, Integer::sum);
        }
        System.err.println(shardId + ": " + counts);
        if (!checkpointed || System.nanoTime() - checkpointNanos > BETWEEN_CHECKPOINTS.toNanos()) {
            checkpoint(input.checkpointer());
        }
    }

    @Override
    public void leaseLost() {
        System.err.println(shardId + ": another worker counts on");
    }

    @Override
    public void shardEnded(ShardEndedInput input) {
        checkpoint(input.checkpointer());
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) {
        checkpoint(input.checkpointer());
    }

    private void checkpoint(Checkpointer checkpointer) {
        checkpointer.checkpoint();
        checkpointed = true;
        checkpointNanos = System.nanoTime();
    }
}
