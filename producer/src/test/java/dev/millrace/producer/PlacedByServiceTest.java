package dev.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.millrace.producer.Attempt.Outcome;
import dev.millrace.record.Deaggregation;
import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import dev.millrace.record.RecordDeaggregator;
import dev.millrace.record.UserRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** A stream that puts records where it likes. */
@ExtendWith(KinesisExtension.class)
class PlacedByServiceTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(Sender.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final KinesisExtension.Kinesis kinesis;
    private final FaultyKinesis faulty;

    PlacedByServiceTest(KinesisExtension.Kinesis kinesis) {
        this.kinesis = kinesis;
        this.faulty = new FaultyKinesis(kinesis.client());
    }

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.setAdditive(true);
        logger.detachAppender(log);
        log.stop();
    }

    @Test
    void recordsGoAgainOneByOneAndWithoutHashKeys() {
        TestStream stream = kinesis.stream(4);
        Map<String, HashKeyRange> ranges = stream.ranges();
        faulty.onPut(request -> PutFaults.rewrite(
                kinesis.client(),
                request,
                entry -> result ->
                        result.toBuilder().shardId(otherShard(entry, ranges)).build()));
        try (Producer producer = producer()) {
            Await.result(producer.prepare(stream.name()));
            Puts puts = new Puts(producer, stream).some("placed", 80);
            producer.flush();
            puts.results()
                    .values()
                    .forEach(result -> assertThat(Puts.outcomes(result.attempts()))
                            .containsExactly(Outcome.MISPLACED, Outcome.STORED));
            assertThat(faulty.entries()).hasSize(4 + 80);
            assertPlain(faulty.entries().subList(4, 84));

            Puts later = new Puts(producer, stream).some("later", 20);
            later.put(UserRecord.of("own", HashKey.MAX, Texts.bytes("own")));
            producer.flush();
            later.results()
                    .values()
                    .forEach(result ->
                            assertThat(Puts.outcomes(result.attempts())).containsExactly(Outcome.STORED));
            assertPlain(faulty.entries().subList(84, 105));
            Puts.assertNothingIsOutstanding(producer);
        }
        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN);
        assertThat(log.list.get(0).getFormattedMessage())
                .startsWith("stream places records itself, aggregation is off for it: stream=" + stream.name());
    }

    @Test
    void shardThatNobodyKnowsIsNoEvidence() {
        TestStream stream = kinesis.stream(2);
        faulty.onPut(request -> PutFaults.rewrite(
                kinesis.client(),
                request,
                entry -> result ->
                        result.toBuilder().shardId("shardId-000000000099").build()));
        try (Producer producer = producer()) {
            Await.result(producer.prepare(stream.name()));
            int listings = faulty.listings();
            Puts puts = new Puts(producer, stream).some("unknown", 40);
            producer.flush();
            puts.results()
                    .values()
                    .forEach(result ->
                            assertThat(Puts.outcomes(result.attempts())).containsExactly(Outcome.STORED));
            assertThat(faulty.entries()).hasSize(2);
            assertThat(faulty.listings()).as("it was looked for").isGreaterThan(listings);
        }
        assertThat(log.list).isEmpty();
    }

    private static void assertPlain(List<PutRecordsRequestEntry> entries) {
        assertThat(entries).allMatch(entry -> entry.explicitHashKey() == null);
        assertThat(entries)
                .allMatch(entry ->
                        RecordDeaggregator.create().deaggregate(entry.data().asByteBuffer())
                                instanceof Deaggregation.Plain);
    }

    /** A shard that does not own what the entry asks for. */
    private static String otherShard(PutRecordsRequestEntry entry, Map<String, HashKeyRange> ranges) {
        HashKey key = entry.explicitHashKey() == null
                ? HashKey.ofPartitionKey(entry.partitionKey())
                : HashKey.parse(entry.explicitHashKey());
        return ranges.entrySet().stream()
                .filter(shard -> !shard.getValue().contains(key))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private Producer producer() {
        return Producer.builder(faulty).linger(Duration.ofMinutes(1)).build();
    }
}
