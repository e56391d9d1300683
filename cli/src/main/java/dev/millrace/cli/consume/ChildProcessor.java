package dev.millrace.cli.consume;

import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.ShardEndedInput;
import dev.millrace.processor.ShutdownRequestedInput;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hands the records of a shard to a process, and makes a checkpoint behind each batch that it has answered. */
final class ChildProcessor implements RecordProcessor {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final ChildCommand command;
    private String stream = "";
    private String shardId = "";
    private @Nullable Child child;

    ChildProcessor(ChildCommand command) {
        this.command = command;
    }

    @Override
    public void initialize(InitializationInput input) {
        stream = input.streamName();
        shardId = input.shardId();
    }

    @Override
    public void processRecords(ProcessRecordsInput input) throws Exception {
        Child current = child;
        if (current == null) {
            current = command.start(stream, shardId);
            child = current;
        }
        Runnable watch = command.watch(current);
        try {
            current.process(input.records());
        } catch (Exception e) {
            // It may have processed a part, or answer later: the batch goes to a new one.
            child = null;
            current.kill("a batch has failed");
            throw e;
        } finally {
            watch.run();
        }
        input.checkpointer().checkpoint();
    }

    @Override
    public void leaseLost() throws InterruptedException {
        end();
    }

    @Override
    public void shardEnded(ShardEndedInput input) throws InterruptedException {
        end();
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) throws InterruptedException {
        end();
    }

    private void end() throws InterruptedException {
        Child current = child;
        child = null;
        if (current != null) {
            current.end(GRACE);
        }
    }
}
