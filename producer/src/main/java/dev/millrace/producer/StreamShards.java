package dev.millrace.producer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Decides when the shards of a stream are looked up: at first, by time, on evidence that they have changed, and after
 * failures sooner, with pauses that grow. Belongs to the sender's thread, but for the lookups themselves.
 */
final class StreamShards {

    private static final long FIRST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LARGEST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int MAX_DOUBLINGS = 5;
    private static final long START_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ShardDirectory directory;
    private final DistributionQuestion question;
    private final Sender sender;
    private final RetryDelay spread;
    private final Runnable placedByStream;
    private final long intervalNanos;
    private final long startLimitNanos;
    private volatile long dueNanos;
    private volatile boolean started;

    StreamShards(
            String stream,
            ProducerSettings settings,
            StreamOptions options,
            Sender sender,
            RetryDelay spread,
            Runnable placedByStream) {
        this.directory = new ShardDirectory(settings.client(options), stream, sender.complaints(), sender::now);
        this.question = new DistributionQuestion(stream, settings.client(options), options.distribution());
        this.sender = sender;
        this.spread = spread;
        this.placedByStream = placedByStream;
        this.intervalNanos = settings.shardMapRefresh().toNanos();
        this.dueNanos = sender.now() + spread.spread(intervalNanos);
        this.startLimitNanos = sender.now() + START_LIMIT_NANOS;
    }

    ShardDirectory directory() {
        return directory;
    }

    /** The first lookup, and the question who places records. */
    CompletableFuture<Void> begin() {
        CompletableFuture<Void> asked = question.placedByStream().thenAccept(yes -> {
            if (yes) {
                sender.event(placedByStream);
            }
        });
        return CompletableFuture.allOf(asked, refreshed()).thenRun(() -> {
            started = true;
            sender.wake();
        });
    }

    /** Whether what was first asked is answered, or was waited for long enough: before, nobody knows how fast to send. */
    boolean isStarted(long now) {
        return started || now - startLimitNanos >= 0;
    }

    long dueNanos() {
        return started ? dueNanos : Math.min(dueNanos, startLimitNanos);
    }

    void refreshIfDue(long now) {
        if (now - dueNanos >= 0) {
            CompletableFuture<Void> unused = refreshed();
        }
    }

    /** A record was stored in another shard than expected. */
    void seenElsewhere(String shardId) {
        if (!directory.isOpen(shardId)) {
            CompletableFuture<Void> unused = refreshed();
        }
    }

    /** Looks the shards up; never fails. */
    CompletableFuture<Void> refreshed() {
        dueNanos = sender.now() + spread.spread(intervalNanos);
        return directory.refreshed().thenRun(() -> {
            int failures = directory.failuresInARow();
            if (failures > 0) {
                long pause = FIRST_RETRY_NANOS << Math.min(MAX_DOUBLINGS, failures - 1);
                long due = sender.now() + spread.spread(Math.min(LARGEST_RETRY_NANOS, pause));
                dueNanos = Math.min(dueNanos, due);
            }
            sender.wake();
        });
    }
}
