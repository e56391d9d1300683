package dev.millrace.multilang.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.multilang.Await;
import dev.millrace.multilang.ScriptedChild;
import dev.millrace.processor.InvalidStateException;
import dev.millrace.processor.KinesisClientLibDependencyException;
import dev.millrace.processor.ShutdownException;
import dev.millrace.processor.ThrottlingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a child writes: requests, output that is none, errors, lines for the log. */
class ChildOutputTest {

    @TempDir
    private Path folder;

    private final ShardDriver driver = new ShardDriver();
    private final LogLines log = new LogLines();
    private ScriptedChild child;

    @BeforeEach
    void begin() {
        child = new ScriptedChild(folder);
    }

    @AfterEach
    void end() {
        driver.close();
        log.close();
    }

    private void processOnce(String body) throws Exception {
        child.on("processRecords", body);
        ChildShard shard = driver.begun(child);
        driver.process(shard, Records.aggregated("495", 5));
        shard.leaseLost();
    }

    /** Lines that belong to this test's child, without their beginning. */
    private List<String> logged() {
        String mine = " pid=" + child.pids().get(0) + " ";
        return log.lines().stream()
                .filter(line -> line.contains(mine) && !line.contains("no message:"))
                .map(line ->
                        line.substring(0, line.indexOf(' ') + 1) + line.substring(line.indexOf(mine) + mine.length()))
                .toList();
    }

    @Test
    void lastWordsAreLoggedWithTheShardThatHasLeft() throws Exception {
        child.on("end", "printf 'last words' >&2");
        processOnce("answer processRecords");
        String line = "shard=" + ShardDriver.SHARD + " pid=" + child.pids().get(0) + " stderr: last words";
        Await.until("logged: " + line, () -> log.lines().stream().anyMatch(logged -> logged.contains(line)));
    }

    /** What the reference daemon takes, and some that it waits for in vain or dies of. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"sequenceNumber":null,"subSequenceNumber":null,"action":"checkpoint"}       | 495/4
            {"action":"checkpoint","sequenceNumber":"495"}                               | 495/0
            {"action":"checkpoint","sequenceNumber":"495","subSequenceNumber":null}      | 495/0
            {"action":"checkpoint","sequenceNumber":"495","subSequenceNumber":3}         | 495/3
            {"action":"checkpoint","sequenceNumber":495,"subSequenceNumber":"2"}         | 495/2
            {"action":"checkpoint","sequenceNumber":"495","subSequenceNumber":1.5}       | 495/1
            {"action":"checkpoint","sequenceNumber":null,"subSequenceNumber":7}          | 495/4
            {"action":"checkpoint","checkpoint":"495"}                                   | 495/0
            {"action":"checkpoint","sequenceNumber":"495","unknown":{"a":[1]}}           | 495/0
            {"action":"checkpoint","sequenceNumber":"495"} trailing                      | 495/0
            ["checkpoint",{"sequenceNumber":"495"}]                                      | 495/0
            """)
    void requestsAreTakenInEveryForm(String request, String place) throws Exception {
        processOnce("printf '\\n%s\\n' '" + request + "'; read -r reply; note \"$reply\"; answer processRecords");
        assertThat(driver.checkpointer().places()).containsExactly(place);
        assertThat(child.journal()).anySatisfy(line -> assertThat(line).contains("\"error\":null"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text",
                "{",
                "5",
                "{}",
                "null",
                "{\"action\":null}",
                "{\"action\":\"STATUS\"}",
                "{\"action\":\"other\"}",
                "\"status\""
            })
    void otherLinesGoToTheLogOnce(String line) throws Exception {
        processOnce("printf '\\n   \\n%s\\n' '" + line + "'; answer processRecords");
        assertThat(logged()).containsExactly("INFO stdout: " + line);
    }

    @Test
    void knownMessagesThatAreNotAChildsArePassedOver() throws Exception {
        processOnce("echo '{\"action\":\"leaseLost\"}'; answer processRecords");
        assertThat(logged()).isEmpty();
    }

    @Test
    void textWithoutLineEndBeforeAnAnswerIsALineOfItsOwn() throws Exception {
        processOnce("printf 'counting ...'; answer processRecords");
        assertThat(logged()).containsExactly("INFO stdout: counting ...");
    }

    @Test
    void errorsGoToTheLogWithoutWhatATerminalWouldObey() throws Exception {
        child.on("processRecords", "printf '\\033[31mred\\007 \\\\ ä\\r\\n\\nlast' >&2; answer processRecords");
        ChildShard shard = driver.begun(child);
        driver.process(shard, "1");
        shard.leaseLost();
        Await.until("both lines came", () -> logged().size() == 2);
        assertThat(logged()).containsExactly("WARN stderr: \\x1b[31mred\\x07 \\\\ ä", "WARN stderr: last");
    }

    @Test
    void linesForTheLogHaveTheirLevel() throws Exception {
        StringBuilder body = new StringBuilder();
        for (String level : List.of("DEBUG", "info", "WARN", "ERROR", "LOUD")) {
            body.append("echo '{\"action\":\"log\",\"level\":\"" + level + "\",\"message\":\"m " + level + "\"}'\n");
        }
        processOnce(body + "answer processRecords");
        assertThat(logged())
                .containsExactly(
                        "DEBUG log: m DEBUG",
                        "INFO log: m info",
                        "WARN log: m WARN",
                        "ERROR log: m ERROR",
                        "INFO log: m LOUD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ">&2"})
    void floodIsReadAndLeftOutOfTheLog(String where) throws Exception {
        processOnce("i=0; while [ $i -lt 50 ]; do head -c 20000 /dev/zero | tr '\\0' 'x' " + where + "; echo " + where
                + "; i=$((i + 1)); done; yes rubbish | head -n 200000 " + where + "; answer processRecords");
        Await.until(
                "the rest is counted",
                () -> log.lines().stream()
                        .anyMatch(line -> line.contains(" pid=" + child.pids().get(0) + " lines left out")));
        assertThat(logged()).hasSizeLessThan(3_000);
        assertThat(logged().get(0)).endsWith("xxx...").hasSizeLessThan(9_000);
    }

    @Test
    void errorsOfCheckpointsHaveTheLibrarysNames() throws Exception {
        List<RuntimeException> failures = List.of(
                new ShutdownException("by the test"),
                new ThrottlingException("by the test", null),
                new InvalidStateException("by the test", null),
                new KinesisClientLibDependencyException("by the test", null),
                new IllegalArgumentException("by the test"));
        child.on("processRecords", "checkpoint '\"sequenceNumber\":null'; answer processRecords");
        ChildShard shard = driver.begun(child);
        for (int i = 0; i < failures.size(); i++) {
            driver.checkpointer().failure = failures.get(i);
            driver.process(shard, String.format(Locale.ROOT, "%d", i + 1));
        }
        assertThat(child.actions())
                .filteredOn(action -> action.contains("error"))
                .containsExactlyElementsOf(failures.stream()
                        .map(failure ->
                                "{\"action\":\"checkpoint\",\"sequenceNumber\":null,\"subSequenceNumber\":null,\"error\":\""
                                        + failure.getClass().getSimpleName() + "\"}")
                        .toList());
        shard.leaseLost();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"496\"",
                "\"495\",\"subSequenceNumber\":5",
                "\"495\",\"subSequenceNumber\":-1",
                "\"x\"",
                "\"SHARD_END\""
            })
    void placesThatNobodyWasGivenAreRefused(String place) throws Exception {
        processOnce("checkpoint '\"sequenceNumber\":" + place + "'; answer processRecords");
        assertThat(driver.checkpointer().places()).isEmpty();
        assertThat(child.actions())
                .anySatisfy(action -> assertThat(action).endsWith("\"error\":\"IllegalArgumentException\"}"));
    }

    @Test
    void recordsAreWrittenAsTheReferenceDaemonWritesThem() throws Exception {
        child.on("processRecords", "answer processRecords");
        ChildShard shard = driver.begun(child);
        driver.process(shard, "495");
        shard.leaseLost();
        assertThat(child.journal().get(1))
                .endsWith(
                        " {\"action\":\"processRecords\",\"records\":[{\"data\":\"ZGF0YSA0OTU=\",\"partitionKey\":\"key\","
                                + "\"sequenceNumber\":\"495\",\"approximateArrivalTimestamp\":1700000000123,\"subSequenceNumber\":0,"
                                + "\"action\":\"record\"}],\"millisBehindLatest\":42}");
    }

    @Test
    void programThatCannotBeStartedIsAFailure() {
        child.on("start", "exit 127");
        assertThatThrownBy(() -> driver.begun(child))
                .isInstanceOf(ChildFailedException.class)
                .hasMessageContaining("exitCode=127");
    }
}
