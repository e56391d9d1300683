package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.record.UserRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Records of a key, in the order in which they were put, whatever goes wrong between. */
@ExtendWith(KinesisExtension.class)
class OrderTest {

    private static final int RECORDS = 10_000;
    private static final int KEYS = 200;

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

    private int inversions(Ordering ordering) {
        TestStream stream = kinesis.stream(2);
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
                .maxAggregateBytes(1_000)
                .rateLimit(Double.POSITIVE_INFINITY)
                .build()) {
            for (int i = 0; i < RECORDS; i++) {
                if (i % 2_000 == 1_000) {
                    reshape(stream);
                }
                CompletableFuture<PutResult> unused =
                        producer.put(stream.name(), "key-" + random.nextInt(KEYS), Texts.bytes(String.valueOf(i)));
            }
            assertThat(producer.flush().isEmpty()).isTrue();
        }
        return inversions(stream.contents());
    }

    private void reshape(TestStream stream) {
        List<Shard> open = stream.openShards();
        if (open.size() < 4) {
            stream.split(open.get(random.nextInt(open.size())));
        } else {
            stream.merge(open.get(0), open.get(1));
        }
    }

    /** Along the lineage: a child's index is larger than its parents'. Repeats are dropped. */
    private static int inversions(StreamContents contents) {
        List<StreamContents.Found> found = new ArrayList<>(contents.userRecords());
        found.sort(Comparator.comparing(
                        (StreamContents.Found record) -> record.place().shardId())
                .thenComparing(record -> record.place().sequenceNumber())
                .thenComparingLong(record -> record.place().subSequenceNumber()));
        Map<String, Integer> last = new HashMap<>();
        Set<String> seen = new HashSet<>();
        int inversions = 0;
        for (StreamContents.Found record : found) {
            if (!seen.add(record.text())) {
                continue;
            }
            int number = Integer.parseInt(record.text());
            Integer before = last.put(record.partitionKey(), number);
            if (before != null && before > number) {
                inversions++;
            }
        }
        assertThat(seen).hasSize(RECORDS);
        return inversions;
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
