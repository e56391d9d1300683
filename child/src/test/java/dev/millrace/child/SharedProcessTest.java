package dev.millrace.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.child.protocol.Message;
import dev.millrace.child.protocol.ProtocolRecord;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.RecordProcessor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that has asked for frames, to the byte; and what it says where it cannot have them. */
class SharedProcessTest {

    private static final Extensions ALL = Extensions.parse("log frames shards=8");
    private static final String FIRST = "shardId-000000000001";
    private static final String SECOND = "shardId-000000000002";

    private final Map<String, RecordedProcessor> processors = new ConcurrentHashMap<>();

    /** Says of which shard it is as soon as it knows. */
    private final class Named implements RecordProcessor {

        private final RecordedProcessor recorded = new RecordedProcessor(checkpointer -> checkpointer.checkpoint());

        @Override
        public void initialize(InitializationInput input) {
            processors.put(input.shardId(), recorded);
            recorded.initialize(input);
        }

        @Override
        public void processRecords(ProcessRecordsInput input) throws Exception {
            recorded.processRecords(input);
        }

        @Override
        public void leaseLost() {
            recorded.leaseLost();
        }
    }

    private RecordedProcessor processor(String shardId) {
        return Objects.requireNonNull(processors.get(shardId));
    }

    private static Message batch(String... numbers) {
        return new Message.ProcessRecords(
                Arrays.stream(numbers)
                        .map(number -> new ProtocolRecord(
                                StandardCharsets.UTF_8.encode("word"),
                                "k",
                                number,
                                Instant.ofEpochMilli(1_700_000_000_123L),
                                0))
                        .toList(),
                42L);
    }

    private static void serveCheckpoint(Daemon daemon, String shardId) throws Exception {
        assertThat(daemon.hear())
                .isEqualTo(
                        "{\"action\":\"checkpoint\",\"sequenceNumber\":null,\"subSequenceNumber\":null,\"shardId\":\""
                                + shardId + "\"}");
        daemon.sayFrame(shardId, Message.Checkpoint.everything().stored());
    }

    private static void hearStatus(Daemon daemon, String action, String shardId) throws Exception {
        assertThat(daemon.hear())
                .isEqualTo(
                        "{\"action\":\"status\",\"responseFor\":\"" + action + "\",\"shardId\":\"" + shardId + "\"}");
    }

    private static Message.Initialize initialize(String shardId) {
        return new Message.Initialize(shardId, "TRIM_HORIZON", 0L);
    }

    @Test
    void processAsksAndServesTwoShardsInFrames() throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.shared(Named::new, 16), ALL)) {
            assertThat(daemon.hear()).isEqualTo("{\"action\":\"extend\",\"frames\":1,\"shards\":8}");
            daemon.initialize();
            daemon.sayFrame(SECOND, initialize(SECOND));
            hearStatus(daemon, "initialize", SECOND);
            daemon.sayFrame(SECOND, batch("7", "8"));
            serveCheckpoint(daemon, SECOND);
            hearStatus(daemon, "processRecords", SECOND);
            daemon.sayFrame(FIRST, batch("3"));
            serveCheckpoint(daemon, FIRST);
            hearStatus(daemon, "processRecords", FIRST);
            daemon.sayFrame(FIRST, new Message.LeaseLost());
            hearStatus(daemon, "leaseLost", FIRST);
            daemon.sayFrame(FIRST, initialize(FIRST));
            hearStatus(daemon, "initialize", FIRST);
            daemon.end();
        }
        assertThat(processor(SECOND).calls).containsExactly("initialize", "processRecords");
        ProcessRecordsInput input =
                (ProcessRecordsInput) processor(SECOND).inputs.get(1);
        assertThat(input.millisBehindLatest()).isEqualTo(42);
        assertThat(input.records())
                .extracting(record -> record.sequenceNumber() + record.text())
                .containsExactly("7word", "8word");
        assertThat(processor(FIRST).calls).as("a new processor").containsExactly("initialize");
    }

    @Test
    void threadOfAShardEndsWithIt() throws Exception {
        String shardId = "shardId-000000000099";
        try (Daemon daemon = Daemon.of(KclProcess.shared(Named::new, 2), ALL)) {
            assertThat(daemon.hear()).contains("extend");
            daemon.initialize();
            daemon.sayFrame(shardId, initialize(shardId));
            hearStatus(daemon, "initialize", shardId);
            Thread thread = thread(shardId);
            daemon.sayFrame(shardId, new Message.LeaseLost());
            hearStatus(daemon, "leaseLost", shardId);
            thread.join(TimeUnit.SECONDS.toMillis(60));
            assertThat(thread.isAlive()).isFalse();
            daemon.end();
        }
    }

    private static Thread thread(String shardId) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("millrace-" + shardId))
                .findFirst()
                .orElseThrow();
    }

    /** One shard's processor waits for what the other's is given later. */
    @Test
    void noShardWaitsForAnother() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        RecordProcessor waiting = input -> {
            if (input.records().get(0).sequenceNumber().equals("3")) {
                assertThat(second.await(60, TimeUnit.SECONDS)).isTrue();
            } else {
                second.countDown();
            }
        };
        try (Daemon daemon = Daemon.of(KclProcess.shared(() -> waiting, 2), ALL)) {
            assertThat(daemon.hear()).isEqualTo("{\"action\":\"extend\",\"frames\":1,\"shards\":2}");
            daemon.initialize();
            daemon.sayFrame(SECOND, initialize(SECOND));
            hearStatus(daemon, "initialize", SECOND);
            daemon.sayFrame(FIRST, batch("3"));
            daemon.sayFrame(SECOND, batch("7"));
            hearStatus(daemon, "processRecords", SECOND);
            hearStatus(daemon, "processRecords", FIRST);
            daemon.end();
        }
    }

    @Test
    void processorThatFailsEndsAll() throws Exception {
        RecordProcessor failing = input -> {
            throw new IllegalStateException("poison");
        };
        try (Daemon daemon = Daemon.of(KclProcess.shared(() -> failing, 2), ALL)) {
            assertThat(daemon.hear()).contains("extend");
            daemon.initialize();
            daemon.sayFrame(SECOND, initialize(SECOND));
            hearStatus(daemon, "initialize", SECOND);
            daemon.sayFrame(SECOND, batch("7"));
            assertThat(daemon.failure())
                    .isInstanceOf(ProcessorFailedException.class)
                    .hasMessageContaining(SECOND);
        }
    }

    @Test
    void whatIsNoFrameIsTheEnd() throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.shared(Named::new, 2), ALL)) {
            assertThat(daemon.hear()).contains("extend");
            daemon.initialize();
            daemon.sayFrame(FIRST, batch("3"));
            serveCheckpoint(daemon, FIRST);
            hearStatus(daemon, "processRecords", FIRST);
            daemon.say("{\"action\":\"leaseLost\"}");
            assertThat(daemon.failure())
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("no frame: firstByte=123");
        }
    }

    @Test
    void frameAboutAShardThatWasNotBegunIsTheEnd() throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.shared(Named::new, 2), ALL)) {
            assertThat(daemon.hear()).contains("extend");
            daemon.initialize();
            daemon.sayFrame(SECOND, batch("3"));
            assertThat(daemon.failure())
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("was not begun: shard=" + SECOND);
        }
    }

    /** As the reference daemon, which knows none of this, and by whose strictness no member may be added. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "log", "shards=8", "framesets"})
    void processDoesNotAskWhereNothingIsOffered(String offer) throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.shared(Named::new, 16), Extensions.parse(offer))) {
            wholeLifeInLines(daemon);
        }
    }

    /** The variable may come from a daemon further up. */
    @Test
    void processGoesOnInLinesWhereItsRequestIsNotUnderstood() throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.shared(Named::new, 16), ALL)) {
            assertThat(daemon.hear()).contains("extend");
            wholeLifeInLines(daemon);
        }
    }

    private void wholeLifeInLines(Daemon daemon) throws Exception {
        daemon.initialize();
        daemon.sayRecords("3/0");
        daemon.serveCheckpoint();
        daemon.hearStatus("processRecords");
        daemon.say("{\"action\":\"leaseLost\"}");
        daemon.hearStatus("leaseLost");
        daemon.end();
        assertThat(processor(FIRST).calls).containsExactly("initialize", "processRecords", "leaseLost");
    }

    @Test
    void processWithoutTheOptionDoesNotAsk() throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.of(new Named()), ALL)) {
            wholeLifeInLines(daemon);
        }
    }

    @Test
    void framesMayBeHadForOneShard() throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.of(new Named()).framed(), ALL)) {
            assertThat(daemon.hear()).isEqualTo("{\"action\":\"extend\",\"frames\":1,\"shards\":1}");
            daemon.initialize();
            daemon.sayFrame(FIRST, batch("3"));
            serveCheckpoint(daemon, FIRST);
            hearStatus(daemon, "processRecords", FIRST);
            daemon.end();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 10_001})
    void numberOfShardsIsChecked(int shards) {
        assertThatThrownBy(() -> KclProcess.shared(Named::new, shards))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shards=" + shards + " (1 to 10000)");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, false, false, 1",
                "'log frames', true, true, 1",
                "' frames  shards=12 later=3 ', false, true, 12",
                "'frames shards=0', false, true, 1",
                "'frames shards=many', false, true, 1",
            })
    void offersAreRead(String offer, boolean log, boolean frames, int shards) {
        assertThat(Extensions.parse(offer)).isEqualTo(new Extensions(log, frames, shards));
    }
}
