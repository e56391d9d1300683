package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.record.UserRecord;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Records of a key, in the order in which they were put, whatever goes wrong between. */
@ExtendWith(KinesisExtension.class)
class OrderTest {

    private final KinesisExtension.Kinesis kinesis;
    private final SplittableRandom random = Seed.random();

    OrderTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
    }

    @Test
    void orderedRecordsDoNotOvertakeEachOther() {
        assertThat(inversions(Ordering.PER_PARTITION_KEY)).isZero();
    }

    @Test
    void otherRecordsDo() {
        assertThat(inversions(Ordering.NONE))
                .as("else the other test proves nothing")
                .isPositive();
    }

    @Test
    @Tag("long")
    void twoMillionOrderedRecordsDoNotOvertakeEachOtherThroughASplitEveryFiveSeconds() {
        TestStream stream = kinesis.stream(2);
        Flow flow = new Flow(Integer.getInteger("millrace.order.records", 2_000_000), 20_000, 51_200);
        long splitEvery = Duration.ofSeconds(5).toNanos();
        long begun = System.nanoTime();
        AtomicLong splits = new AtomicLong();
        put(stream, Ordering.PER_PARTITION_KEY, flow, number -> {
            if (System.nanoTime() - begun >= (splits.get() + 1) * splitEvery) {
                splits.incrementAndGet();
                List<Shard> open = stream.openShards();
                stream.split(open.get(random.nextInt(open.size())));
            }
        });
        double seconds = (System.nanoTime() - begun) / 1e9;
        Inversions found = Inversions.in(stream, flow.records());
        System.out.printf("%d records, %d splits: %s, %.0f s%n", flow.records(), splits.get(), found, seconds);
        assertThat(found.distinct()).isEqualTo(flow.records());
        assertThat(found.repeats())
                .as("answers were lost, else this proves less")
                .isPositive();
        assertThat(found.inversions()).isZero();
    }

    /** How much is put, under how many keys, in aggregates of which size. */
    private record Flow(int records, int keys, int maxAggregateBytes) {}

    private int inversions(Ordering ordering) {
        TestStream stream = kinesis.stream(2);
        Flow flow = new Flow(10_000, 200, 1_000);
        put(stream, ordering, flow, number -> {
            if (number % 2_000 == 1_000) {
                reshape(stream);
            }
        });
        Inversions found = Inversions.in(stream, flow.records());
        assertThat(found.distinct()).isEqualTo(flow.records());
        return found.inversions();
    }

    /** Puts numbers while answers are lost, requests never leave, and one entry in twenty is refused. */
    private void put(TestStream stream, Ordering ordering, Flow flow, IntConsumer beforeEach) {
        SplittableRandom dice = random.split();
        FaultyKinesis faulty = new FaultyKinesis(kinesis.client());
        faulty.onPut(request -> {
            int fault;
            synchronized (dice) {
                fault = dice.nextInt(100);
            }
            if (fault < 5) {
                return PutFaults.loseAnswer(kinesis.client(), request);
            }
            if (fault < 10) {
                return PutFaults.neverLeaves();
            }
            return PutFaults.refuse(kinesis.client(), request, PutFaults.THROTTLED, entry -> {
                synchronized (dice) {
                    return dice.nextInt(20) == 0;
                }
            });
        });
        try (Producer producer = Producer.builder(faulty)
                .ordering(ordering)
                .linger(Duration.ofMillis(2))
                .maxAggregateBytes(flow.maxAggregateBytes())
                // Little, so that what is put keeps up with the splits.
                .bufferBytes(8 << 20)
                .rateLimit(Double.POSITIVE_INFINITY)
                .build()) {
            for (int i = 0; i < flow.records(); i++) {
                beforeEach.accept(i);
                CompletableFuture<PutResult> unused =
                        producer.put(stream.name(), "key-" + random.nextInt(flow.keys()), Texts.bytes("" + i));
            }
            assertThat(producer.flush().isEmpty()).isTrue();
        }
    }

    private void reshape(TestStream stream) {
        List<Shard> open = stream.openShards();
        if (open.size() < 4) {
            stream.split(open.get(random.nextInt(open.size())));
        } else {
            stream.merge(open.get(0), open.get(1));
        }
    }

    @Test
    void failedRecordLetsTheNextOfItsKeyGo() {
        TestStream stream = kinesis.stream(1);
        FaultyKinesis faulty = new FaultyKinesis(kinesis.client());
        faulty.onPut(request -> request.records().stream()
                        .anyMatch(entry -> entry.data().asUtf8String().equals("lost"))
                ? PutFaults.error("ValidationException", 400)
                : kinesis.client().putRecords(request));
        try (Producer producer = Producer.builder(faulty)
                .ordering(Ordering.PER_PARTITION_KEY)
                .grouping(Grouping.NONE)
                .build()) {
            var lost = producer.put(stream.name(), "key", Texts.bytes("lost"));
            var next = producer.put(stream.name(), "key", Texts.bytes("next"));
            assertThat(Await.putFailure(lost).reason()).isEqualTo(PutFailedException.Reason.REFUSED);
            assertThat(Await.result(next).shardId()).isNotEmpty();
        }
    }

    @Test
    void streamThatPlacesRecordsItselfHasNoOrder() {
        assertThatThrownBy(() -> Producer.builder(kinesis.client())
                        .ordering(Ordering.PER_PARTITION_KEY)
                        .distribution(Distribution.BY_STREAM)
                        .build())
                .hasMessageContaining("no order");
        TestStream stream = DistributionTest.placedByStream(kinesis);
        try (Producer producer = Producer.builder(kinesis.client())
                .ordering(Ordering.PER_PARTITION_KEY)
                .build()) {
            Await.result(producer.prepare(stream.name()));
            Await.until("the strategy is known", () -> producer.isPlacedByStream(stream.name()));
            assertThatIllegalStateException()
                    .isThrownBy(() -> producer.put(stream.name(), UserRecord.of("key", Texts.bytes("a"))))
                    .withMessageContaining("places records itself");
            Puts.assertNothingIsOutstanding(producer);
        }
    }
}
