package dev.millrace.system;

import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.ShutdownRequestedInput;

/** A record processor of our worker's that writes down what it is given, and checkpoints when it has to stop. */
final class WorkerRecordProcessor implements RecordProcessor {

    private final Reckoning reckoning;
    private String shardId = "";

    WorkerRecordProcessor(Reckoning reckoning) {
        this.reckoning = reckoning;
    }

    @Override
    public void initialize(InitializationInput input) {
        shardId = input.shardId();
    }

    @Override
    public void processRecords(ProcessRecordsInput input) {
        for (ReceivedRecord record : input.records()) {
            reckoning.read(
                    NumberedRecord.number(record.data()),
                    new Reckoning.Place(shardId, record.sequenceNumber(), record.subSequenceNumber()));
        }
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) {
        input.checkpointer().checkpoint();
    }
}
