package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.io.Printable;
import dev.millrace.local.LocalKinesis;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WordsAndTailTest {

    private LocalKinesis kinesis;
    private String endpoint;

    @BeforeEach
    void start() {
        kinesis = LocalKinesis.start();
        endpoint = kinesis.endpoint().toString();
    }

    @AfterEach
    void stop() {
        kinesis.close();
    }

    @Test
    void wordsCreatesTheStreamAndTailPrintsThem() throws IOException {
        Command words = Command.run("words", "-s", "zoo", "-w", "cat", "-w", "Größe", "--endpoint", endpoint);
        Command more = Command.run("words", "-s", "zoo", "-w", "lobster", "--endpoint", endpoint);
        Command tail = Command.run("tail", "-s", "zoo", "--count", "3", "--endpoint", endpoint);

        assertThat(words.out().lines())
                .containsExactly(
                        "Creating stream: zoo", "Put word: cat into stream: zoo", "Put word: Größe into stream: zoo");
        assertThat(more.out().lines()).containsExactly("Put word: lobster into stream: zoo");
        assertThat(List.of(words.exitCode(), more.exitCode(), tail.exitCode())).containsOnly(0);
        assertThat(words.err() + more.err() + tail.err()).isEmpty();
        assertThat(tail.json())
                .extracting(record -> record.required("text").asText())
                .containsExactly("cat", "Größe", "lobster");
        JsonNode first = tail.json().get(0);
        assertThat(StreamSupport.stream(((Iterable<String>) first::fieldNames).spliterator(), false))
                .containsExactly(
                        "partitionKey",
                        "explicitHashKey",
                        "pinned",
                        "shardId",
                        "sequenceNumber",
                        "subSequenceNumber",
                        "aggregated",
                        "data",
                        "text");
        assertThat(first.required("partitionKey").asText()).isEqualTo("cat");
        assertThat(first.required("explicitHashKey").isNull()).isTrue();
        assertThat(first.required("shardId").asText()).isEqualTo("shardId-000000000000");
        assertThat(first.required("sequenceNumber").asText()).matches("\\d{56}");
        assertThat(first.required("subSequenceNumber").asInt()).isZero();
        assertThat(first.required("pinned").asBoolean()).isFalse();
        assertThat(first.required("aggregated").asBoolean()).isFalse();
        assertThat(first.required("data").asText()).isEqualTo("Y2F0");
    }

    @Test
    void tailStopsAtItsCount() throws IOException {
        Command.run("words", "-s", "zoo", "-w", "a", "-w", "b", "-w", "c", "--endpoint", endpoint);

        Command tail = Command.run("tail", "-s", "zoo", "--count", "2", "--endpoint", endpoint);

        assertThat(tail.exitCode()).isZero();
        assertThat(tail.json())
                .extracting(record -> record.get("text").asText())
                .containsExactly("a", "b");
    }

    @Test
    void wordsComeFromStandardInputOneALine() throws IOException {
        Command words =
                Command.runWith("cat\n\n  dog \r\nnew\u001bline\n", "words", "-s", "zoo", "--endpoint", endpoint);

        assertThat(words.exitCode()).isZero();
        assertThat(words.out().lines())
                .endsWith(
                        "Put word: cat into stream: zoo",
                        "Put word: dog into stream: zoo",
                        "Put word: new\\x1bline into stream: zoo");
        Command tail = Command.run("tail", "-s", "zoo", "--count", "3", "--endpoint", endpoint);
        assertThat(tail.out()).matches(Printable::isSafeOutput);
        assertThat(tail.json())
                .extracting(record -> record.get("text").asText())
                .containsExactly("cat", "dog", "new\u001bline");
    }

    @Test
    void wordThatCannotBePutIsNamedAndTheOthersArePut() throws IOException {
        String tooLong = "x".repeat(257);

        Command words = Command.run("words", "-s", "zoo", "-w", "a", "-w", tooLong, "-w", "b", "--endpoint", endpoint);

        assertThat(words.exitCode()).isEqualTo(1);
        assertThat(words.err()).contains("Could not put word: xxx", "ValidationException");
        Command tail = Command.run("tail", "-s", "zoo", "--count", "2", "--endpoint", endpoint);
        assertThat(tail.json())
                .extracting(record -> record.get("text").asText())
                .containsExactly("a", "b");
    }

    @Test
    void unknownStreamIsSaid() {
        Command tail = Command.run("tail", "-s", "nowhere", "--endpoint", endpoint);

        assertThat(tail.exitCode()).isEqualTo(1);
        assertThat(tail.err())
                .startsWith("millrace: ResourceNotFoundException: ")
                .contains("nowhere", "not found");
        assertThat(tail.err().lines()).hasSize(1);
        assertThat(tail.out()).isEmpty();
    }

    @Test
    void badNumbersEndWithTwo() {
        Command count = Command.run("tail", "-s", "zoo", "--count", "0", "--endpoint", endpoint);
        Command period = Command.run("words", "-s", "zoo", "-w", "a", "-p", "-1", "--endpoint", endpoint);
        Command from = Command.run("tail", "-s", "zoo", "--from", "HERE", "--endpoint", endpoint);
        Command stream = Command.run("tail", "--endpoint", endpoint);

        assertThat(count.err()).contains("count out of range: 0 (at least 1)");
        assertThat(period.err()).contains("period is negative: seconds=-1");
        assertThat(from.err()).contains("HERE", "TRIM_HORIZON, LATEST");
        assertThat(stream.err()).contains("--stream");
        assertThat(List.of(count.exitCode(), period.exitCode(), from.exitCode(), stream.exitCode()))
                .containsOnly(2);
    }
}
