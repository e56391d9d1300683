package dev.millrace.child;

import dev.millrace.processor.Checkpointer;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.ShardEndedInput;
import dev.millrace.processor.ShutdownRequestedInput;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes its calls and does with the checkpointer what a test wants. */
final class RecordedProcessor implements RecordProcessor {

    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<Object> inputs = new CopyOnWriteArrayList<>();
    private final Use use;

    RecordedProcessor(Use use) {
        this.use = use;
    }

    @FunctionalInterface
    interface Use {
        void of(Checkpointer checkpointer) throws Exception;
    }

    @Override
    public void initialize(InitializationInput input) {
        calls.add("initialize");
        inputs.add(input);
    }

    @Override
    public void processRecords(ProcessRecordsInput input) throws Exception {
        calls.add("processRecords");
        inputs.add(input);
        use.of(input.checkpointer());
    }

    @Override
    public void leaseLost() {
        calls.add("leaseLost");
    }

    @Override
    public void shardEnded(ShardEndedInput input) throws Exception {
        calls.add("shardEnded");
        use.of(input.checkpointer());
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) throws Exception {
        calls.add("shutdownRequested");
        use.of(input.checkpointer());
    }
}
