package dev.millrace.producer;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ObjIntConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop that sends: it takes events (answers, wake-ups), then lets every stream do what is due, then sleeps until
 * the next thing is. One thread; futures of callers are completed on another one, so that what hangs on them cannot
 * hold up the loop.
 */
final class Sender {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    private final ProducerSettings settings;
    private final MemoryBudget budget;
    private final OutstandingPuts outstanding;
    private final LongSupplier nanoClock;
    private final RetryDelay retryDelay;
    private final Map<String, StreamSender> streams = new ConcurrentHashMap<>();

    /** Bounded by the requests in flight, one verdict per record that is away, and one wake-up. */
    private final LinkedBlockingQueue<Runnable> events = new LinkedBlockingQueue<>();

    private final AtomicBoolean wakeUpQueued = new AtomicBoolean();
    private final Complaints complaints = new Complaints(LOG);
    private final ExecutorService callbacks;
    private final Thread thread;
    private volatile boolean stopping;

    Sender(
            ProducerSettings settings,
            MemoryBudget budget,
            OutstandingPuts outstanding,
            LongSupplier nanoClock,
            RandomGenerator random) {
        this.settings = settings;
        this.budget = budget;
        this.outstanding = outstanding;
        this.nanoClock = nanoClock;
        this.retryDelay = new RetryDelay(random);
        this.callbacks = Executors.newSingleThreadExecutor(task -> daemon(task, "millrace-producer-callbacks"));
        this.thread = daemon(this::loop, "millrace-producer");
    }

    void start() {
        thread.start();
    }

    long now() {
        return nanoClock.getAsLong();
    }

    /** The sender of a stream; made, and its shards looked up, at first use. */
    StreamSender stream(String name) {
        StreamSender known = streams.get(name);
        if (known != null) {
            return known;
        }
        return streams.computeIfAbsent(name, stream -> {
            StreamSender created = new StreamSender(stream, settings, this, retryDelay);
            CompletableFuture<Void> unused = created.shards().begin();
            return created;
        });
    }

    Complaints complaints() {
        return complaints;
    }

    /** Tells the listener. */
    void tell(Consumer<ProducerListener> event) {
        if (settings.listener().equals(ProducerListener.NONE)) {
            return;
        }
        try {
            event.accept(settings.listener());
        } catch (RuntimeException e) {
            complaints.warn("the listener failed", e.toString(), now());
        }
    }

    /** Something happened elsewhere that the loop is to handle. */
    void event(Runnable event) {
        events.add(event);
    }

    /** There is something to do. */
    void wake() {
        if (wakeUpQueued.compareAndSet(false, true)) {
            events.add(() -> wakeUpQueued.set(false));
        }
    }

    /** Finishes what is open of one stream. */
    void seal(String stream) {
        stream(stream).accumulator().sealAll();
        wake();
    }

    void sealAll() {
        streams.values().forEach(stream -> stream.accumulator().sealAll());
        wake();
    }

    /** Frees what the puts took and completes them, in order, elsewhere. */
    void complete(List<PendingPut> puts, ObjIntConsumer<PendingPut> completion) {
        puts.forEach(put -> budget.release(put.bufferBytes));
        callbacks.execute(() -> {
            for (int i = 0; i < puts.size(); i++) {
                PendingPut put = puts.get(i);
                try {
                    completion.accept(put, i);
                } finally {
                    outstanding.end(put.epoch, 1);
                }
            }
        });
    }

    /** One turn of the loop: the event, if there is one, all others that wait, and what is due. */
    void runOnce(@Nullable Runnable first) {
        for (Runnable event = first; event != null; event = events.poll()) {
            event.run();
        }
        long now = now();
        streams.values().forEach(stream -> stream.run(now));
    }

    private void loop() {
        while (!stopping) {
            try {
                runOnce(events.poll(sleepNanos(), TimeUnit.NANOSECONDS));
            } catch (InterruptedException e) {
                LOG.debug("the sender ignores interrupts; it ends when the producer is closed");
            } catch (RuntimeException | Error e) {
                // Whatever it is, those who wait for their records are better served by a sender that goes on.
                LOG.error("unexpected failure in the sender, which goes on", e);
            }
        }
        streams.values().forEach(StreamSender::abandon);
        callbacks.shutdown();
    }

    private long sleepNanos() {
        long now = now();
        long due = now + TimeUnit.SECONDS.toNanos(1);
        for (StreamSender stream : streams.values()) {
            due = Math.min(due, stream.dueNanos(now));
        }
        return Math.max(0, due - now);
    }

    /** Ends the loop and waits for it and for the completions that are under way. */
    void stop(long timeoutMillis) {
        stopping = true;
        wake();
        try {
            thread.join(timeoutMillis);
            callbacks.awaitTermination(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
