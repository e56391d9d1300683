package dev.millrace.lambda.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import dev.millrace.local.fault.Fault;
import dev.millrace.local.fault.FaultPolicy;
import dev.millrace.producer.Ordering;
import dev.millrace.producer.Producer;
import dev.millrace.record.UserRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * From one stream into another one that throttles, fails in part, loses answers and is split meanwhile. The test does
 * what Lambda's mapping does: a batch of a shard after the other, again from the record that the answer names.
 */
final class ForwarderFaultsTest {

    private static final int USER_RECORDS = 4_000;
    private static final int MANY_USER_RECORDS = 60_000;
    private static final int KEYS = 40;
    private static final int BATCH = 5;
    private static final int MOST_SHARDS = 12;

    private final SplittableRandom random = seeded();
    private int userRecords = USER_RECORDS;
    private int mostShards = MOST_SHARDS;
    private int invocations;
    private int failed;

    private static SplittableRandom seeded() {
        Long given = Long.getLong("millrace.seed");
        long seed = given == null ? System.nanoTime() : given;
        System.out.println("-Dmillrace.seed=" + seed);
        return new SplittableRandom(seed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void nothingIsLostAndKeysKeepTheirShardsAndOrder(String ordered) {
        try (Streams streams = new Streams()) {
            streams.create("source", 2);
            streams.create("target", 2);
            fill(streams);
            streams.service().faults(faults());
            try (Forwarder forwarder = new Forwarder(
                    streams.client(),
                    ForwarderSettings.of(Map.of(
                            "MILLRACE_FORWARD_STREAM", "target",
                            "MILLRACE_FORWARD_ORDERED", ordered,
                            "MILLRACE_FORWARD_RESERVE_MILLIS", "1")))) {
                for (Shard shard : streams.shards("source")) {
                    forward(streams, forwarder, shard.shardId());
                }
            }
            streams.service().faults(FaultPolicy.none());
            List<Stored> stored = Stored.all(streams, "target");
            System.out.println("ordered=" + ordered + " invocations=" + invocations + " failed=" + failed + " stored="
                    + stored.size() + " targetShards="
                    + streams.shards("target").size());
            assertNothingLost(stored);
            if (ordered.equals("true")) {
                assertThat(stored).allMatch(Stored::atHome);
                assertFirstDeliveriesInOrder(stored);
            }
            assertThat(failed).isPositive();
            assertThat(streams.shards("target").size()).isGreaterThan(2);
        }
    }

    /** The same with many records and splits. */
    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void nothingIsLostOfManyEither(String ordered) {
        userRecords = MANY_USER_RECORDS;
        mostShards = 5 * MOST_SHARDS;
        nothingIsLostAndKeysKeepTheirShardsAndOrder(ordered);
    }

    /** With a shard map and no reshard, keys lie in the shards that own them, ordered or not. */
    @Test
    void keysLieInTheShardsThatOwnThem() {
        try (Streams streams = new Streams()) {
            streams.create("source", 1);
            streams.create("target", 4);
            fill(streams);
            try (Forwarder forwarder = new Forwarder(
                    streams.client(), ForwarderSettings.of(Map.of("MILLRACE_FORWARD_STREAM", "target")))) {
                for (Shard shard : streams.shards("source")) {
                    List<KinesisEventRecord> records = events(streams, shard.shardId());
                    assertThat(forwarder
                                    .forward(Streams.event(records), new FunctionContext(60_000).context())
                                    .getBatchItemFailures())
                            .isEmpty();
                }
            }
            List<Stored> stored = Stored.all(streams, "target");
            assertThat(stored).hasSize(USER_RECORDS).allMatch(Stored::atHome);
            assertThat(stored.stream().map(Stored::sequenceNumber).distinct().count())
                    .as("Kinesis records: they are aggregated")
                    .isLessThan(USER_RECORDS / 10);
        }
    }

    private void fill(Streams streams) {
        try (Producer producer = Producer.builder(streams.client())
                .maxAggregateBytes(1_000)
                .ordering(Ordering.PER_PARTITION_KEY)
                .build()) {
            for (int i = 0; i < userRecords; i++) {
                var unused = producer.put("source", UserRecord.of("key-" + i % KEYS, Integer.toString(i)));
            }
            assertThat(producer.flush().isEmpty()).isTrue();
        }
    }

    /** For the target only. */
    private FaultPolicy faults() {
        return FaultPolicy.builder()
                .seed(random.nextLong())
                .rule(Fault.THROTTLE, 0.1, call -> call.operation().equals("PutRecords"))
                .rule(Fault.RECORD_THROTTLE, 0.2)
                .rule(Fault.RECORD_FAILURE, 0.1)
                .rule(Fault.LOST_RESPONSE, 0.05, call -> call.operation().equals("PutRecords"))
                .build();
    }

    private static List<KinesisEventRecord> events(Streams streams, String shardId) {
        List<KinesisEventRecord> records = new ArrayList<>();
        for (Record record : streams.read("source", shardId)) {
            records.add(Streams.eventRecord(shardId, record));
        }
        return records;
    }

    /** Each tenth invocation has hardly any time and almost everything refused, and each time some batches are through the target is split. */
    private void forward(Streams streams, Forwarder forwarder, String shardId) {
        List<KinesisEventRecord> records = events(streams, shardId);
        int next = 0;
        while (next < records.size()) {
            List<KinesisEventRecord> batch = records.subList(next, Math.min(records.size(), next + BATCH));
            boolean hurried = invocations % 10 == 3;
            invocations++;
            if (invocations % 8 == 0 && streams.shards("target").size() < mostShards) {
                streams.split("target");
            }
            if (hurried) {
                streams.service()
                        .faults(FaultPolicy.builder()
                                .seed(random.nextLong())
                                .rule(Fault.RECORD_THROTTLE, 0.95)
                                .build());
            }
            List<BatchItemFailure> failures = forwarder
                    .forward(Streams.event(batch), new FunctionContext(hurried ? 20 : 60_000).context())
                    .getBatchItemFailures();
            if (hurried) {
                streams.service().faults(faults());
            }
            if (failures.isEmpty()) {
                next += batch.size();
            } else {
                failed++;
                next += index(batch, failures.get(0).getItemIdentifier());
            }
        }
    }

    private static int index(List<KinesisEventRecord> batch, String sequenceNumber) {
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i).getKinesis().getSequenceNumber().equals(sequenceNumber)) {
                return i;
            }
        }
        throw new AssertionError("no record of the batch: " + sequenceNumber);
    }

    private void assertNothingLost(List<Stored> stored) {
        Set<Integer> found = new TreeSet<>();
        for (Stored record : stored) {
            int number = Integer.parseInt(record.text());
            assertThat(record.partitionKey()).isEqualTo("key-" + number % KEYS);
            found.add(number);
        }
        assertThat(found).hasSize(userRecords);
    }

    private static void assertFirstDeliveriesInOrder(List<Stored> stored) {
        Map<String, Integer> last = new HashMap<>();
        Set<Integer> seen = new TreeSet<>();
        for (Stored record : stored) {
            int number = Integer.parseInt(record.text());
            if (seen.add(number)) {
                Integer before = last.put(record.partitionKey(), number);
                assertThat(before == null || before < number)
                        .as("first delivery of %s behind %s of %s", number, before, record.partitionKey())
                        .isTrue();
            }
        }
    }
}
