package dev.millrace.processor;

import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordDeaggregator;
import dev.millrace.record.StoredUserRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Kinesis record as an engine read it, before it is taken apart.
 *
 * @param sequenceNumber the service's, decimal
 * @param partitionKey of the put
 * @param approximateArrival when the service stored it
 * @param data its bytes
 */
public record KinesisRecord(String sequenceNumber, String partitionKey, Instant approximateArrival, ByteBuffer data) {

    private static final RecordDeaggregator DEAGGREGATOR = RecordDeaggregator.create();

    public KinesisRecord {
        Objects.requireNonNull(sequenceNumber, "sequenceNumber");
        Objects.requireNonNull(partitionKey, "partitionKey");
        Objects.requireNonNull(approximateArrival, "approximateArrival");
        // With its array, if it shows it: reading is spared a copy. Only read-only views are handed out.
        data = data.slice();
    }

    /** The bytes, a fresh read-only buffer at position 0. */
    @Override
    public ByteBuffer data() {
        return data.asReadOnlyBuffer();
    }

    /** The records that it holds, in order. None only if it is an aggregated record without user records. */
    public List<ReceivedRecord> open() {
        List<ReceivedRecord> records = new ArrayList<>();
        openInto(records);
        return List.copyOf(records);
    }

    /** As {@link #open}, at the end of a list. */
    public void openInto(List<? super ReceivedRecord> records) {
        add(DEAGGREGATOR.deaggregate(data), records);
    }

    /** As {@link #open} of each, in order: what was read together takes less time together. */
    public static List<List<ReceivedRecord>> openEach(List<KinesisRecord> records) {
        List<Deaggregation> opened = DEAGGREGATOR.deaggregate(
                records.stream().map(record -> record.data).toList());
        List<List<ReceivedRecord>> each = new ArrayList<>(records.size());
        for (int i = 0; i < opened.size(); i++) {
            List<ReceivedRecord> received = new ArrayList<>();
            records.get(i).add(opened.get(i), received);
            each.add(received);
        }
        return each;
    }

    private void add(Deaggregation opened, List<? super ReceivedRecord> records) {
        if (opened instanceof Deaggregation.Aggregated aggregated) {
            for (StoredUserRecord userRecord : aggregated.userRecords()) {
                records.add(ReceivedRecord.aggregated(this, userRecord));
            }
        } else if (opened instanceof Deaggregation.Corrupt corrupt) {
            records.add(ReceivedRecord.corrupt(this, reason(corrupt)));
        } else {
            records.add(ReceivedRecord.plain(this));
        }
    }

    /** Why it cannot be read; null if it can. */
    @Nullable
    String corruptReason() {
        return DEAGGREGATOR.deaggregate(data) instanceof Deaggregation.Corrupt corrupt ? reason(corrupt) : null;
    }

    private static String reason(Deaggregation.Corrupt corrupt) {
        return corrupt.reason() + ": offset=" + corrupt.offset();
    }
}
