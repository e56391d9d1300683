package dev.millrace.processor;

import org.jspecify.annotations.Nullable;

/** Hands over the records of a batch one by one. */
final class RecordByRecord implements RecordProcessor {

    private final RecordHandler handler;

    RecordByRecord(RecordHandler handler) {
        this.handler = handler;
    }

    @Override
    public void processRecords(ProcessRecordsInput input) throws Exception {
        ReceivedRecord handled = null;
        try {
            for (ReceivedRecord record : input.records()) {
                handler.handle(record);
                handled = record;
            }
        } catch (Exception e) {
            keepWhatIsDone(input.checkpointer(), handled, e);
            throw e;
        }
        input.checkpointer().checkpoint();
    }

    /** So that only the rest of the batch is repeated. */
    private static void keepWhatIsDone(
            Checkpointer checkpointer, @Nullable ReceivedRecord handled, Exception handlerFailure) {
        if (handled == null) {
            return;
        }
        try {
            checkpointer.checkpoint(handled);
        } catch (RuntimeException e) {
            handlerFailure.addSuppressed(e);
        }
    }
}
