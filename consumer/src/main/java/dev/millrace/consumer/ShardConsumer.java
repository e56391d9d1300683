package dev.millrace.consumer;

import dev.millrace.consumer.source.Fetched;
import dev.millrace.consumer.source.RecordSource;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.KinesisRecord;
import dev.millrace.processor.PendingCheckpoint;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.StopReason;
import dev.millrace.processor.engine.Batch;
import dev.millrace.processor.engine.Outcome;
import dev.millrace.processor.engine.ShardName;
import dev.millrace.processor.engine.ShardProcessing;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/*
 * A chain of steps on the worker's pool: initialize, then fetch and process for ever, then end. One step at a time, each
 * starts the next; what waits for records or for a pause holds no thread.
 */
/** Reads one shard and feeds its processor. */
final class ShardConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(ShardConsumer.class);

    private final WorkerContext context;
    private final ShardName shard;
    private final RecordSource source;
    private final ShardProcessing processing;
    private final ExtendedSequenceNumber resumeBehind;
    private final @Nullable PendingCheckpoint pending;
    private final Runnable shardEnded;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final AtomicReference<@Nullable Runnable> paused = new AtomicReference<>();
    private volatile boolean stopRequested;
    private boolean initialized;
    private boolean resuming;

    /**
     * Of a shard that is taken up.
     *
     * @param shardEnded is run when the shard's end is stored, so that its children may begin
     */
    ShardConsumer(
            WorkerContext context,
            ShardName shard,
            RecordSource source,
            ShardProcessing processing,
            @Nullable PendingCheckpoint pending,
            Runnable shardEnded) {
        this.context = context;
        this.shard = shard;
        this.source = source;
        this.processing = processing;
        this.resumeBehind = processing.checkpointer().stored();
        processing.checkpointer().heldWhile(() -> !stopRequested);
        this.resuming = resumeBehind.isNumber();
        this.pending = pending;
        this.shardEnded = shardEnded;
    }

    void start() {
        context.settings().engine().listener().shardStarted(shard.stream(), shard.shardId(), resumeBehind);
        context.run(guarded(this::initialize));
    }

    /** Asks the consumer to stop behind the batch that it is in; completes when it has. */
    CompletableFuture<Void> stop() {
        stopRequested = true;
        source.close();
        resume();
        return stopped;
    }

    /** Gives the shard up, whatever its processor is doing: from now on every checkpoint is refused. */
    void abandon() {
        source.close();
        processing.checkpointer().close();
    }

    /** A step that stops the consumer if something gets past it which no repetition is meant for, such as an Error. */
    private Runnable guarded(Runnable step) {
        return () -> {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                processing.checkpointer().close();
                stopped(StopReason.FAILURE);
                throw e;
            }
        };
    }

    private void initialize() {
        step(
                () -> processing.initialize(
                        new InitializationInput(shard.stream(), shard.shardId(), resumeBehind, pending)),
                this::initialize,
                () -> {
                    initialized = true;
                    fetch();
                });
    }

    private void fetch() {
        if (stopRequested) {
            finish(StopReason.SHUTDOWN);
            return;
        }
        CompletableFuture<?> unused = source.next()
                .whenComplete((fetched, failure) -> context.run(guarded(() -> {
                    if (stopRequested) {
                        finish(StopReason.SHUTDOWN);
                    } else if (failure != null) {
                        fetchFailed(failure);
                    } else {
                        process(fetched);
                    }
                })));
    }

    private void fetchFailed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        context.fail(
                cause instanceof ResourceNotFoundException
                        ? new IllegalStateException(
                                "stream or shard is gone: stream=" + shard.stream() + " shard=" + shard.shardId(),
                                cause)
                        : cause);
        finish(StopReason.FAILURE);
    }

    private void process(Fetched fetched) {
        process(new Batch(opened(fetched.records()), fetched.millisBehindLatest()), fetched.last());
    }

    private void process(Batch batch, boolean last) {
        step(() -> processing.process(batch), () -> process(batch, last), last ? this::end : this::fetch);
    }

    private void end() {
        step(processing::end, this::end, () -> {
            source.close();
            stopped(StopReason.SHARD_END);
            shardEnded.run();
        });
    }

    /** Calls the processor, and goes on as the outcome says. */
    private void step(Supplier<Outcome> call, Runnable again, Runnable next) {
        if (stopRequested) {
            finish(StopReason.SHUTDOWN);
            return;
        }
        Outcome outcome = call.get();
        if (outcome instanceof Outcome.Done) {
            next.run();
        } else if (outcome instanceof Outcome.Again later) {
            pause(later.millis(), again);
        } else if (outcome instanceof Outcome.StopShard stop) {
            LOG.error("processor failed every attempt, the shard is stopped: {}", shard, stop.cause());
            finish(StopReason.FAILURE);
        } else if (outcome instanceof Outcome.StopWorker stop) {
            context.fail(stop.cause());
            finish(StopReason.FAILURE);
        }
    }

    private void pause(long millis, Runnable step) {
        paused.set(guarded(step));
        context.runAfter(millis, this::resume);
        if (stopRequested && paused.getAndSet(null) != null) {
            finish(StopReason.SHUTDOWN);
        }
    }

    /** Ends a pause, if there is one. */
    private void resume() {
        Runnable step = paused.getAndSet(null);
        if (step != null) {
            context.run(step);
        }
    }

    private void finish(StopReason reason) {
        source.close();
        if (initialized) {
            processing.shutdownRequested();
        } else {
            processing.checkpointer().close();
        }
        stopped(reason);
    }

    private void stopped(StopReason reason) {
        if (stopped.complete(null)) {
            context.settings().engine().listener().shardStopped(shard.stream(), shard.shardId(), reason);
        }
    }

    /** What the Kinesis records hold, without what lies before the place where processing goes on. */
    private List<ReceivedRecord> opened(List<Record> kinesisRecords) {
        List<KinesisRecord> whole = new ArrayList<>(kinesisRecords.size());
        for (Record record : kinesisRecords) {
            Instant arrival = record.approximateArrivalTimestamp();
            whole.add(new KinesisRecord(
                    record.sequenceNumber(),
                    record.partitionKey(),
                    arrival == null ? Instant.EPOCH : arrival,
                    ByteBuffer.wrap(record.data().asByteArrayUnsafe())));
        }
        List<ReceivedRecord> opened = new ArrayList<>();
        KinesisRecord.openEach(whole).forEach(opened::addAll);
        if (resuming) {
            opened.removeIf(record -> record.extendedSequenceNumber().compareTo(resumeBehind) <= 0);
            resuming = opened.isEmpty();
        }
        return opened;
    }
}
