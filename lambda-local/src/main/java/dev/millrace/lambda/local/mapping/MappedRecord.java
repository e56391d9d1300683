package dev.millrace.lambda.local.mapping;

import dev.millrace.processor.KinesisRecord;
import dev.millrace.processor.ReceivedRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A Kinesis record on its way to the function.
 *
 * @param last its last user record, whose place is the checkpoint behind it
 * @param queuedNanos when it came, on the clock of {@link System#nanoTime}
 */
record MappedRecord(ReceivedRecord last, long queuedNanos) {

    /** What an event has for a record beside its data and partition key, in bytes; a bound. */
    private static final int EVENT_BYTES = 768;

    /** Most bytes of a character in UTF-8 or as an escape. */
    private static final int CHARACTER_BYTES = 6;

    /** The Kinesis records that hold these user records, which lie side by side. */
    static List<MappedRecord> enclosing(List<ReceivedRecord> received, long nanos) {
        List<MappedRecord> records = new ArrayList<>();
        for (int i = 0; i < received.size(); i++) {
            ReceivedRecord record = received.get(i);
            boolean isLast = i + 1 == received.size()
                    || !received.get(i + 1).sequenceNumber().equals(record.sequenceNumber());
            if (isLast) {
                records.add(new MappedRecord(record, nanos));
            }
        }
        return records;
    }

    KinesisRecord kinesis() {
        return last.enclosing();
    }

    String sequenceNumber() {
        return last.sequenceNumber();
    }

    Instant arrival() {
        return last.approximateArrival();
    }

    /** How many bytes of an event it may take, base64 counted. */
    long eventBytes() {
        return (kinesis().data().remaining() + 2) / 3 * 4L
                + (long) kinesis().partitionKey().length() * CHARACTER_BYTES
                + EVENT_BYTES;
    }
}
