package dev.millrace.benchmarks.producer;

import dev.millrace.benchmarks.SideProcess;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The process of one side: puts for a while and prints what came of it, in one line: figures, or why
 * there are none, such as a user record that was not stored. Arguments: side, mode, port,
 * certificate, stream, bytes of a record.
 */
public final class ProducerProcess {

    private static final int KEYS = 10_000;
    private static final int WINDOW = 40_000;
    private static final double WARM_UP_SECONDS = 20;
    private static final double SECONDS = 8;
    private static final long LIMIT_SECONDS = 60;
    private static final int PACED_PER_SECOND = 1_000;
    private static final int PACED = 8 * PACED_PER_SECOND;

    private static final LongAdder STORED = new LongAdder();
    private static final AtomicReference<Throwable> FIRST_FAILURE = new AtomicReference<>();

    private ProducerProcess() {}

    public static void main(String[] arguments) throws Exception {
        Target target = new Target(Integer.parseInt(arguments[2]), Path.of(arguments[3]), arguments[4]);
        int bytes = Integer.parseInt(arguments[5]);
        boolean paced = arguments[1].equals("latency");
        try (PutSide side =
                arguments[0].equals("kpl") ? new KplSide(target, !paced) : new MillraceSide(target, !paced)) {
            String result = paced ? latency(side, bytes) : throughput(side, bytes);
            System.out.println(SideProcess.RESULT + result);
        } catch (Exception e) {
            System.out.println(SideProcess.FAILURE + e);
            System.exit(1);
        }
        System.exit(0);
    }

    /** Figures of a run in which something was not stored are worth nothing. */
    private static void requireNoFailure() {
        Throwable failure = FIRST_FAILURE.get();
        if (failure != null) {
            throw new IllegalStateException("a user record was not stored: " + failure, failure);
        }
    }

    private static void count(@Nullable Throwable failure) {
        if (failure == null) {
            STORED.increment();
        } else {
            FIRST_FAILURE.compareAndSet(null, failure);
        }
    }

    private static String throughput(PutSide side, int bytes) throws Exception {
        Semaphore window = new Semaphore(WINDOW);
        PutSide.Answer done = failure -> {
            count(failure);
            window.release();
        };
        Random random = new Random(1);
        byte[] data = new byte[bytes];
        random.nextBytes(data);
        String[] keys = new String[KEYS];
        Arrays.setAll(keys, i -> "key-" + i);
        put(side, window, done, keys, data, WARM_UP_SECONDS);
        long before = STORED.sum();
        Duration cpuBefore = cpu();
        long start = System.nanoTime();
        put(side, window, done, keys, data, SECONDS);
        long end = System.nanoTime();
        long count = STORED.sum() - before;
        double cpu = cpu().minus(cpuBefore).toNanos() / 1e9;
        side.flush();
        if (!window.tryAcquire(WINDOW, LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("records have no answer: " + (WINDOW - window.availablePermits()));
        }
        requireNoFailure();
        return String.format(
                Locale.ROOT, "%.0f %.0f %.0f", count / ((end - start) / 1e9), count / cpu, residentMegabytes());
    }

    private static void put(
            PutSide side, Semaphore window, PutSide.Answer done, String[] keys, byte[] data, double seconds)
            throws Exception {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (int i = 0; System.nanoTime() < end; i++) {
            if (!window.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nothing is stored any more");
            }
            side.put(keys[i % KEYS], ByteBuffer.wrap(data), done);
        }
    }

    private static String latency(PutSide side, int bytes) throws Exception {
        double[] millis = new double[PACED];
        AtomicInteger count = new AtomicInteger();
        byte[] data = new byte[bytes];
        for (int round = 0; round < 2; round++) {
            boolean counted = round == 1;
            long start = System.nanoTime();
            for (int i = 0; i < PACED; i++) {
                long due = start + i * 1_000_000_000L / PACED_PER_SECOND;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                long put = System.nanoTime();
                side.put("key-" + i % KEYS, ByteBuffer.wrap(data), failure -> {
                    count(failure);
                    if (counted) {
                        millis[count.getAndIncrement()] = (System.nanoTime() - put) / 1e6;
                    }
                });
            }
        }
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (count.get() < PACED) {
            if (System.nanoTime() > limit) {
                throw new IllegalStateException("records have no answer: " + (PACED - count.get()));
            }
            LockSupport.parkNanos(1_000_000);
        }
        requireNoFailure();
        double[] sorted = Arrays.copyOf(millis, PACED);
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "%.1f %.1f %d",
                sorted[sorted.length / 2],
                sorted[(int) (sorted.length * 0.99)],
                sorted.length);
    }

    private static Duration cpu() {
        return processes()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** The most that each process of the tree has had, together. */
    private static double residentMegabytes() {
        return processes().mapToDouble(ProducerProcess::peakMegabytes).sum();
    }

    private static Stream<ProcessHandle> processes() {
        ProcessHandle own = ProcessHandle.current();
        return Stream.concat(Stream.of(own), own.descendants());
    }

    private static double peakMegabytes(ProcessHandle process) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
                }
            }
        } catch (java.io.IOException e) {
            return 0;
        }
        return 0;
    }
}
