package dev.millrace.firehose;

import dev.millrace.firehose.journal.Journal;
import dev.millrace.firehose.journal.JournalRecord;
import dev.millrace.firehose.journal.Route;
import dev.millrace.firehose.journal.ShardKey;
import dev.millrace.firehose.transformation.FailedRecord;
import dev.millrace.firehose.transformation.Invocations;
import dev.millrace.firehose.transformation.Outcome;
import dev.millrace.firehose.transformation.SourcePlace;
import dev.millrace.firehose.transformation.SourceRecord;
import dev.millrace.processor.ExtendedSequenceNumber;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way of records into the journal: backed up as they came, transformed, given a route, with the delimiter behind them.
 *
 * @param invocations of the transformation; null if there is none
 * @param functionArn of the transformation; null if there is none
 * @param backup whether records are backed up
 */
record RecordIntake(
        Journal journal,
        @Nullable Invocations invocations,
        @Nullable String functionArn,
        Partitioning partitioning,
        Delimiter delimiter,
        boolean backup) {

    /** Takes records that were put, all of them or none. */
    void accept(List<SourceRecord> records) throws IOException, InterruptedException {
        List<JournalRecord> journaled = new ArrayList<>();
        Partitioning.Step step = partitioning.step(journal);
        for (List<SourceRecord> invocation : split(records)) {
            journaled.addAll(journaled(invocation, step));
        }
        journal.append(journaled);
    }

    /**
     * Takes records of a shard, an invocation after the other. Those that were taken before are left out.
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
        for (List<SourceRecord> invocation : split(fresh)) {
            journal.append(
                    shard,
                    place(invocation.get(invocation.size() - 1)),
                    journaled(invocation, partitioning.step(journal)));
        }
    }

    /** Gives up what is on its way: it is not taken. */
    void giveUp() {
        if (invocations != null) {
            invocations.giveUp();
        }
    }

    private List<List<SourceRecord>> split(List<SourceRecord> records) {
        if (records.isEmpty()) {
            return List.of();
        }
        return invocations == null ? List.of(records) : invocations.split(records);
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
            if (backup) {
                journaled.add(new JournalRecord(Route.BACKUP, record.data(), record.arrival(), place));
            }
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
