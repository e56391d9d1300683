package dev.millrace.kcl;

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

/** Makes processors that write down what they are told, all on one list, and do as the test says. */
final class Recorder implements RecordProcessorFactory {

    /** What a test has a processor do. */
    interface Deed<T> {
        void with(T input) throws Exception;
    }

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private volatile Deed<InitializationInput> onInitialize = input -> {};
    private volatile Deed<ProcessRecordsInput> onRecords =
            input -> input.checkpointer().checkpoint();
    private volatile Deed<ShardEndedInput> onShardEnd = input -> {};
    private volatile Deed<ShutdownRequestedInput> onShutdown = input -> {};

    Recorder onInitialize(Deed<InitializationInput> deed) {
        onInitialize = deed;
        return this;
    }

    Recorder onRecords(Deed<ProcessRecordsInput> deed) {
        onRecords = deed;
        return this;
    }

    Recorder onShardEnd(Deed<ShardEndedInput> deed) {
        onShardEnd = deed;
        return this;
    }

    Recorder onShutdown(Deed<ShutdownRequestedInput> deed) {
        onShutdown = deed;
        return this;
    }

    /** Such as {@code initialize shardId-000000000000}, in the order in which they came. */
    List<String> events() {
        return events;
    }

    /** The data of records, each time that they were delivered. */
    List<String> texts() {
        return texts;
    }

    boolean saw(String event) {
        return events.contains(event);
    }

    static String text(ReceivedRecord record) {
        return StandardCharsets.UTF_8.decode(record.data()).toString();
    }

    @Override
    public RecordProcessor create() {
        return new Recording();
    }

    /** Of one shard. */
    private final class Recording implements RecordProcessor {

        private String shardId = "";

        @Override
        public void initialize(InitializationInput input) throws Exception {
            shardId = input.shardId();
            events.add("initialize " + shardId);
            onInitialize.with(input);
        }

        @Override
        public void processRecords(ProcessRecordsInput input) throws Exception {
            events.add("records " + shardId);
            input.records().forEach(record -> texts.add(text(record)));
            onRecords.with(input);
        }

        @Override
        public void leaseLost() {
            events.add("leaseLost " + shardId);
        }

        @Override
        public void shardEnded(ShardEndedInput input) throws Exception {
            events.add("shardEnded " + shardId);
            onShardEnd.with(input);
        }

        @Override
        public void shutdownRequested(ShutdownRequestedInput input) throws Exception {
            events.add("shutdownRequested " + shardId);
            onShutdown.with(input);
        }
    }
}
