package dev.millrace.consumer;

import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.KinesisRecord;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.ShardEndedInput;
import dev.millrace.processor.ShutdownRequestedInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/*
 * One shard's way from initialize to its end.
 *
 * Threads: a chain of steps, each of which schedules the next on the worker's pool; two steps never run at once, and
 * what one step wrote the next one sees. No step waits: reading is asynchronous, and a pause is a delayed step. So a
 * shard without records costs no thread.
 *
 * Order: records go to the processor in the order of the shard, those of one read together.
 *
 * Failure: a failing processor gets the rest of its batch again after a pause, so nothing is skipped; after the last
 * attempt the worker's policy decides. A failing read is repeated for ever, from the same place.
 */
/** Consumes one shard. */
final class ShardConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(ShardConsumer.class);

    private final WorkerContext context;
    private final WorkerSettings settings;
    private final String shardId;
    private final RecordProcessor processor;
    private final ShardCheckpointer checkpointer;
    private final ShardReader reader;
    private final Backoff readBackoff = new Backoff();
    private final Backoff processBackoff = new Backoff();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile boolean stopRequested;
    private boolean initialized;
    private ExtendedSequenceNumber resumeBehind;
    private int attempts;

    ShardConsumer(WorkerContext context, String shardId, StoredPosition start) {
        this.context = context;
        this.settings = context.settings();
        this.shardId = shardId;
        this.processor = settings.factory().create();
        this.resumeBehind = start.place();
        this.checkpointer = new ShardCheckpointer(settings.stream(), shardId, context.store(), start.place());
        this.reader = new ShardReader(settings.client(), settings.stream(), shardId, settings.maxRecords(), start);
    }

    void start() {
        context.run(guarded(this::initialize));
    }

    /** Asks the consumer to stop behind the batch that it is in; completes when it has. */
    CompletableFuture<Void> stop() {
        stopRequested = true;
        return stopped;
    }

    /** Gives the shard up, whatever its processor is doing: from now on every checkpoint is refused. */
    void abandon() {
        checkpointer.close();
    }

    /** A step that stops the consumer if something gets past it which no repetition is meant for, such as an Error. */
    private Runnable guarded(Runnable step) {
        return () -> {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                checkpointer.close();
                stopped.complete(null);
                throw e;
            }
        };
    }

    private void initialize() {
        if (stopRequested) {
            finish();
            return;
        }
        try {
            processor.initialize(new InitializationInput(settings.stream(), shardId, resumeBehind));
        } catch (Exception e) {
            LOG.warn("initialize failed, will be called again: shard={}", shardId, e);
            context.runAfter(processBackoff.next(), guarded(this::initialize));
            return;
        }
        initialized = true;
        processBackoff.reset();
        read();
    }

    private void read() {
        if (stopRequested) {
            finish();
            return;
        }
        long begun = System.nanoTime();
        CompletableFuture<?> unused = reader.read()
                .whenComplete((response, failure) -> context.run(guarded(() -> {
                    if (failure == null) {
                        readBackoff.reset();
                        received(response, begun);
                    } else {
                        readFailed(failure);
                    }
                })));
    }

    private void readFailed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        reader.dropIterator();
        if (cause instanceof ExpiredIteratorException) {
            read();
        } else if (cause instanceof ResourceNotFoundException) {
            context.fail(new IllegalStateException(
                    "stream or shard is gone: stream=" + settings.stream() + " shard=" + shardId, cause));
            finish();
        } else {
            long pause = readBackoff.next();
            LOG.warn(
                    "read failed, will be repeated: shard={} pauseMillis={} cause={}",
                    shardId,
                    pause,
                    cause.toString());
            context.runAfter(pause, guarded(this::read));
        }
    }

    private void received(GetRecordsResponse response, long begunNanos) {
        reader.advance(response);
        List<ReceivedRecord> records = new ArrayList<>();
        for (Record record : response.records()) {
            Instant arrival = record.approximateArrivalTimestamp();
            KinesisRecord kinesisRecord = new KinesisRecord(
                    record.sequenceNumber(),
                    record.partitionKey(),
                    arrival == null ? Instant.EPOCH : arrival,
                    record.data().asByteBuffer());
            for (ReceivedRecord received : kinesisRecord.open()) {
                if (!resumeBehind.isNumber()
                        || received.extendedSequenceNumber().compareTo(resumeBehind) > 0) {
                    records.add(received);
                }
            }
        }
        Long behind = response.millisBehindLatest();
        boolean ended = response.nextShardIterator() == null;
        process(new Batch(records, behind == null ? 0 : behind, ended, begunNanos));
    }

    /** A batch on its way through the processor. */
    private record Batch(List<ReceivedRecord> records, long millisBehindLatest, boolean last, long begunNanos) {}

    private void process(Batch batch) {
        List<ReceivedRecord> rest = behindCheckpoint(batch.records());
        if (rest.isEmpty()) {
            processed(batch);
            return;
        }
        checkpointer.delivered(rest.get(rest.size() - 1).extendedSequenceNumber());
        Exception failure;
        try {
            processor.processRecords(new ProcessRecordsInput(rest, batch.millisBehindLatest(), checkpointer));
            processed(batch);
            return;
        } catch (Exception e) {
            failure = e;
        }
        attempts++;
        if (stopRequested) {
            LOG.warn(
                    "processor failed while the worker stops, the batch stays unprocessed: shard={}", shardId, failure);
            finish();
        } else if (attempts < settings.maxAttempts()) {
            long pause = processBackoff.next();
            LOG.warn(
                    "processor failed, the batch will be repeated: shard={} attempt={} pauseMillis={}",
                    shardId,
                    attempts,
                    pause,
                    failure);
            context.runAfter(pause, guarded(() -> process(batch)));
        } else {
            giveUp(batch, failure);
        }
    }

    private void giveUp(Batch batch, Exception failure) {
        FailurePolicy policy = settings.failurePolicy();
        if (policy instanceof FailurePolicy.DeadLetter deadLetter) {
            List<ReceivedRecord> rest = behindCheckpoint(batch.records());
            try {
                deadLetter.taker().accept(rest);
            } catch (RuntimeException e) {
                e.addSuppressed(failure);
                context.fail(e);
                finish();
                return;
            }
            processed(batch);
        } else if (policy instanceof FailurePolicy.StopShard) {
            LOG.error("processor failed every attempt, the shard is stopped: shard={}", shardId, failure);
            finish();
        } else {
            context.fail(failure);
            finish();
        }
    }

    private void processed(Batch batch) {
        attempts = 0;
        processBackoff.reset();
        if (batch.last()) {
            end();
            return;
        }
        long elapsedMillis = (System.nanoTime() - batch.begunNanos()) / 1_000_000;
        context.runAfter(Math.max(0, settings.pollInterval().toMillis() - elapsedMillis), guarded(this::read));
    }

    private void end() {
        try {
            processor.shardEnded(new ShardEndedInput(checkpointer));
            checkpointer.end();
        } catch (Exception e) {
            if (stopRequested) {
                LOG.warn("shardEnded failed while the worker stops: shard={}", shardId, e);
                finish();
                return;
            }
            LOG.warn("shardEnded failed, will be called again: shard={}", shardId, e);
            context.runAfter(processBackoff.next(), guarded(this::end));
            return;
        }
        stopped.complete(null);
        context.shardEnded(shardId);
    }

    private void finish() {
        if (initialized) {
            try {
                processor.shutdownRequested(new ShutdownRequestedInput(checkpointer));
            } catch (Exception e) {
                LOG.warn("shutdownRequested failed: shard={}", shardId, e);
            }
        }
        checkpointer.close();
        stopped.complete(null);
    }

    private List<ReceivedRecord> behindCheckpoint(List<ReceivedRecord> records) {
        ExtendedSequenceNumber stored = checkpointer.stored();
        if (!stored.isNumber()
                || records.isEmpty()
                || records.get(0).extendedSequenceNumber().compareTo(stored) > 0) {
            return records;
        }
        return records.stream()
                .filter(record -> record.extendedSequenceNumber().compareTo(stored) > 0)
                .toList();
    }
}
