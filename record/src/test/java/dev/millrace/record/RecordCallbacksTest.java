package dev.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The callback way of use: once each, in order, never empty, off the caller's thread, nothing lost by a failure. */
@Timeout(60)
class RecordCallbacksTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int RECORDS = 2_000;

    private final List<AggregatedRecord> taken = Collections.synchronizedList(new ArrayList<>());

    @Test
    void everyFinishedRecordIsHandedOverOnceInOrderAndNeverEmpty() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            RecordAggregator aggregator = aggregator().build();
            aggregator.onRecordComplete(taken::add, pool);
            for (int i = 0; i < RECORDS; i++) {
                assertThat(aggregator.addUserRecord("key", "" + i)).isEmpty();
            }
            aggregator.flush();
            aggregator.flush();
            assertThat(aggregator.awaitCallbacks(LIMIT)).isTrue();
        } finally {
            pool.shutdownNow();
        }
        assertThat(taken).hasSizeGreaterThan(100);
        int next = 0;
        for (AggregatedRecord record : taken) {
            List<StoredUserRecord> userRecords =
                    ReadBack.aggregated(record.data()).userRecords();
            assertThat(userRecords).isNotEmpty();
            for (StoredUserRecord userRecord : userRecords) {
                assertThat(ReadBack.bytes(userRecord.data())).asString().isEqualTo("" + next++);
            }
        }
        assertThat(next).isEqualTo(RECORDS);
    }

    @Test
    void callbackRunsOnAnotherThreadThatEndsBehindIt() throws Exception {
        AtomicReference<Thread> thread = new AtomicReference<>();
        RecordAggregator aggregator = aggregator().build();
        aggregator.onRecordComplete(record -> thread.set(Thread.currentThread()));
        aggregator.addUserRecord("key", "data");
        aggregator.flush();
        assertThat(aggregator.awaitCallbacks(LIMIT)).isTrue();
        Thread other = thread.get();
        assertThat(other).isNotNull().isNotSameAs(Thread.currentThread());
        assertThat(other.isDaemon()).isFalse();
        other.join(LIMIT.toMillis());
        assertThat(other.isAlive()).isFalse();
    }

    @Test
    void everyCallbackIsGivenEveryRecord() {
        List<AggregatedRecord> second = new ArrayList<>();
        RecordAggregator aggregator = aggregator().build();
        aggregator.onRecordComplete(taken::add, Runnable::run);
        aggregator.onRecordComplete(second::add, Runnable::run);
        for (int i = 0; i < 100; i++) {
            aggregator.addUserRecord("key", "" + i);
        }
        aggregator.flush();
        assertThat(second).isEqualTo(taken).hasSizeGreaterThan(5);
        aggregator.clearCallbacks();
        assertThat(aggregator.addUserRecord("key", "x".repeat(50))).isEmpty();
        assertThat(aggregator.addUserRecord("key", "x".repeat(50))).isPresent();
        assertThatThrownBy(aggregator::flush).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void clearAndGetReturnsWhatIsOpenAndCallsNoOne() {
        RecordAggregator aggregator = aggregator().build();
        aggregator.onRecordComplete(taken::add, Runnable::run);
        aggregator.addUserRecord("key", "data");
        assertThat(aggregator.clearAndGet()).hasSize(1);
        assertThat(taken).isEmpty();
        aggregator.flush();
        assertThat(taken).isEmpty();
    }

    @Test
    void recordOfACallbackThatThrowsGoesToTheErrorHandlerAndTheNextOnesAreTaken() {
        List<AggregatedRecord> failed = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        RecordAggregator aggregator = aggregator()
                .onCallbackError((record, failure) -> {
                    failed.add(record);
                    failures.add(failure);
                })
                .build();
        aggregator.onRecordComplete(
                record -> {
                    if (taken.size() + failed.size() == 1) {
                        throw new AssertionError("broken callback");
                    }
                    taken.add(record);
                },
                Runnable::run);
        for (String data : List.of("one", "two", "three")) {
            aggregator.addUserRecord("key", data);
            aggregator.flush();
        }
        assertThat(taken).hasSize(2);
        assertThat(failed).hasSize(1);
        assertThat(ReadBack.bytes(ReadBack.aggregated(failed.get(0).data())
                        .userRecords()
                        .get(0)
                        .data()))
                .asString()
                .isEqualTo("two");
        assertThat(failures.get(0)).hasMessage("broken callback");
    }

    @Test
    void withoutAnErrorHandlerTheRecordGoesToTheUncaughtExceptionHandler() throws Exception {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        RecordAggregator aggregator = aggregator().build();
        aggregator.onRecordComplete(
                record -> {
                    throw new IllegalStateException("broken callback");
                },
                task -> {
                    Thread thread = new Thread(task);
                    thread.setUncaughtExceptionHandler((failing, failure) -> seen.set(failure));
                    thread.start();
                });
        aggregator.addUserRecord("key", "data");
        aggregator.flush();
        assertThat(aggregator.awaitCallbacks(LIMIT)).isTrue();
        assertThat(seen.get()).isInstanceOfSatisfying(RecordCallbackException.class, failure -> {
            assertThat(failure.record().userRecordCount()).isOne();
            assertThat(failure.getCause()).hasMessage("broken callback");
        });
    }

    @Test
    void errorHandlerThatThrowsLosesNothingEither() {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        RecordAggregator aggregator = aggregator()
                .onCallbackError((record, failure) -> {
                    throw new IllegalStateException("broken handler");
                })
                .build();
        aggregator.onRecordComplete(
                record -> {
                    throw new IllegalStateException("broken callback");
                },
                Runnable::run);
        aggregator.addUserRecord("key", "data");
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((failing, failure) -> seen.set(failure));
        try {
            aggregator.flush();
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }
        assertThat(seen.get())
                .isInstanceOf(RecordCallbackException.class)
                .cause()
                .satisfies(cause -> assertThat(cause.getSuppressed()).hasSize(1));
    }

    @Test
    void recordsThatTheExecutorRefusesGoToTheErrorHandler() {
        List<AggregatedRecord> failed = new ArrayList<>();
        RecordAggregator aggregator = aggregator()
                .onCallbackError((record, failure) -> failed.add(record))
                .build();
        aggregator.onRecordComplete(taken::add, task -> {
            throw new RejectedExecutionException("shut down");
        });
        aggregator.addUserRecord("key", "data");
        aggregator.flush();
        aggregator.addUserRecord("key", "data");
        aggregator.flush();
        assertThat(taken).isEmpty();
        assertThat(failed).hasSize(2);
    }

    @Test
    void addWaitsWhileTooMuchIsBeforeTheCallbackAndKeepsInterrupts() throws Exception {
        Semaphore permits = new Semaphore(0);
        CountDownLatch first = new CountDownLatch(1);
        RecordAggregator aggregator = aggregator().build();
        aggregator.onRecordComplete(record -> {
            first.countDown();
            permits.acquireUninterruptibly();
            taken.add(record);
        });
        int finishedBeforeTheWait = RecordCallbacks.MOST_WAITING + 1;
        CyclicBarrier full = new CyclicBarrier(2);
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread adder = new Thread(() -> {
            try {
                aggregator.addUserRecord("key", "data");
                aggregator.flush();
                assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
                for (int i = 1; i < finishedBeforeTheWait; i++) {
                    aggregator.addUserRecord("key", "data");
                    aggregator.flush();
                }
                full.await();
                aggregator.addUserRecord("key", "data");
                aggregator.flush();
                interrupted.set(Thread.currentThread().isInterrupted());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        adder.start();
        full.await(20, TimeUnit.SECONDS);
        long end = System.nanoTime() + LIMIT.toNanos();
        while (adder.getState() != Thread.State.WAITING) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
        adder.interrupt();
        assertThat(adder.isAlive()).isTrue();
        assertThat(taken).isEmpty();
        permits.release(finishedBeforeTheWait + 1);
        adder.join(LIMIT.toMillis());
        assertThat(interrupted.get()).isTrue();
        assertThat(aggregator.awaitCallbacks(LIMIT)).isTrue();
        assertThat(taken).hasSize(finishedBeforeTheWait + 1);
    }

    @Test
    void waitForCallbacksEndsAtItsLimit() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        RecordAggregator aggregator = aggregator().build();
        aggregator.onRecordComplete(record -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        aggregator.addUserRecord("key", "data");
        aggregator.flush();
        assertThat(aggregator.awaitCallbacks(Duration.ofMillis(10))).isFalse();
        release.countDown();
        assertThat(aggregator.awaitCallbacks(LIMIT)).isTrue();
    }

    @Test
    void whatIsTakenApartIsWhatWasGiven() {
        long seed = System.nanoTime();
        for (AggregationLayout layout : AggregationLayout.values()) {
            RecordAggregator aggregator =
                    RecordAggregator.builder().layout(layout).build();
            List<UserRecord> given = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                HashKey own = i % 10 == 0 ? HashKey.of(seed, i % 20) : null;
                given.add(UserRecord.of("key-" + i % 7, own, "data " + i));
            }
            given.forEach(aggregator::addUserRecord);
            List<UserRecord> apart = aggregator.clearAndTakeApart();
            assertThat(apart).as("seed=%d", seed).containsExactlyInAnyOrderElementsOf(given);
            assertThat(aggregator.userRecordCount()).isZero();
            assertThat(aggregator.clearAndGet()).isEmpty();
        }
    }

    private static RecordAggregator.Builder aggregator() {
        return RecordAggregator.builder().maxSizeBytes(150);
    }
}
