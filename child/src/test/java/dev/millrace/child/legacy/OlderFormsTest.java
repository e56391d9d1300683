package dev.millrace.child.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.child.KclProcess;
import dev.millrace.processor.Checkpointer;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.ShutdownRequestedInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Processors in their older forms, under a daemon that has said everything at once. */
class OlderFormsTest {

    private static final String INITIALIZE =
            "{\"action\":\"initialize\",\"shardId\":\"shard-7\",\"sequenceNumber\":\"LATEST\",\"subSequenceNumber\":0}\n";
    private static final String RECORDS = "{\"action\":\"processRecords\",\"records\":[{\"data\":\"d29yZA==\","
            + "\"partitionKey\":\"k\",\"sequenceNumber\":\"495\",\"approximateArrivalTimestamp\":1,"
            + "\"subSequenceNumber\":0,\"action\":\"record\"}],\"millisBehindLatest\":42}\n";
    private static final String STORED =
            "{\"action\":\"checkpoint\",\"sequenceNumber\":null,\"subSequenceNumber\":null,\"error\":null}\n";
    private static final String REFUSED =
            "{\"action\":\"checkpoint\",\"sequenceNumber\":null,\"subSequenceNumber\":null,\"error\":\"NullPointerException\"}\n";
    private static final String REQUESTED = "{\"action\":\"shutdownRequested\"}\n";
    private static final String LOST = "{\"action\":\"leaseLost\"}\n";
    private static final String ENDED = "{\"action\":\"shardEnded\"}\n";

    private final List<String> calls = new ArrayList<>();

    private final V1RecordProcessor first = new V1RecordProcessor() {
        @Override
        public void initialize(String shardId) {
            calls.add("initialize " + shardId);
        }

        @Override
        public void processRecords(List<ReceivedRecord> records, Checkpointer checkpointer) {
            calls.add("processRecords " + records.get(0).text());
            checkpointer.checkpoint();
        }

        @Override
        public void shutdown(Checkpointer checkpointer, ShutdownReason reason) {
            calls.add("shutdown " + reason);
            if (reason == ShutdownReason.TERMINATE) {
                checkpointer.checkpoint();
            } else {
                assertRefusesEverything(checkpointer);
            }
        }

        @Override
        public void shutdownRequested(Checkpointer checkpointer) {
            calls.add("shutdownRequested");
            assertThatThrownBy(checkpointer::checkpoint)
                    .isInstanceOfSatisfying(
                            CheckpointError.class,
                            error -> assertThat(error.value()).isEqualTo("NullPointerException"));
        }
    };

    private final V2RecordProcessor second = new V2RecordProcessor() {
        @Override
        public void initialize(InitializationInput input) {
            calls.add("initialize " + input.shardId() + " " + input.checkpoint());
        }

        @Override
        public void processRecords(ProcessRecordsInput input) {
            calls.add("processRecords " + input.records().get(0).text() + " " + input.millisBehindLatest());
            input.checkpointer().checkpoint();
        }

        @Override
        public void shutdown(ShutdownInput input) {
            calls.add("shutdown " + input.reason());
            if (input.reason() == ShutdownReason.TERMINATE) {
                input.checkpointer().checkpoint();
            } else {
                assertRefusesEverything(input.checkpointer());
            }
        }

        @Override
        public void shutdownRequested(ShutdownRequestedInput input) {
            calls.add("shutdownRequested");
            assertThatThrownBy(input.checkpointer()::checkpoint).isInstanceOf(CheckpointError.class);
        }
    };

    @Test
    void firstFormIsLost() throws IOException {
        String answers = run(KclProcess.of(first), INITIALIZE + RECORDS + STORED + REQUESTED + REFUSED + LOST);
        assertThat(calls)
                .containsExactly("initialize shard-7", "processRecords word", "shutdownRequested", "shutdown ZOMBIE");
        assertThat(answers).contains("\"responseFor\":\"leaseLost\"");
    }

    @Test
    void firstFormIsAtTheEnd() throws IOException {
        String answers = run(KclProcess.of(first), INITIALIZE + RECORDS + STORED + ENDED + STORED);
        assertThat(calls).containsExactly("initialize shard-7", "processRecords word", "shutdown TERMINATE");
        assertThat(answers).contains("\"responseFor\":\"shardEnded\"");
    }

    @Test
    void secondFormIsLost() throws IOException {
        String answers = run(KclProcess.of(second), INITIALIZE + RECORDS + STORED + REQUESTED + REFUSED + LOST);
        assertThat(calls)
                .containsExactly(
                        "initialize shard-7 LATEST", "processRecords word 42", "shutdownRequested", "shutdown ZOMBIE");
        assertThat(answers).contains("\"responseFor\":\"leaseLost\"");
    }

    @Test
    void secondFormIsAtTheEnd() throws IOException {
        String answers = run(KclProcess.of(second), INITIALIZE + RECORDS + STORED + ENDED + STORED);
        assertThat(calls).containsExactly("initialize shard-7 LATEST", "processRecords word 42", "shutdown TERMINATE");
        assertThat(answers).contains("\"responseFor\":\"shardEnded\"");
    }

    private static void assertRefusesEverything(Checkpointer checkpointer) {
        assertThatThrownBy(checkpointer::checkpoint)
                .isInstanceOfSatisfying(
                        CheckpointError.class,
                        error -> assertThat(error.value()).isEqualTo("ShutdownException"));
        assertThatThrownBy(() -> checkpointer.checkpoint("495")).isInstanceOf(CheckpointError.class);
        assertThatThrownBy(checkpointer::prepareCheckpoint).isInstanceOf(RuntimeException.class);
    }

    private static String run(KclProcess process, String said) throws IOException {
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        process.run(new ByteArrayInputStream(said.getBytes(StandardCharsets.UTF_8)), answers);
        return answers.toString(StandardCharsets.UTF_8);
    }
}
