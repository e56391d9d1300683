package dev.millrace.local.fault;

import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.ServiceException;
import dev.millrace.record.HashKeyRange;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Splits and merges shards on a timer, as the policy in force asks for. */
public final class Reshaping implements AutoCloseable {

    /** Above so many open shards only merges happen. */
    private static final int MANY_SHARDS = 16;

    private final Streams streams;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "millrace-local-reshaping");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable ScheduledFuture<?> running;

    public Reshaping(Streams streams) {
        this.streams = streams;
    }

    /** Goes on as this policy says. */
    public synchronized void use(FaultPolicy policy) {
        if (running != null) {
            running.cancel(false);
            running = null;
        }
        Duration interval = policy.reshardEvery();
        if (interval != null) {
            SplittableRandom random = new SplittableRandom(policy.seed());
            long nanos = interval.toNanos();
            running = timer.scheduleWithFixedDelay(() -> step(random), nanos, nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** One split or merge of a stream that allows it. */
    void step(SplittableRandom random) {
        List<Stream> candidates =
                streams.all().stream().filter(stream -> !stream.onDemand()).toList();
        if (candidates.isEmpty()) {
            return;
        }
        Stream stream = candidates.get(random.nextInt(candidates.size()));
        List<Shard> open = stream.shards().stream()
                .filter(Shard::isOpen)
                .sorted(Comparator.comparing(shard -> shard.hashKeys().start()))
                .toList();
        int chosen = random.nextInt(open.size());
        boolean merge = open.size() >= MANY_SHARDS || (open.size() > 1 && random.nextBoolean());
        try {
            if (merge) {
                Shard first = open.get(Math.min(chosen, open.size() - 2));
                stream.merge(first.id(), open.get(open.indexOf(first) + 1).id());
            } else {
                HashKeyRange range = open.get(chosen).hashKeys();
                BigInteger sum = range.start().toBigInteger().add(range.end().toBigInteger());
                stream.split(open.get(chosen).id(), sum.shiftRight(1).add(BigInteger.ONE));
            }
        } catch (ServiceException e) {
            // Somebody else has reshaped the stream between the look and this, or the shard is too narrow to be split.
            return;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
