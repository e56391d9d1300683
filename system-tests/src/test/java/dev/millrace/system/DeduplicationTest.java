package dev.millrace.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.consumer.SingleProcessWorker;
import dev.millrace.local.LocalKinesis;
import dev.millrace.local.fault.Fault;
import dev.millrace.local.fault.FaultPolicy;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.producer.Producer;
import dev.millrace.record.AggregationLayout;
import dev.millrace.record.RecordTag;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Answers get lost, so records are stored twice; a reader that remembers tags takes each once. */
final class DeduplicationTest {

    private static final String STREAM = "numbers";
    private static final String ID = "writer";
    private static final int RECORDS = 20_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final AtomicInteger deliveries = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final Set<RecordTag> seen = ConcurrentHashMap.newKeySet();

    /** How often each number was taken. */
    private final Map<Integer, Integer> times = new ConcurrentHashMap<>();

    @ParameterizedTest
    @EnumSource
    void readerThatRemembersTagsTakesEachRecordOnce(AggregationLayout layout) {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        System.out.println("-Dmillrace.seed=" + seed);
        try (LocalKinesis local = LocalKinesis.start();
                KinesisAsyncClient kinesis = LocalClients.kinesis(local.endpoint());
                SingleProcessWorker worker = SingleProcessWorker.builder(kinesis, STREAM, Processor::new)
                        .pollInterval(Duration.ofMillis(20))
                        .build()) {
            local.createStream("us-east-1", STREAM, 2);
            local.faults(FaultPolicy.builder()
                    .seed(seed)
                    .rule(Fault.LOST_RESPONSE, 0.2, call -> call.operation().equals("PutRecords"))
                    .reshardEvery(Duration.ofMillis(300))
                    .build());
            worker.start();
            try (Producer producer = Producer.builder(kinesis)
                    .layout(layout)
                    .producerId(ID)
                    .linger(Duration.ofMillis(2))
                    .maxAggregateBytes(4_000)
                    .build()) {
                for (int i = 0; i < RECORDS; i++) {
                    CompletableFuture<?> unused = producer.put(STREAM, NumberedRecord.of(i));
                }
                assertThat(producer.flush().isEmpty()).isTrue();
            }
            local.faults(FaultPolicy.none());
            assertThat(Await.until(LIMIT, () -> taken.get() >= RECORDS)).isTrue();
        }
        System.out.printf("%s: %d deliveries, %d taken%n", layout, deliveries.get(), taken.get());
        assertThat(deliveries).as("some came twice, else this proves nothing").hasValueGreaterThan(RECORDS);
        assertThat(times)
                .hasSize(RECORDS)
                .allSatisfy((number, count) -> assertThat(count).isEqualTo(1));
        assertThat(seen).extracting(RecordTag::key).containsOnly(ID);
    }

    /** Takes what has a tag that was not there before. */
    private final class Processor implements RecordProcessor {
        @Override
        public void processRecords(ProcessRecordsInput input) {
            for (ReceivedRecord record : input.records()) {
                deliveries.incrementAndGet();
                List<RecordTag> tags = record.tags();
                assertThat(tags).hasSize(1);
                if (seen.add(tags.get(0))) {
                    times.merge(NumberedRecord.number(record.data()), 1, Integer::sum);
                    taken.incrementAndGet();
                }
            }
        }
    }
}
