package dev.millrace.consumer.source;

import dev.millrace.consumer.checkpoint.StoredPosition;
import dev.millrace.processor.ReadEvent;
import dev.millrace.processor.WorkerListener;
import dev.millrace.processor.engine.Backoff;
import dev.millrace.processor.engine.ShardName;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/*
 * One subscription at a time. One event is asked for at a time, the next one when there is room for it; so an event that
 * has come is the only thing that may pass the budget. A subscription lives five minutes, or until it fails or falls
 * silent: then there is another, behind the last event.
 */
/** Has the records of a shard pushed to a registered consumer, with SubscribeToShard (enhanced fan-out). */
final class PushedSource implements RecordSource {

    private static final Logger LOG = LoggerFactory.getLogger(RecordSource.class);

    /** The service sends something every five seconds at least. */
    private static final long SILENCE_MILLIS = 30_000;

    private final KinesisAsyncClient client;
    private final String consumerArn;
    private final ShardName shard;
    private final Timer timer;
    private final ReadBudget budget;
    private final WorkerListener listener;
    private final ReadAhead ahead;
    private final Backoff backoff = new Backoff(500, 10_000);
    private StartingPosition position;
    private @Nullable ShardEvents current;
    private boolean wanted;
    private boolean finished;

    PushedSource(
            KinesisAsyncClient client,
            String consumerArn,
            ShardName shard,
            StoredPosition start,
            Timer timer,
            ReadBudget budget,
            WorkerListener listener) {
        this.client = client;
        this.consumerArn = consumerArn;
        this.shard = shard;
        this.position = startingPosition(start);
        this.timer = timer;
        this.budget = budget;
        this.listener = listener;
        this.ahead = new ReadAhead(budget);
    }

    private static StartingPosition startingPosition(StoredPosition start) {
        StartingPosition.Builder position = StartingPosition.builder();
        if (start.place().isNumber()) {
            // The record of the checkpoint again: there may be more in it.
            return position.type(ShardIteratorType.AT_SEQUENCE_NUMBER)
                    .sequenceNumber(start.place().sequenceNumber())
                    .build();
        }
        return start.moment() == null
                ? position.type(start.place().sequenceNumber()).build()
                : position.type(ShardIteratorType.AT_TIMESTAMP)
                        .timestamp(start.moment())
                        .build();
    }

    @Override
    public CompletableFuture<Fetched> next() {
        CompletableFuture<Fetched> next = ahead.next();
        boolean first;
        synchronized (this) {
            first = current == null && !wanted && !finished;
            wanted |= first;
        }
        if (first) {
            subscribe();
        } else {
            askForMore();
        }
        return next;
    }

    @Override
    public void close() {
        ShardEvents events;
        synchronized (this) {
            finished = true;
            events = current;
            current = null;
        }
        if (events != null) {
            events.cancel();
        }
        ahead.close();
    }

    private void subscribe() {
        ShardEvents events = new ShardEvents(this);
        StartingPosition from;
        synchronized (this) {
            if (finished) {
                return;
            }
            current = events;
            from = position;
        }
        CompletableFuture<?> unused = client.subscribeToShard(
                        request -> request.consumerARN(consumerArn)
                                .shardId(shard.shardId())
                                .startingPosition(from),
                        SubscribeToShardResponseHandler.builder()
                                .onEventStream(events::subscribeTo)
                                .onError(failure -> ended(events, failure))
                                .build())
                .whenComplete((done, failure) -> ended(events, failure));
        watch(events);
    }

    /** Ends a subscription that says nothing any more, so that there is another. */
    private void watch(ShardEvents events) {
        timer.runAfter(SILENCE_MILLIS, () -> {
            synchronized (this) {
                if (current != events) {
                    return;
                }
            }
            if (events.isSilentFor(SILENCE_MILLIS)) {
                events.cancel();
                ended(events, null);
            } else {
                watch(events);
            }
        });
    }

    /** An event of a subscription, in order. */
    void received(ShardEvents events, SubscribeToShardEvent event, long waitedNanos) {
        boolean last = event.continuationSequenceNumber() == null
                || (event.hasChildShards() && !event.childShards().isEmpty());
        Long behind = event.millisBehindLatest();
        Fetched fetched = Fetched.of(event.records(), behind == null ? 0 : behind, last);
        synchronized (this) {
            if (current != events || finished) {
                return;
            }
            finished = last;
            if (!last) {
                position = StartingPosition.builder()
                        .type(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                        .sequenceNumber(event.continuationSequenceNumber())
                        .build();
            }
            backoff.reset();
        }
        listener.readEnded(new ReadEvent(
                shard.stream(),
                shard.shardId(),
                fetched.records().size(),
                fetched.bytes(),
                fetched.millisBehindLatest(),
                Duration.ofNanos(waitedNanos),
                null));
        if (fetched.isWorthTelling()) {
            ahead.add(fetched);
        }
        if (last) {
            events.cancel();
        } else {
            askForMore();
        }
    }

    private void askForMore() {
        ShardEvents events;
        synchronized (this) {
            events = current;
        }
        if (events != null && !ahead.isFull() && events.wantsDemand()) {
            budget.whenRoom(events::request);
        }
    }

    /** A subscription is over: by its time, by a failure, or because the shard has ended. Told more than once at times. */
    private void ended(ShardEvents events, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        long pause;
        synchronized (this) {
            if (current != events) {
                return;
            }
            current = null;
            if (finished) {
                return;
            }
            finished = cause instanceof ResourceNotFoundException || cause instanceof Error;
            pause = cause == null && events.hasBegun() ? 0 : backoff.next();
        }
        if (cause != null) {
            listener.readEnded(new ReadEvent(shard.stream(), shard.shardId(), 0, 0, 0, Duration.ZERO, cause));
        }
        if (cause != null) {
            if (isFinished()) {
                ahead.fail(cause);
                return;
            }
            LOG.warn("subscription ended, will be renewed: {} pauseMillis={} cause={}", shard, pause, cause.toString());
        }
        timer.runAfter(pause, this::subscribe);
    }

    private synchronized boolean isFinished() {
        return finished;
    }
}
