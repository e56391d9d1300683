package dev.millrace.system;

import dev.millrace.producer.Producer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Puts numbered records without a pause while things happen to the stream: steps that begin at even distances along
 * the way. A step is done before the next begins, and records are put after the last.
 */
final class RecordFlow {

    /** Puts without an answer: few enough that the flow is spread over the steps. */
    private static final int WINDOW = 5_000;

    private static final long LIMIT_SECONDS = 60;

    private final Producer producer;
    private final String stream;
    private final int total;
    private final List<Reckoning> reckonings;
    private final Semaphore window = new Semaphore(WINDOW);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** Every reckoning, one for each reader, is told of every put. */
    RecordFlow(Producer producer, String stream, Reckoning... reckonings) {
        this.producer = producer;
        this.stream = stream;
        this.reckonings = List.of(reckonings);
        this.total = reckonings[0].total();
    }

    /** Returns when every put was answered. */
    void run(List<? extends Runnable> steps) throws InterruptedException, ExecutionException, TimeoutException {
        // One distance before the first step, one after the last has begun, and one after it is done.
        int distance = total / (steps.size() + 2);
        ExecutorService aside = Executors.newSingleThreadExecutor();
        try {
            Future<?> running = CompletableFuture.completedFuture(null);
            for (int number = 0; number < total; number++) {
                int step = number / distance - 1;
                if (number % distance == 0 && step >= 0 && step <= steps.size()) {
                    running.get(LIMIT_SECONDS, TimeUnit.SECONDS);
                    if (step < steps.size()) {
                        running = aside.submit(steps.get(step));
                    }
                }
                put(number);
            }
        } finally {
            aside.shutdownNow();
        }
        producer.flush();
        Throwable cause = failure.get();
        if (cause != null) {
            throw new AssertionError("a put failed", cause);
        }
    }

    private void put(int number) throws InterruptedException {
        if (!window.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("puts are not answered: outstanding=" + producer.outstanding());
        }
        CompletableFuture<?> unused = producer.put(stream, NumberedRecord.of(number))
                .whenComplete((result, cause) -> {
                    if (cause == null) {
                        reckonings.forEach(reckoning -> reckoning.put(number, result));
                    } else {
                        failure.compareAndSet(null, cause);
                    }
                    window.release();
                });
    }
}
