package dev.millrace.multilang.shard;

import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.ReceivedRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a child has answered and not checkpointed, which lives in its memory, and which a new child has to get again. Kept
 * here up to a budget; the oldest is forgotten first, and has to be read again. For one thread.
 */
final class DeliveredRecords {

    /** What a record takes beside its data: some objects, a share of its Kinesis record. */
    private static final int RECORD_BYTES = 200;

    private final long budgetBytes;
    private final Deque<Part> parts = new ArrayDeque<>();
    private long bytes;
    private @Nullable ExtendedSequenceNumber first;
    private @Nullable ExtendedSequenceNumber forgottenThrough;

    /** Records of one batch, at least one. */
    private record Part(List<ReceivedRecord> records, long bytes) {

        ExtendedSequenceNumber last() {
            return place(records.get(records.size() - 1));
        }
    }

    /**
     * Nothing yet.
     *
     * @param budgetBytes of records that are kept, about; from 0
     */
    DeliveredRecords(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    private static ExtendedSequenceNumber place(ReceivedRecord record) {
        return record.extendedSequenceNumber();
    }

    /** Notes what a child was given, before it is. */
    void begin(List<ReceivedRecord> records) {
        if (first == null) {
            first = place(records.get(0));
        }
    }

    /** Keeps what a child has answered, as far as it lies behind a checkpoint. */
    void add(List<ReceivedRecord> records, ExtendedSequenceNumber checkpoint) {
        List<ReceivedRecord> rest = behind(records, checkpoint);
        if (rest.isEmpty()) {
            return;
        }
        long size = 0;
        for (ReceivedRecord record : rest) {
            size += RECORD_BYTES + record.data().remaining();
        }
        parts.add(new Part(rest, size));
        bytes += size;
        while (bytes > budgetBytes) {
            Part oldest = parts.remove();
            bytes -= oldest.bytes();
            forgottenThrough = oldest.last();
        }
    }

    /** Forgets what is checkpointed. */
    void checkpointed(ExtendedSequenceNumber place) {
        while (!parts.isEmpty() && parts.element().last().compareTo(place) <= 0) {
            bytes -= parts.remove().bytes();
        }
        if (forgottenThrough != null && forgottenThrough.compareTo(place) <= 0) {
            forgottenThrough = null;
        }
    }

    /** The first record ever given to a child, or null. */
    @Nullable
    ExtendedSequenceNumber first() {
        return first;
    }

    /** Up to which record everything behind this place has to be read again; null if nothing has to. */
    @Nullable
    ExtendedSequenceNumber forgottenBehind(ExtendedSequenceNumber place) {
        return forgottenThrough != null && forgottenThrough.compareTo(place) > 0 ? forgottenThrough : null;
    }

    /** What is kept behind a place, in batches as they came. */
    List<List<ReceivedRecord>> behind(ExtendedSequenceNumber place) {
        List<List<ReceivedRecord>> kept = new ArrayList<>();
        for (Part part : parts) {
            List<ReceivedRecord> rest = behind(part.records(), place);
            if (!rest.isEmpty()) {
                kept.add(rest);
            }
        }
        return kept;
    }

    /** Those of some records, in order, that lie behind a place. */
    static List<ReceivedRecord> behind(List<ReceivedRecord> records, ExtendedSequenceNumber place) {
        if (records.isEmpty() || !place.isNumber() || place(records.get(0)).compareTo(place) > 0) {
            return records;
        }
        if (place(records.get(records.size() - 1)).compareTo(place) <= 0) {
            return List.of();
        }
        return records.stream()
                .filter(record -> place(record).compareTo(place) > 0)
                .toList();
    }
}
