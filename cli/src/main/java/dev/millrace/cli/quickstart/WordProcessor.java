package dev.millrace.cli.quickstart;

import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordProcessor;
import java.nio.ByteBuffer;

/** Counts the words of one shard and notes where each came from. */
final class WordProcessor implements RecordProcessor {

    private final WordCounts counts;
    private final DeliveryLedger ledger;
    private String shardId = "";

    WordProcessor(WordCounts counts, DeliveryLedger ledger) {
        this.counts = counts;
        this.ledger = ledger;
    }

    @Override
    public void initialize(InitializationInput input) {
        shardId = input.shardId();
    }

    @Override
    public void processRecords(ProcessRecordsInput input) {
        for (ReceivedRecord record : input.records()) {
            ByteBuffer data = record.data();
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            counts.add(new Word(bytes));
            ledger.delivered(shardId, record.sequenceNumber(), record.subSequenceNumber());
        }
        input.checkpointer().checkpoint();
    }
}
