package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The strict service under callers at the same time, by the machine's own clock. */
@Timeout(60)
class StrictUnderLoadTest {

    private static final int CALLERS = 8;
    private static final long RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private final LocalKinesis kinesis = LocalKinesis.builder().strict(true).start();
    private final KinesisClient client = ClientForm.SYNC_CBOR.openWithoutRetries(kinesis.endpoint(), Region.US_EAST_1);
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    @AfterEach
    void close() {
        callers.shutdownNow();
        client.close();
        kinesis.close();
    }

    @Test
    void writersTogetherPutNoMoreThanTheShardTakes() throws Exception {
        StreamUnderTest.create(client, "orders", 1);
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            entries.add(PutRecordsRequestEntry.builder()
                    .partitionKey("k")
                    .data(SdkBytes.fromByteArray(new byte[2_047]))
                    .build());
        }
        AtomicLong admitted = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        double seconds = run(() -> {
            int failed = client.putRecords(
                            request -> request.streamName("orders").records(entries))
                    .failedRecordCount();
            admitted.addAndGet(entries.size() - failed);
            refused.addAndGet(failed);
        });
        assertThat(refused.get()).isPositive();
        assertBetween(admitted.get(), 512, 512, seconds);
    }

    @Test
    void readersTogetherCallNoMoreOftenThanTheShardAllows() throws Exception {
        StreamUnderTest stream = StreamUnderTest.create(client, "orders", 1);
        stream.put("k", "data");
        String iterator = stream.iterator(StreamUnderTest.SHARD_0, ShardIteratorType.TRIM_HORIZON);
        AtomicLong admitted = new AtomicLong();
        double seconds = run(() -> {
            try {
                stream.get(iterator);
                admitted.incrementAndGet();
            } catch (ProvisionedThroughputExceededException e) {
                // One of those that are too many.
            }
        });
        assertBetween(admitted.get(), 5, 5, seconds);
    }

    @Test
    void callersTogetherCallNoMoreOftenThanTheAccountMay() throws Exception {
        AtomicLong admitted = new AtomicLong();
        double seconds = run(() -> {
            try {
                client.listStreams();
                admitted.incrementAndGet();
            } catch (LimitExceededException e) {
                // One of those that are too many.
            }
        });
        assertBetween(admitted.get(), 5, 5, seconds);
    }

    /** What was saved up and what came back meanwhile, never more; and nearly as much, since all ask all the time. */
    private static void assertBetween(long admitted, int saved, int perSecond, double seconds) {
        assertThat(admitted)
                .isLessThanOrEqualTo((long) (saved + perSecond * (seconds + 0.002)))
                .isGreaterThanOrEqualTo((long) (saved + perSecond * seconds / 2));
    }

    /** Has all callers do it again and again, and gives the seconds from before the first to behind the last. */
    private double run(Runnable call) throws Exception {
        long start = System.nanoTime();
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            done.add(callers.submit(() -> {
                while (System.nanoTime() - start < RUN_NANOS) {
                    call.run();
                }
            }));
        }
        for (Future<?> each : done) {
            each.get();
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
