package dev.millrace.firehose;

import dev.millrace.firehose.journal.Journal;
import dev.millrace.firehose.journal.JournalRecord;
import dev.millrace.firehose.journal.ShardKey;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.RecordProcessor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts the user records of a shard into the journal, and makes the checkpoint behind it. */
final class SourceProcessor implements RecordProcessor {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final Journal journal;
    private final Delimiter delimiter;
    private @Nullable ShardKey shard;

    SourceProcessor(Journal journal, Delimiter delimiter) {
        this.journal = journal;
        this.delimiter = delimiter;
    }

    @Override
    public void initialize(InitializationInput input) {
        shard = new ShardKey(input.streamName(), input.shardId());
    }

    @Override
    public void processRecords(ProcessRecordsInput input) throws IOException, InterruptedException {
        while (!journal.awaitRoom(BETWEEN_LOOKS)) {
            if (!input.checkpointer().isShardHeld()) {
                throw new DeliveryBusyException("no room in the journal, and the shard is to be left: shard=" + shard);
            }
        }
        List<JournalRecord> records = input.records().stream()
                .map(record -> new JournalRecord(
                        delimiter.behind(record.data()), record.approximateArrival(), record.extendedSequenceNumber()))
                .toList();
        journal.append(Objects.requireNonNull(shard), records);
        input.checkpointer().checkpoint();
    }
}
