package dev.millrace.lambda.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import dev.millrace.local.fault.Fault;
import dev.millrace.local.fault.FaultPolicy;
import dev.millrace.record.AggregatedRecord;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordAggregator;
import dev.millrace.record.RecordTag;
import dev.millrace.record.UserRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ForwarderTest {

    private static final String SHARD = "shardId-000000000000";

    private final Streams streams = new Streams();
    private final List<Forwarder> forwarders = new ArrayList<>();

    @BeforeAll
    void createStreams() {
        for (String stream : List.of("kept", "plain", "failing", "late", "bad", "corrupt")) {
            streams.create(stream, 2);
        }
    }

    @AfterEach
    void endForwarders() {
        streams.service().faults(FaultPolicy.none());
        forwarders.forEach(Forwarder::close);
    }

    @AfterAll
    void end() {
        streams.close();
    }

    private Forwarder forwarder(String stream, String... more) {
        Map<String, String> environment = new HashMap<>(Map.of("MILLRACE_FORWARD_STREAM", stream));
        for (int i = 0; i < more.length; i += 2) {
            environment.put("MILLRACE_FORWARD_" + more[i], more[i + 1]);
        }
        Forwarder forwarder = new Forwarder(streams.client(), ForwarderSettings.of(environment));
        forwarders.add(forwarder);
        return forwarder;
    }

    private static KinesisEventRecord record(int number, String key, ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        return Streams.eventRecord(SHARD, Integer.toString(number), key, bytes);
    }

    private static KinesisEventRecord plain(int number, String text) {
        return record(number, "key-" + text, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> failures(StreamsEventResponse response) {
        return response.getBatchItemFailures().stream()
                .map(BatchItemFailure::getItemIdentifier)
                .toList();
    }

    private static StreamsEventResponse forward(
            Forwarder forwarder, FunctionContext context, KinesisEventRecord... records) {
        return forwarder.forward(Streams.event(List.of(records)), context.context());
    }

    @Test
    void keysHashKeysAndTagsAreKeptAndPinsAreNot() {
        RecordAggregator aggregator = RecordAggregator.create();
        UserRecord own = UserRecord.of("own", HashKey.MAX, "with a hash key");
        UserRecord tagged = UserRecord.of("tagged", "with a tag").withTags(List.of(new RecordTag("id", "7")));
        UserRecord common = UserRecord.of("common", "c");
        List.of(common, tagged, own).forEach(aggregator::addUserRecord);
        List<AggregatedRecord> aggregates = aggregator.clearAndGet();
        KinesisEventRecord[] records = new KinesisEventRecord[aggregates.size() + 1];
        for (int i = 0; i < aggregates.size(); i++) {
            records[i] = record(
                    i, aggregates.get(i).partitionKey(), aggregates.get(i).data());
        }
        records[aggregates.size()] = plain(99, "p");

        StreamsEventResponse response = forward(forwarder("kept"), new FunctionContext(30_000), records);

        assertThat(failures(response)).isEmpty();
        List<Stored> stored = Stored.all(streams, "kept");
        assertThat(stored)
                .extracting(Stored::partitionKey)
                .containsExactlyInAnyOrder("common", "tagged", "own", "key-p");
        assertThat(stored)
                .filteredOn(found -> found.partitionKey().equals("tagged"))
                .flatExtracting(Stored::tags)
                .containsExactly(new RecordTag("id", "7"));
        assertThat(stored)
                .allMatch(found -> found.explicitHashKey() == null
                        || found.explicitHashKey().equals(HashKey.MAX));
        assertThat(stored)
                .filteredOn(found -> found.partitionKey().equals("own"))
                .allMatch(found -> found.shard().contains(HashKey.MAX));
    }

    @Test
    void targetThatIsNotThereIsAFailureOfTheFirstRecord() {
        FunctionContext context = new FunctionContext(30_000);

        StreamsEventResponse response = forward(forwarder("no-such-stream"), context, plain(1, "a"), plain(2, "b"));

        assertThat(failures(response)).containsExactly("1");
        assertThat(context.log())
                .contains("sequenceNumber=1 target=no-such-stream")
                .contains("ResourceNotFoundException");
    }

    @Test
    void recordThatTheTargetCannotTakeIsNamedAndThoseBeforeItAreStored() {
        FunctionContext context = new FunctionContext(30_000);
        KinesisEventRecord large = record(2, "large", ByteBuffer.allocate((1 << 20) + 1));

        StreamsEventResponse response = forward(forwarder("bad"), context, plain(1, "a"), large, plain(3, "b"));

        assertThat(failures(response)).containsExactly("2");
        assertThat(Stored.all(streams, "bad")).extracting(Stored::text).containsExactly("a");
        assertThat(context.log()).contains("RecordTooLargeException");
    }

    @Test
    void corruptRecordIsForwardedAsItIsOrFails() {
        byte[] bytes = CorruptBytes.bytes();
        KinesisEventRecord corrupt = record(1, "corrupt", ByteBuffer.wrap(bytes));

        assertThat(failures(forward(forwarder("corrupt"), new FunctionContext(30_000), corrupt)))
                .isEmpty();
        assertThat(Stored.all(streams, "corrupt"))
                .extracting(Stored::data)
                .containsExactly(ByteBuffer.wrap(bytes).asReadOnlyBuffer());

        FunctionContext context = new FunctionContext(30_000);
        assertThat(failures(forward(forwarder("corrupt", "CORRUPT", "fail"), context, corrupt)))
                .containsExactly("1");
        assertThat(context.log()).contains("record is corrupt");
    }

    /** What one invocation could not get rid of must not turn up in the next one. */
    @Test
    void nothingIsKeptWhenTheTimeRunsOut() {
        Forwarder forwarder = forwarder("late", "RESERVE_MILLIS", "1");
        assertThat(failures(forward(forwarder, new FunctionContext(30_000), plain(1, "before"))))
                .isEmpty();
        streams.service()
                .faults(FaultPolicy.builder().rule(Fault.RECORD_THROTTLE, 1).build());

        FunctionContext context = new FunctionContext(500);
        assertThat(failures(forward(forwarder, context, plain(2, "lost"), plain(3, "too"))))
                .containsExactly("2");
        assertThat(context.log()).contains("producer was closed");

        streams.service().faults(FaultPolicy.none());
        assertThat(failures(forward(forwarder, new FunctionContext(30_000), plain(4, "after"))))
                .isEmpty();
        assertThat(Stored.all(streams, "late")).extracting(Stored::text).containsExactlyInAnyOrder("before", "after");
    }

    @Test
    void invocationWithoutTimePutsNothing() {
        FunctionContext context = new FunctionContext(1_000);

        StreamsEventResponse response = forward(forwarder("plain", "RESERVE_MILLIS", "60000"), context, plain(1, "a"));

        assertThat(failures(response)).containsExactly("1");
        assertThat(context.log()).contains("the function's time has run out");
        assertThat(Stored.all(streams, "plain")).isEmpty();
    }

    @Test
    void eventWithoutRecordsIsForwarded() {
        assertThat(failures(forward(
                        forwarder("plain"),
                        new FunctionContext(Duration.ofSeconds(30).toMillis()))))
                .isEmpty();
    }
}
