package dev.millrace.multilang.shard;

import dev.millrace.multilang.ScriptedChild;
import dev.millrace.multilang.process.Program;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Does for one shard what an engine does, call by call. */
final class ShardDriver implements AutoCloseable {

    static final String SHARD = "shardId-000000000000";

    private final RecordedCheckpointer checkpointer = new RecordedCheckpointer();
    private final KinesisAsyncClient client;
    private final String stream;
    private ChildSettings settings = new ChildSettings(Long.MAX_VALUE, 20_000, 10, 1 << 20, ChildProtocol.V2, 1);
    private @Nullable ShardChildren children;

    /** For tests in which nothing is read again. */
    ShardDriver() {
        this(new NoClient(), "words");
    }

    ShardDriver(KinesisAsyncClient client, String stream) {
        this.client = client;
        this.stream = stream;
    }

    /** A client of nothing. */
    private static final class NoClient implements KinesisAsyncClient {

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }

    void settings(ChildSettings settings) {
        this.settings = settings;
    }

    RecordedCheckpointer checkpointer() {
        return checkpointer;
    }

    ChildShard shard(ScriptedChild child) {
        children = children(child.command(), settings);
        return new ChildShard(children);
    }

    /** Children whom the caller ends. */
    ShardChildren children(String command, ChildSettings settings) {
        return new ShardChildren(client, stream, Program.parse(command), settings);
    }

    ChildShard begun(ScriptedChild child) throws Exception {
        ChildShard shard = shard(child);
        begin(shard);
        return shard;
    }

    void begin(ChildShard shard) throws Exception {
        begin(shard, ExtendedSequenceNumber.TRIM_HORIZON);
    }

    void begin(ChildShard shard, ExtendedSequenceNumber checkpoint) throws Exception {
        shard.initialize(new InitializationInput(stream, SHARD, checkpoint, null));
    }

    void process(ChildShard shard, String... sequenceNumbers) throws Exception {
        List<ReceivedRecord> records = new ArrayList<>();
        for (String sequenceNumber : sequenceNumbers) {
            records.addAll(Records.plain(sequenceNumber));
        }
        process(shard, records);
    }

    void process(ChildShard shard, List<ReceivedRecord> records) throws Exception {
        shard.processRecords(new ProcessRecordsInput(records, 42, checkpointer));
    }

    @Override
    public void close() {
        if (children != null) {
            children.close();
        }
    }
}
