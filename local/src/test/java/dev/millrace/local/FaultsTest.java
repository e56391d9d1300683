package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.fault.Fault;
import dev.millrace.local.fault.FaultPolicy;
import dev.millrace.local.fault.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Every fault, seen by clients of every form. Their retries are off, so that each request is seen. */
@ParameterizedClass
@EnumSource(ClientForm.class)
@Timeout(60)
class FaultsTest {

    private final LocalKinesis kinesis = LocalKinesis.start();
    private final KinesisClient client;
    private final StreamUnderTest stream;

    FaultsTest(ClientForm form) {
        this.client = form.openWithoutRetries(kinesis.endpoint(), Region.US_EAST_1);
        this.stream = StreamUnderTest.create(client, "orders", 1);
    }

    @AfterEach
    void close() {
        client.close();
        kinesis.close();
    }

    @Test
    void refusedRequestsHaveDoneNothing() {
        always(Fault.THROTTLE);
        assertThatThrownBy(() -> stream.put("key", "data")).isInstanceOf(ProvisionedThroughputExceededException.class);
        always(Fault.LIMIT_EXCEEDED);
        assertThatThrownBy(() -> stream.put("key", "data")).isInstanceOf(LimitExceededException.class);
        always(Fault.INTERNAL_FAILURE);
        assertThatThrownBy(() -> stream.put("key", "data"))
                .isInstanceOfSatisfying(
                        KinesisException.class,
                        failure -> assertThat(failure.statusCode()).isEqualTo(500));
        assertThat(stored()).isZero();
    }

    @Test
    void connectionCutBeforeTheWorkHasDoneNothing() {
        always(Fault.CUT_BEFORE);
        assertThatThrownBy(() -> stream.put("key", "data")).isInstanceOf(SdkClientException.class);
        assertThat(stored()).isZero();
    }

    @Test
    void connectionCutBehindTheWorkHasDoneIt() {
        always(Fault.LOST_RESPONSE);
        assertThatThrownBy(() -> stream.put("key", "lost")).isInstanceOf(SdkClientException.class);
        always(Fault.CUT_MIDDLE);
        assertThatThrownBy(() -> stream.put("key", "half")).isInstanceOf(SdkClientException.class);
        assertThat(stored()).isEqualTo(2);
    }

    @Test
    void someRecordsOfARequestFailAndTheOthersAreStored() {
        kinesis.faults(FaultPolicy.builder()
                .seed(5)
                .rule(Fault.RECORD_THROTTLE, 0.2)
                .rule(Fault.RECORD_FAILURE, 0.2)
                .build());
        PutRecordsResponse response = putMany();
        long throttled = count(response, "ProvisionedThroughputExceededException");
        long failed = count(response, "InternalFailure");
        assertThat(throttled).isBetween(40L, 120L);
        assertThat(failed).isBetween(60L, 140L);
        assertThat(response.failedRecordCount()).isEqualTo((int) (throttled + failed));
        response.records().stream()
                .filter(result -> result.errorCode() != null)
                .forEach(result -> assertThat(result.sequenceNumber()).isNull());
        assertThat(stored()).isEqualTo(500 - response.failedRecordCount());
        assertThat(kinesis.faultHits()).allMatch(hits -> hits >= 60);
    }

    @Test
    void iteratorsExpireOnRequest() {
        String iterator = stream.iterator(StreamUnderTest.SHARD_0, ShardIteratorType.TRIM_HORIZON);
        always(Fault.EXPIRED_ITERATOR);
        assertThatThrownBy(() -> stream.get(iterator)).isInstanceOf(ExpiredIteratorException.class);
        stream.put("key", "not affected");
        assertThat(stored()).isOne();
    }

    @Test
    void answersComeLater() {
        kinesis.faults(FaultPolicy.builder()
                .latency(new Latency(Duration.ofMillis(50), Duration.ofMillis(80)))
                .build());
        long start = System.nanoTime();
        stream.put("key", "data");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    @Test
    void faultsComeToTheChosenRequestsOnly() {
        kinesis.faults(FaultPolicy.builder()
                .rule(Fault.THROTTLE, 1, call -> call.operation().equals("PutRecord") && "orders".equals(call.stream()))
                .build());
        assertThatThrownBy(() -> stream.put("key", "data")).isInstanceOf(ProvisionedThroughputExceededException.class);
        assertThat(putMany().failedRecordCount()).isZero();
        StreamUnderTest other = StreamUnderTest.create(client, "other", 1);
        other.put("key", "data");
    }

    @Test
    void sameSeedAndRequestsGiveTheSameFaults() {
        List<List<Boolean>> runs = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            kinesis.faults(FaultPolicy.builder()
                    .seed(seed)
                    .rule(Fault.RECORD_THROTTLE, 0.5)
                    .build());
            runs.add(putMany().records().stream()
                    .map(result -> result.errorCode() == null)
                    .toList());
        }
        assertThat(runs.get(1)).isEqualTo(runs.get(0));
        assertThat(runs.get(2)).isNotEqualTo(runs.get(0));
    }

    @Test
    void shardsAreReshapedOnATimer() {
        kinesis.faults(FaultPolicy.parse("reshard=1ms,seed=3"));
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (client.listShards(request -> request.streamName("orders"))
                        .shards()
                        .size()
                < 30) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
        kinesis.faults(FaultPolicy.none());
        stream.put("key", "data");
    }

    @Test
    void clockJumpsExpireIterators() {
        String iterator = stream.iterator(StreamUnderTest.SHARD_0, ShardIteratorType.TRIM_HORIZON);
        kinesis.jumpClock(Duration.ofSeconds(299));
        stream.get(iterator);
        kinesis.jumpClock(Duration.ofSeconds(2));
        assertThatThrownBy(() -> stream.get(iterator)).isInstanceOf(ExpiredIteratorException.class);
    }

    private void always(Fault fault) {
        kinesis.faults(FaultPolicy.builder().rule(fault, 1).build());
    }

    private PutRecordsResponse putMany() {
        PutRecordsRequestEntry entry = PutRecordsRequestEntry.builder()
                .partitionKey("key")
                .data(SdkBytes.fromUtf8String("data"))
                .build();
        return client.putRecords(request -> request.streamName("orders").records(Collections.nCopies(500, entry)));
    }

    private static long count(PutRecordsResponse response, String errorCode) {
        return response.records().stream()
                .filter(result -> errorCode.equals(result.errorCode()))
                .count();
    }

    private int stored() {
        kinesis.faults(FaultPolicy.none());
        return stream.get(stream.iterator(StreamUnderTest.SHARD_0, ShardIteratorType.TRIM_HORIZON))
                .records()
                .size();
    }
}
