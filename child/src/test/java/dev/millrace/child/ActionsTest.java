package dev.millrace.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordKind;
import dev.millrace.record.RecordAggregator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a processor is given for what the daemon says, and what ends the process. */
class ActionsTest {

    private final RecordedProcessor processor = new RecordedProcessor(checkpointer -> {});

    @ParameterizedTest
    @CsvSource({
        "TRIM_HORIZON, 0, TRIM_HORIZON, 0",
        "LATEST, 0, LATEST, 0",
        "AT_TIMESTAMP, 0, AT_TIMESTAMP, 0",
        "495, 3, 495, 3",
        "495, null, 495, 0",
    })
    void processorLearnsItsShardAndPlace(String number, String sub, String expected, long expectedSub)
            throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.say("{\"action\":\"initialize\",\"shardId\":\"shard-7\",\"sequenceNumber\":\"" + number
                    + "\",\"subSequenceNumber\":" + sub + "}");
            daemon.hearStatus("initialize");
            daemon.end();
        }
        assertThat(processor.inputs)
                .containsExactly(new InitializationInput(
                        "", "shard-7", new ExtendedSequenceNumber(expected, expectedSub), null));
    }

    @Test
    void initializeWithoutAPlaceBeginsAtTheTrimHorizon() throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.say("{\"action\":\"initialize\",\"shardId\":\"shard-7\"}");
            daemon.hearStatus("initialize");
            daemon.end();
        }
        assertThat(processor.inputs)
                .containsExactly(new InitializationInput("", "shard-7", ExtendedSequenceNumber.TRIM_HORIZON, null));
    }

    @Test
    void recordsAreWhatTheDaemonSays() throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.sayRecords("495/0", "495/1");
            daemon.hearStatus("processRecords");
            daemon.end();
        }
        ProcessRecordsInput input = (ProcessRecordsInput) processor.inputs.get(1);
        assertThat(input.millisBehindLatest()).isEqualTo(42);
        assertThat(input.records()).hasSize(2);
        for (int i = 0; i < 2; i++) {
            ReceivedRecord record = input.records().get(i);
            assertThat(record.text()).isEqualTo("word");
            assertThat(record.bytes()).isEqualTo("word".getBytes(StandardCharsets.US_ASCII));
            assertThat(record.data().isReadOnly()).isTrue();
            assertThat(record.partitionKey()).isEqualTo("k");
            assertThat(record.extendedSequenceNumber()).isEqualTo(new ExtendedSequenceNumber("495", i));
            assertThat(record.approximateArrival()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
            assertThat(record.kind()).isEqualTo(i == 0 ? RecordKind.PLAIN : RecordKind.AGGREGATED);
        }
    }

    @Test
    void emptyBatchOfUnknownDistanceIsABatch() throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.say("{\"action\":\"processRecords\",\"records\":[],\"millisBehindLatest\":null}");
            daemon.hearStatus("processRecords");
            daemon.end();
        }
        ProcessRecordsInput input = (ProcessRecordsInput) processor.inputs.get(1);
        assertThat(input.records()).isEmpty();
        assertThat(input.millisBehindLatest()).isZero();
    }

    /** The daemon has taken apart what it read; what looks like an aggregate is the user's. */
    @Test
    void dataThatReadAsAnAggregateAreNotOpenedAgain() throws Exception {
        RecordAggregator aggregator = RecordAggregator.create();
        aggregator.addUserRecord("a", new byte[] {1});
        aggregator.addUserRecord("b", new byte[] {2});
        ByteBuffer sealed = aggregator.clearAndGet().get(0).data();
        byte[] aggregate = new byte[sealed.remaining()];
        sealed.get(aggregate);
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.say("{\"action\":\"processRecords\",\"records\":[{\"data\":\""
                    + Base64.getEncoder().encodeToString(aggregate)
                    + "\",\"partitionKey\":\"k\",\"sequenceNumber\":\"1\"}],\"millisBehindLatest\":null}");
            daemon.hearStatus("processRecords");
            daemon.end();
        }
        ProcessRecordsInput input = (ProcessRecordsInput) processor.inputs.get(1);
        assertThat(input.records()).hasSize(1);
        assertThat(input.records().get(0).bytes()).isEqualTo(aggregate);
        assertThat(input.records().get(0).approximateArrival()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void actionThatFailsIsNotAnswered() throws Exception {
        RuntimeException cause = new IllegalStateException("poison");
        RecordedProcessor failing = new RecordedProcessor(checkpointer -> {
            throw cause;
        });
        try (Daemon daemon = Daemon.of(KclProcess.of(failing))) {
            daemon.initialize();
            daemon.sayRecords("7/0");
            assertThat(daemon.hear()).isNull();
            assertThat(daemon.failure())
                    .isInstanceOf(ProcessorFailedException.class)
                    .hasMessage("record processor failed: shard=shardId-000000000001 action=processRecords")
                    .hasCause(cause);
        }
    }

    @Test
    void errorFailsTheActionToo() throws Exception {
        RecordedProcessor failing = new RecordedProcessor(checkpointer -> {
            throw new StackOverflowError();
        });
        try (Daemon daemon = Daemon.of(KclProcess.of(failing))) {
            daemon.initialize();
            daemon.say("{\"action\":\"shardEnded\"}");
            assertThat(daemon.failure()).hasCauseInstanceOf(StackOverflowError.class);
            assertThat(daemon.hear()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rubbish",
                "null",
                "{\"action\":\"somethingNew\"}",
                "{\"action\":\"status\",\"responseFor\":\"initialize\"}",
                "{\"action\":\"checkpoint\",\"sequenceNumber\":null,\"subSequenceNumber\":null,\"error\":null}",
                "{\"action\":\"processRecords\",\"records\":[{\"data\":\"\",\"partitionKey\":\"k\",\"sequenceNumber\":\"LATEST\"}]}",
                "{\"action\":\"processRecords\",\"records\":[{\"data\":\"\",\"partitionKey\":\"k\",\"sequenceNumber\":\"x\"}]}",
                "{\"action\":\"initialize\",\"shardId\":\"s\",\"sequenceNumber\":\"x\"}",
            })
    void whatCannotBeAnsweredEndsTheProcess(String line) throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.initialize();
            daemon.say(line);
            assertThat(daemon.failure()).isInstanceOf(ProtocolException.class);
            assertThat(daemon.hear()).isNull();
        }
    }

    @Test
    void actionBeforeInitializeEndsTheProcess() throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.sayRecords("7/0");
            assertThat(daemon.failure())
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("action before initialize: processRecords");
        }
        assertThat(processor.calls).isEmpty();
    }

    @Test
    void blankLinesAndUnknownMembersArePassedOver() throws Exception {
        try (Daemon daemon = Daemon.of(KclProcess.of(processor))) {
            daemon.say("");
            daemon.say("  \r");
            daemon.say("{\"new\":[1,2,{}],\"shardId\":\"s\",\"action\":\"initialize\",\"sequenceNumber\":\"LATEST\"}");
            daemon.hearStatus("initialize");
            daemon.end();
        }
        assertThat(processor.calls).containsExactly("initialize");
    }
}
