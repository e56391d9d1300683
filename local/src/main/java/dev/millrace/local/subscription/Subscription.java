package dev.millrace.local.subscription;

import dev.millrace.local.limit.Pace;
import dev.millrace.local.stream.Consumer;
import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.ShardRead;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.EventFrame;
import dev.millrace.local.wire.ServiceException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One answer to SubscribeToShard, from its first event to its last.
 *
 * <p>Whatever happens (a record was stored, the shard was closed, it is time for a heartbeat, the end has come) is a
 * signal. The first signal starts a task, which sends one event and leaves; when that has left for the client, the next
 * task looks what there is to send. So at most one event is on its way, a slow client is sent larger events rather
 * than more, and no thread waits. While the pace holds records back, heartbeats go on.
 */
public final class Subscription {

    private static final int MAX_RECORDS = 10_000;
    private static final long MAX_BYTES = 1024 * 1024;

    /** After so long the pace is asked again. */
    private static final long MAX_WAIT_MILLIS = 500;

    private final Stream stream;
    private final Shard shard;
    private final Consumer consumer;
    private final EventContent content;
    private final Pace pace;
    private final ScheduledExecutorService executor;
    private final long startNanos = System.nanoTime();
    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicBoolean lookingAgain = new AtomicBoolean();
    private final Runnable watcher = this::signal;
    private final List<Runnable> atEnd = new ArrayList<>();
    private @Nullable EventSink sink;

    // Touched by the one task at a time only.
    private long nextIndex;

    private volatile long lastSentNanos = startNanos;
    private volatile boolean heartbeatDue;
    private volatile boolean ending;
    private volatile @Nullable ServiceException endsWith;
    private volatile boolean ended;

    Subscription(
            Stream stream,
            Shard shard,
            Consumer consumer,
            long fromIndex,
            EventContent content,
            Pace pace,
            ScheduledExecutorService executor) {
        this.stream = stream;
        this.shard = shard;
        this.consumer = consumer;
        this.nextIndex = fromIndex;
        this.content = content;
        this.pace = pace;
        this.executor = executor;
    }

    /** Begins to send. Called once. */
    public void start(EventSink newSink) {
        sink = newSink;
        shard.watch(watcher);
        // Held until the first message has left; what happens meanwhile is noticed then.
        signals.incrementAndGet();
        send(EventFrame.event("initial-response", Answer.create()), false);
    }

    boolean isAlive() {
        return !ended;
    }

    long ageNanos() {
        return System.nanoTime() - startNanos;
    }

    /** Something to be done when the last event was sent, or the client has gone; at once if that is over. */
    void onEnd(Runnable task) {
        synchronized (atEnd) {
            if (!ended) {
                atEnd.add(task);
                return;
            }
        }
        task.run();
    }

    void cancelAtEnd(Future<?> future) {
        onEnd(() -> future.cancel(false));
    }

    /** Sends an empty event if there was none for so long. */
    void heartbeat(long afterNanos) {
        if (System.nanoTime() - lastSentNanos >= afterNanos) {
            heartbeatDue = true;
            signal();
        }
    }

    /** Ends the subscription behind what is on its way, with this error or, if null, as after its time. */
    void end(@Nullable ServiceException error) {
        endsWith = error;
        ending = true;
        signal();
    }

    private void signal() {
        if (signals.getAndIncrement() == 0) {
            step();
        }
    }

    private void step() {
        try {
            executor.execute(this::look);
        } catch (RejectedExecutionException e) {
            finish();
        }
    }

    /** Sends what there is to send; if there is nothing, waits for the next signal. */
    private void look() {
        int seen = signals.get();
        while (!ended) {
            if (!ending && !stream.consumers().has(consumer)) {
                endsWith = ServiceException.resourceNotFound("Consumer " + consumer.arn() + " not found.");
                ending = true;
            }
            if (ending) {
                ServiceException error = endsWith;
                send(error == null ? ByteBuffer.allocate(0) : EventFrame.exception(error), true);
                return;
            }
            long waitMillis = pace.waitMillis();
            ShardRead read = shard.read(nextIndex, waitMillis == 0 ? MAX_RECORDS : 0, MAX_BYTES);
            // Between the moment that a shard is closed and the one that its children are there, it has not ended yet.
            List<Shard> children = read.ended() ? stream.childrenOf(shard) : List.of();
            if (!read.records().isEmpty() || !children.isEmpty() || heartbeatDue) {
                heartbeatDue = false;
                nextIndex = read.nextIndex();
                pace.sent(read);
                send(EventFrame.event("SubscribeToShardEvent", content.event(read, children)), !children.isEmpty());
                return;
            }
            if (waitMillis > 0 && read.oldestUnreadMillis() >= 0) {
                lookAgain(waitMillis);
            }
            if (signals.compareAndSet(seen, 0)) {
                return;
            }
            seen = signals.get();
        }
    }

    /** A signal when the pace may allow more. It is asked again then, since its clock need not be this machine's. */
    private void lookAgain(long waitMillis) {
        if (lookingAgain.compareAndSet(false, true)) {
            try {
                Future<?> unused = executor.schedule(
                        () -> {
                            lookingAgain.set(false);
                            signal();
                        },
                        Math.min(waitMillis, MAX_WAIT_MILLIS),
                        TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                finish();
            }
        }
    }

    private void send(ByteBuffer bytes, boolean last) {
        EventSink to = sink;
        if (to == null) {
            return;
        }
        lastSentNanos = System.nanoTime();
        to.send(bytes, last, new EventSink.Sent() {
            @Override
            public void done() {
                if (last) {
                    finish();
                } else {
                    step();
                }
            }

            @Override
            public void failed() {
                finish();
            }
        });
    }

    private void finish() {
        List<Runnable> tasks;
        synchronized (atEnd) {
            ended = true;
            tasks = List.copyOf(atEnd);
            atEnd.clear();
        }
        shard.unwatch(watcher);
        tasks.forEach(Runnable::run);
    }
}
