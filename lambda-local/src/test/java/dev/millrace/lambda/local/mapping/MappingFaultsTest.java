package dev.millrace.lambda.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lambda.local.FunctionAnswer;
import dev.millrace.local.fault.Fault;
import dev.millrace.local.fault.FaultPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stream that throttles and is split, a function that fails in every way, and mappings that are ended and started again. */
final class MappingFaultsTest {

    private static final int RECORDS = 900;
    private static final int KEYS = 20;
    private static final long LIMIT_MILLIS = 60_000;

    @TempDir
    private Path folder;

    private final SplittableRandom random = seeded();
    private final Object lock = new Object();
    private final Map<String, List<Integer>> processed = new HashMap<>();
    private final Set<Integer> all = new HashSet<>();
    private int failures;

    private static SplittableRandom seeded() {
        Long given = Long.getLong("millrace.seed");
        long seed = given == null ? System.nanoTime() : given;
        System.out.println("-Dmillrace.seed=" + seed);
        return new SplittableRandom(seed);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "1, false", "4, true"})
    void everyRecordIsProcessedInTheOrderOfItsKey(int lanes, boolean bisect) throws Exception {
        try (Source source = new Source(2)) {
            source.service()
                    .faults(FaultPolicy.builder()
                            .seed(random.nextLong())
                            .rule(Fault.THROTTLE, 0.1, call -> call.operation().equals("GetRecords"))
                            .rule(
                                    Fault.INTERNAL_FAILURE,
                                    0.05,
                                    call -> call.operation().equals("GetRecords"))
                            .rule(
                                    Fault.LOST_RESPONSE,
                                    0.02,
                                    call -> call.operation().equals("GetRecords"))
                            .build());
            int put = 0;
            for (int round = 0; round < 3; round++) {
                for (; put < RECORDS * (round + 1) / 3; put++) {
                    source.put("key-" + put % KEYS, Integer.toString(put));
                }
                source.split();
                // The first two are ended in the midst of things.
                int wanted = round < 2 ? put * 2 / 3 : RECORDS;
                try (EventSourceMapping mapping = EventSourceMapping.builder(
                                source.client(), Source.STREAM, this::invoke)
                        .checkpointFolder(folder)
                        .pauses(Duration.ofMillis(1), Duration.ofMillis(5))
                        .batchSize(20)
                        .parallelizationFactor(lanes)
                        .bisectBatchOnFunctionError(bisect)
                        .reportBatchItemFailures(true)
                        .build()) {
                    mapping.start();
                    awaitProcessed(wanted);
                }
            }
            synchronized (lock) {
                System.out.println("lanes=" + lanes + " bisect=" + bisect + " failures=" + failures + " deliveries="
                        + processed.values().stream().mapToInt(List::size).sum());
                assertThat(all).hasSize(RECORDS);
                assertThat(failures).isPositive();
                processed.forEach((key, numbers) -> assertThat(new ArrayList<>(new LinkedHashSet<>(numbers)))
                        .as("first deliveries of %s", key)
                        .isSorted());
            }
        }
    }

    private void awaitProcessed(int count) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT_MILLIS * 1_000_000;
        synchronized (lock) {
            while (all.size() < count) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                assertThat(left)
                        .as("processed in time: %d of %d", all.size(), count)
                        .isPositive();
                lock.wait(left);
            }
        }
    }

    /** Processes as many as chance wants. */
    private FunctionAnswer invoke(byte[] bytes) throws IOException {
        ScriptedFunction.Event event = ScriptedFunction.Event.of(bytes);
        List<String> texts = event.texts();
        synchronized (lock) {
            int dice = random.nextInt(10);
            if (dice == 0) {
                failures++;
                throw new IOException("made up");
            }
            int count = dice < 4 ? random.nextInt(texts.size() + 1) : texts.size();
            for (int i = 0; i < count; i++) {
                processed
                        .computeIfAbsent(event.key(i), key -> new ArrayList<>())
                        .add(Integer.valueOf(texts.get(i)));
                all.add(Integer.valueOf(texts.get(i)));
            }
            lock.notifyAll();
            if (count == texts.size()) {
                return ScriptedFunction.done();
            }
            failures++;
            return dice == 1 ? ScriptedFunction.thrown() : ScriptedFunction.failedAt(event.sequenceNumber(count));
        }
    }

    /** Lambda has one invocation of a shard at a time, or as many as the parallelization factor says. */
    @ParameterizedTest
    @CsvSource({"1, 1", "3, 3"})
    void shardHasAsManyInvocationsAtOnceAsItsFactorSays(int factor, int most) throws Exception {
        AtomicInteger current = new AtomicInteger();
        AtomicInteger highest = new AtomicInteger();
        AtomicInteger records = new AtomicInteger();
        Object arrived = new Object();
        FunctionInvoker function = event -> {
            int now = current.incrementAndGet();
            highest.accumulateAndGet(now, Math::max);
            synchronized (arrived) {
                arrived.notifyAll();
                // Until the others are there, too, or long enough for one that must not come.
                long deadline = System.nanoTime() + 500_000_000;
                while (current.get() < most && highest.get() < most && System.nanoTime() < deadline) {
                    arrived.wait(50);
                }
                records.addAndGet(ScriptedFunction.Event.of(event).texts().size());
                arrived.notifyAll();
            }
            current.decrementAndGet();
            return ScriptedFunction.done();
        };
        try (Source source = new Source(1)) {
            for (int i = 0; i < 60; i++) {
                source.put("key-" + i, "text");
            }
            try (EventSourceMapping mapping = EventSourceMapping.builder(source.client(), Source.STREAM, function)
                    .parallelizationFactor(factor)
                    .batchSize(5)
                    .build()) {
                mapping.start();
                synchronized (arrived) {
                    long deadline = System.nanoTime() + LIMIT_MILLIS * 1_000_000;
                    while (records.get() < 60 && System.nanoTime() < deadline) {
                        arrived.wait(1_000);
                    }
                }
            }
            assertThat(records).hasValue(60);
            assertThat(highest).hasValue(most);
        }
    }
}
