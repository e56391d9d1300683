package dev.millrace.firehose;

import dev.millrace.firehose.journal.ShardKey;
import dev.millrace.firehose.transformation.SourcePlace;
import dev.millrace.firehose.transformation.SourceRecord;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordProcessor;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts the user records of a shard into the journal, and makes the checkpoint behind it. */
final class SourceProcessor implements RecordProcessor {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final RecordIntake intake;
    private @Nullable ShardKey shard;

    SourceProcessor(RecordIntake intake) {
        this.intake = intake;
    }

    @Override
    public void initialize(InitializationInput input) {
        shard = new ShardKey(input.streamName(), input.shardId());
    }

    @Override
    public void processRecords(ProcessRecordsInput input) throws IOException, InterruptedException {
        ShardKey from = Objects.requireNonNull(shard, "shard");
        while (!intake.journal().awaitRoom(BETWEEN_LOOKS)) {
            if (!input.checkpointer().isShardHeld()) {
                throw new DeliveryBusyException("no room in the journal, and the shard is to be left: shard=" + from);
            }
        }
        intake.accept(
                from,
                input.records().stream().map(record -> source(from, record)).toList());
        input.checkpointer().checkpoint();
    }

    private static SourceRecord source(ShardKey from, ReceivedRecord record) {
        return new SourceRecord(
                record.data(),
                record.approximateArrival(),
                new SourcePlace(from.shardId(), record.partitionKey(), record.extendedSequenceNumber()));
    }
}
