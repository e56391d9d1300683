package dev.millrace.consumer;

import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.processor.ShardEndedInput;
import dev.millrace.processor.ShutdownRequestedInput;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Processors that remember what they were told, and do beside that what the test says. */
final class Recorder implements RecordProcessorFactory {

    /** The methods of a processor. */
    enum Kind {
        INITIALIZE,
        RECORDS,
        SHARD_ENDED,
        SHUTDOWN_REQUESTED
    }

    /** A call of a processor. Records are there with {@link Kind#RECORDS} only. */
    record Call(String shardId, Kind kind, List<ReceivedRecord> records, Object input) {

        List<String> texts() {
            return records.stream().map(Recorder::text).toList();
        }
    }

    /** What a processor does beside remembering; if it throws, so does the processor. */
    interface Action<T> {
        void run(String shardId, T input) throws Exception;
    }

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Action<InitializationInput> onInitialize = (shard, input) -> {};
    private volatile Action<ProcessRecordsInput> onRecords = (shard, input) -> {};
    private volatile Action<ShardEndedInput> onShardEnded = (shard, input) -> {};
    private volatile Action<ShutdownRequestedInput> onShutdown = (shard, input) -> {};

    Recorder onInitialize(Action<InitializationInput> action) {
        onInitialize = action;
        return this;
    }

    Recorder onRecords(Action<ProcessRecordsInput> action) {
        onRecords = action;
        return this;
    }

    Recorder onShardEnded(Action<ShardEndedInput> action) {
        onShardEnded = action;
        return this;
    }

    Recorder onShutdown(Action<ShutdownRequestedInput> action) {
        onShutdown = action;
        return this;
    }

    /** All calls so far, of all shards, in the order in which they were made. */
    List<Call> calls() {
        return calls;
    }

    List<Call> calls(Kind kind) {
        return calls.stream().filter(call -> call.kind() == kind).toList();
    }

    /** Everything that was delivered, repetitions too. */
    List<String> texts() {
        return calls.stream().flatMap(call -> call.texts().stream()).toList();
    }

    void awaitTexts(int count) {
        Await.until("records are delivered: " + count, () -> texts().size() >= count);
    }

    void awaitCalls(Kind kind, int count) {
        Await.until(kind + " is called " + count + " times", () -> calls(kind).size() >= count);
    }

    static String text(ReceivedRecord record) {
        return StandardCharsets.UTF_8.decode(record.data()).toString();
    }

    @Override
    public RecordProcessor create() {
        return new Processor();
    }

    private final class Processor implements RecordProcessor {

        private String shardId = "";

        @Override
        public void initialize(InitializationInput input) throws Exception {
            shardId = input.shardId();
            calls.add(new Call(shardId, Kind.INITIALIZE, List.of(), input));
            onInitialize.run(shardId, input);
        }

        @Override
        public void processRecords(ProcessRecordsInput input) throws Exception {
            calls.add(new Call(shardId, Kind.RECORDS, input.records(), input));
            onRecords.run(shardId, input);
        }

        @Override
        public void shardEnded(ShardEndedInput input) throws Exception {
            calls.add(new Call(shardId, Kind.SHARD_ENDED, List.of(), input));
            onShardEnded.run(shardId, input);
        }

        @Override
        public void shutdownRequested(ShutdownRequestedInput input) throws Exception {
            calls.add(new Call(shardId, Kind.SHUTDOWN_REQUESTED, List.of(), input));
            onShutdown.run(shardId, input);
        }
    }
}
