package dev.millrace.local.subscription;

import dev.millrace.local.limit.Pace;
import dev.millrace.local.stream.Consumer;
import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.wire.ServiceException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * All subscriptions of the service: at most one for each consumer and shard, the newest. One thread keeps the time;
 * records are pushed by a small pool, whose tasks never wait.
 */
public final class Subscriptions implements AutoCloseable {

    private static final int THREADS = 4;

    /** Whom a subscription serves; the ARN tells consumers of the same name apart. */
    private record Key(String consumerArn, int shardIndex) {}

    private final Map<Key, Subscription> current = new ConcurrentHashMap<>();
    private final SubscriptionTimes times;
    private final ScheduledThreadPoolExecutor threads;

    public Subscriptions(SubscriptionTimes times) {
        this.times = times;
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, "millrace-local-subscriptions");
            thread.setDaemon(true);
            return thread;
        };
        this.threads = new ScheduledThreadPoolExecutor(THREADS, daemons);
        threads.setRemoveOnCancelPolicy(true);
    }

    /**
     * A subscription that takes the place of an older one of the same consumer and shard.
     *
     * @param fromIndex the record with which it begins
     * @param pace how fast its events may go
     */
    public Subscription open(
            Stream stream, Shard shard, Consumer consumer, long fromIndex, EventContent content, Pace pace) {
        Key key = new Key(consumer.arn(), shard.index());
        Subscription opened = new Subscription(stream, shard, consumer, fromIndex, content, pace, threads);
        current.compute(key, (same, older) -> {
            if (older != null && older.isAlive()) {
                if (older.ageNanos() < times.protection().toNanos()) {
                    throw inUse(stream, shard, consumer);
                }
                older.end(inUse(stream, shard, consumer));
            }
            return opened;
        });
        opened.onEnd(() -> current.remove(key, opened));
        long heartbeat = times.heartbeat().toNanos();
        opened.cancelAtEnd(threads.scheduleWithFixedDelay(
                () -> opened.heartbeat(heartbeat / 2), heartbeat / 2, heartbeat / 2, TimeUnit.NANOSECONDS));
        opened.cancelAtEnd(
                threads.schedule(() -> opened.end(null), times.lifetime().toNanos(), TimeUnit.NANOSECONDS));
        return opened;
    }

    private static ServiceException inUse(Stream stream, Shard shard, Consumer consumer) {
        return ServiceException.resourceInUse("Another active subscription exists for this consumer: "
                + stream.name().account().id() + ":" + stream.name().name() + ":" + shard.id() + ":" + consumer.name());
    }

    /** How many there are. */
    public int count() {
        return current.size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
