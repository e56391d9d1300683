package dev.millrace.firehose;

import dev.millrace.firehose.journal.Journal;
import dev.millrace.firehose.journal.JournalRecord;
import dev.millrace.firehose.journal.Route;
import dev.millrace.firehose.journal.ShardKey;
import dev.millrace.firehose.subrecord.RecordSplitter;
import dev.millrace.firehose.transformation.FailedRecord;
import dev.millrace.firehose.transformation.Invocations;
import dev.millrace.firehose.transformation.Outcome;
import dev.millrace.firehose.transformation.SourcePlace;
import dev.millrace.firehose.transformation.SourceRecord;
import dev.millrace.processor.ExtendedSequenceNumber;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way of records into the journal: backed up as they came, taken apart, transformed, given a route, with the delimiter
 * behind them.
 *
 * @param splitter null if records are not taken apart
 * @param invocations of the transformation; null if there is none
 * @param functionArn of the transformation; null if there is none
 * @param backup whether records are backed up
 */
record RecordIntake(
        Journal journal,
        @Nullable RecordSplitter splitter,
        @Nullable Invocations invocations,
        @Nullable String functionArn,
        Partitioning partitioning,
        Delimiter delimiter,
        boolean backup) {

    /** Takes records that were put, all of them or none. */
    void accept(List<SourceRecord> records) throws IOException, InterruptedException {
        List<JournalRecord> journaled = new ArrayList<>();
        Partitioning.Step step = partitioning.step(journal);
        for (List<SourceRecord> invocation : invocations(records)) {
            journaled.addAll(journaled(invocation, step));
        }
        records.forEach(record -> backUp(record, journaled));
        journal.append(journaled);
    }

    /**
     * Takes records of a shard, an invocation after the other. Those that were taken before are left out. What became of a
     * record is taken in one step, also if its parts are in more than one invocation: it is known by its place.
     *
     * @param records each with a place, in their order
     */
    void accept(ShardKey shard, List<SourceRecord> records) throws IOException, InterruptedException {
        ExtendedSequenceNumber taken = journal.place(shard);
        List<SourceRecord> fresh = taken == null
                ? records
                : records.stream()
                        .filter(record -> place(record).compareTo(taken) > 0)
                        .toList();
        Deque<SourceRecord> toBackUp = new ArrayDeque<>(backup ? fresh : List.of());
        List<JournalRecord> journaled = new ArrayList<>();
        Partitioning.Step step = partitioning.step(journal);
        Iterator<List<SourceRecord>> invocations = invocations(fresh).iterator();
        List<SourceRecord> invocation = invocations.hasNext() ? invocations.next() : List.of();
        while (!invocation.isEmpty()) {
            List<SourceRecord> next = invocations.hasNext() ? invocations.next() : List.of();
            journaled.addAll(journaled(invocation, step));
            ExtendedSequenceNumber last = place(invocation.get(invocation.size() - 1));
            if (next.isEmpty() || !place(next.get(0)).equals(last)) {
                while (!toBackUp.isEmpty() && place(toBackUp.peek()).compareTo(last) <= 0) {
                    backUp(toBackUp.remove(), journaled);
                }
                journal.append(shard, last, journaled);
                journaled.clear();
                step = partitioning.step(journal);
            }
            invocation = next;
        }
    }

    /** Gives up what is on its way: it is not taken. */
    void giveUp() {
        if (invocations != null) {
            invocations.giveUp();
        }
    }

    private List<List<SourceRecord>> invocations(List<SourceRecord> records) {
        if (records.isEmpty()) {
            return List.of();
        }
        List<SourceRecord> parts = splitter == null
                ? records
                : records.stream().flatMap(record -> parts(splitter, record)).toList();
        return invocations == null ? List.of(parts) : invocations.split(parts);
    }

    private static Stream<SourceRecord> parts(RecordSplitter splitter, SourceRecord record) {
        return splitter.split(record.data()).stream()
                .map(data -> new SourceRecord(data, record.arrival(), record.place()));
    }

    private void backUp(SourceRecord record, List<JournalRecord> journaled) {
        if (backup) {
            SourcePlace place = record.place();
            journaled.add(new JournalRecord(
                    Route.BACKUP, record.data(), record.arrival(), place == null ? null : place.number()));
        }
    }

    private static ExtendedSequenceNumber place(SourceRecord record) {
        return Objects.requireNonNull(record.place(), "place").number();
    }

    private List<JournalRecord> journaled(List<SourceRecord> records, Partitioning.Step step)
            throws InterruptedException {
        List<Outcome> outcomes = invocations == null ? List.of() : invocations.invoke(records);
        List<JournalRecord> journaled = new ArrayList<>(records.size());
        for (int i = 0; i < records.size(); i++) {
            SourceRecord record = records.get(i);
            SourcePlace source = record.place();
            ExtendedSequenceNumber place = source == null ? null : source.number();
            Outcome outcome = outcomes.isEmpty() ? new Outcome.Delivered(record.data(), Map.of()) : outcomes.get(i);
            if (outcome instanceof Outcome.Delivered delivered) {
                journaled.add(delivered(record, delivered, place, step));
            } else if (outcome instanceof Outcome.Failed failed) {
                journaled.add(failed(record, failed, place));
            }
        }
        return journaled;
    }

    private JournalRecord delivered(
            SourceRecord record,
            Outcome.Delivered delivered,
            @Nullable ExtendedSequenceNumber place,
            Partitioning.Step step) {
        Partitioning.Found found = step.find(delivered.data(), delivered.partitionKeys(), record.arrival());
        if (found instanceof Partitioning.Found.To to) {
            return new JournalRecord(to.route(), delimiter.behind(delivered.data()), record.arrival(), place);
        }
        return failed(record, ((Partitioning.Found.Nowhere) found).failure(), place);
    }

    private JournalRecord failed(SourceRecord record, Outcome.Failed failure, @Nullable ExtendedSequenceNumber place) {
        return new JournalRecord(
                Route.FAILED, FailedRecord.line(record, failure, functionArn), record.arrival(), place);
    }
}
