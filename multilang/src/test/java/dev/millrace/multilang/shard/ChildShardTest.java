package dev.millrace.multilang.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.multilang.Await;
import dev.millrace.multilang.ScriptedChild;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.GivenUpException;
import dev.millrace.processor.ShardEndedInput;
import dev.millrace.processor.ShutdownRequestedInput;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a child is told, and what happens when it does not answer as it should. */
class ChildShardTest {

    @TempDir
    private Path folder;

    private final ShardDriver driver = new ShardDriver();
    private ScriptedChild child;

    @BeforeEach
    void begin() {
        child = new ScriptedChild(folder);
    }

    @AfterEach
    void end() {
        driver.close();
    }

    private ChildShard shard() {
        return driver.shard(child);
    }

    private ScriptedChild child() {
        return child;
    }

    @Test
    void childIsToldAllInOrder() throws Exception {
        child();
        ChildShard shard = driver.begun(child);
        driver.process(shard, "1", "2");
        shard.leaseLost();
        assertThat(child.actions()).containsExactly("initialize", "processRecords", "leaseLost", "EOF");
        assertThat(child.journal().get(0))
                .endsWith(
                        "{\"action\":\"initialize\",\"shardId\":\"shardId-000000000000\",\"sequenceNumber\":\"TRIM_HORIZON\",\"subSequenceNumber\":0}");
        Await.untilGone(child.pids().get(0));
    }

    @Test
    void stopIsAskedForAndThenTheLeaseIsLost() throws Exception {
        child().on("shutdownRequested", "checkpoint '\"sequenceNumber\":null'; answer shutdownRequested")
                .on("leaseLost", "checkpoint '\"sequenceNumber\":null'; answer leaseLost");
        ChildShard shard = driver.begun(child);
        driver.process(shard, "1", "2");
        shard.shutdownRequested(new ShutdownRequestedInput(driver.checkpointer()));
        assertThat(child.actions())
                .containsExactly(
                        "initialize",
                        "processRecords",
                        "shutdownRequested",
                        "{\"action\":\"checkpoint\",\"sequenceNumber\":null,\"subSequenceNumber\":null,\"error\":null}",
                        "leaseLost",
                        "{\"action\":\"checkpoint\",\"sequenceNumber\":null,\"subSequenceNumber\":null,\"error\":\"InvalidStateException\"}",
                        "EOF");
        assertThat(driver.checkpointer().places()).containsExactly("2/0");
        shard.leaseLost();
        assertThat(child.actions()).hasSize(7);
    }

    @Test
    void withoutGraceAChildSeesItsInputEnd() throws Exception {
        child();
        driver.settings(new ChildSettings(Long.MAX_VALUE, 0, 10, 1 << 20, ChildProtocol.V2, 1));
        ChildShard shard = driver.begun(child);
        driver.process(shard, "1");
        shard.shutdownRequested(new ShutdownRequestedInput(driver.checkpointer()));
        assertThat(child.actions()).doesNotContain("shutdownRequested", "leaseLost");
        Await.untilGone(child.pids().get(0));
    }

    @Test
    void childThatDoesNotEndIsKilled() throws Exception {
        child().on("start", "trap '' TERM").on("end", "while :; do sleep 1; done");
        driver.settings(new ChildSettings(Long.MAX_VALUE, 400, 10, 1 << 20, ChildProtocol.V2, 1));
        ChildShard shard = driver.begun(child);
        shard.leaseLost();
        Await.untilGone(child.pids().get(0));
    }

    @Test
    void shardEndsWithACheckpointOfTheLastRecord() throws Exception {
        child().on("shardEnded", "checkpoint '\"sequenceNumber\":null'; answer shardEnded");
        ChildShard shard = driver.begun(child);
        driver.process(shard, "1", "2");
        shard.shardEnded(new ShardEndedInput(driver.checkpointer()));
        shard.shardEnded(new ShardEndedInput(driver.checkpointer()));
        assertThat(driver.checkpointer().places()).containsExactly("2/0");
        assertThat(child.actions())
                .endsWith("EOF")
                .filteredOn("shardEnded"::equals)
                .hasSize(1);
    }

    /** As children write it that know no sub-sequence numbers; the record before has the same checkpoint already. */
    @Test
    void shardEndsWithAnExplicitCheckpointOfTheLastRecord() throws Exception {
        child().on("processRecords", "checkpoint '\"sequenceNumber\":\"7\"'; answer processRecords")
                .on("shardEnded", "checkpoint '\"sequenceNumber\":\"7\"'; answer shardEnded");
        ChildShard shard = driver.begun(child);
        driver.process(shard, Records.aggregated("7", 3));
        shard.shardEnded(new ShardEndedInput(driver.checkpointer()));
        assertThat(driver.checkpointer().places()).containsExactly("7/0", "7/2");
    }

    @Test
    void childOfTheOldProtocolIsToldAReason() throws Exception {
        child().on("shutdown", "checkpoint '\"sequenceNumber\":null'; answer shutdown");
        driver.settings(new ChildSettings(Long.MAX_VALUE, 20_000, 10, 1 << 20, ChildProtocol.V1, 1));
        ChildShard shard = driver.begun(child);
        driver.process(shard, "1", "2");
        shard.shardEnded(new ShardEndedInput(driver.checkpointer()));
        assertThat(driver.checkpointer().places()).containsExactly("2/0");
        assertThat(child.journal())
                .anyMatch(line -> line.endsWith("{\"action\":\"shutdown\",\"reason\":\"TERMINATE\"}"));
        assertThat(child.actions())
                .contains("shutdown")
                .doesNotContain("shardEnded")
                .endsWith("EOF");
    }

    @Test
    void childOfTheOldProtocolThatIsStoppedIsAZombieThen() throws Exception {
        driver.settings(new ChildSettings(Long.MAX_VALUE, 20_000, 10, 1 << 20, ChildProtocol.V1, 1));
        ChildShard shard = driver.begun(child);
        shard.shutdownRequested(new ShutdownRequestedInput(driver.checkpointer()));
        assertThat(child.actions()).containsExactly("initialize", "shutdownRequested", "shutdown", "EOF");
        assertThat(child.journal()).anyMatch(line -> line.endsWith("{\"action\":\"shutdown\",\"reason\":\"ZOMBIE\"}"));
    }

    @Test
    void leaseOfAChildOfTheOldProtocolIsLost() throws Exception {
        driver.settings(new ChildSettings(Long.MAX_VALUE, 20_000, 10, 1 << 20, ChildProtocol.V1, 1));
        ChildShard shard = driver.begun(child);
        shard.leaseLost();
        assertThat(child.actions()).containsExactly("initialize", "shutdown", "EOF");
    }

    @Test
    void shardWithoutRecordsEnds() throws Exception {
        child();
        ChildShard shard = driver.begun(child);
        shard.shardEnded(new ShardEndedInput(driver.checkpointer()));
        assertThat(child.actions()).containsExactly("initialize", "shardEnded", "EOF");
    }

    @Test
    void shardThatEndsWithoutCheckpointIsGivenAgainToANewChild() throws Exception {
        child().on("shardEnded", "first || checkpoint '\"sequenceNumber\":null'; answer shardEnded");
        ChildShard shard = driver.begun(child);
        driver.process(shard, "1", "2");
        assertThatThrownBy(() -> shard.shardEnded(new ShardEndedInput(driver.checkpointer())))
                .isInstanceOf(ChildFailedException.class)
                .hasMessageContaining("without a checkpoint of the last record");
        shard.shardEnded(new ShardEndedInput(driver.checkpointer()));
        assertThat(child.pids()).hasSize(2);
        assertThat(child.records()).containsExactly("1", "2", "1", "2");
        assertThat(driver.checkpointer().places()).containsExactly("2/0");
    }

    @Test
    void childThatNeverCheckpointsAtTheEndIsGivenUp() throws Exception {
        child();
        driver.settings(new ChildSettings(Long.MAX_VALUE, 1_000, 2, 1 << 20, ChildProtocol.V2, 1));
        ChildShard shard = driver.begun(child);
        driver.process(shard, "1");
        ShardEndedInput end = new ShardEndedInput(driver.checkpointer());
        assertThatThrownBy(() -> shard.shardEnded(end)).isInstanceOf(ChildFailedException.class);
        assertThatThrownBy(() -> shard.shardEnded(end)).isInstanceOf(GivenUpException.class);
    }

    /** Each way to fail, the first time; the second child does better. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            it ended with an exit code       | exit 3                                                | exitCode=3
            it was killed                    | kill -s KILL $$                                       | signal=9
            it closed its output             | exec >&-; sleep 60                                    | its output ended
            it ended in the middle of a line | printf '{"action":"status","respon'; exit 0           | its output ended
            it answered another action       | answer leaseLost                                      | answered another action
            it named no action               | printf '{"action":"status"}\\n'                       | answered another action
            it said nothing                  | sleep 60                                              | no answer in time
            it was stopped                   | kill -s STOP $$                                       | no answer in time
            it wrote rubbish for ever        | while :; do echo rubbish; sleep 0.05; done            | no answer in time
            it flooded with requests         | yes '{"action":"checkpoint","sequenceNumber":null}'   | does not wait for answers
            """)
    void childThatFailsIsReplaced(String name, String failure, String reason) throws Exception {
        child().on("processRecords", "if first; then\n" + failure + "\nfi\nanswer processRecords");
        driver.settings(new ChildSettings(1_500, 2_000, 10, 1 << 20, ChildProtocol.V2, 1));
        ChildShard shard = driver.begun(child);
        driver.checkpointer().failure = new IllegalStateException("no checkpoint in this test");
        assertThatThrownBy(() -> driver.process(shard, "1", "2"))
                .as(name)
                .isInstanceOf(ChildFailedException.class)
                .hasMessageContaining(reason);
        Await.untilGone(child.pids().get(0));
        driver.process(shard, "1", "2");
        assertThat(child.records()).endsWith("1", "2");
        shard.leaseLost();
    }

    @Test
    void childThatEndedBetweenTwoActionsIsReplaced() throws Exception {
        child().on("processRecords", "answer processRecords; if first; then exit 0; fi");
        ChildShard shard = driver.begun(child);
        driver.process(shard, "1");
        Await.untilGone(child.pids().get(0));
        assertThatThrownBy(() -> driver.process(shard, "2")).isInstanceOf(ChildFailedException.class);
        driver.process(shard, "2");
        assertThat(child.records()).containsExactly("1", "1", "2");
    }

    /**
     * An answer too many may come while the next action is open, and be taken for its answer; then that one's comes too
     * early, and so on, until one is there before its action. Nothing is lost: what was answered counts for nothing.
     */
    @Test
    void answerTooManyIsFoundOut() throws Exception {
        child().on("processRecords", "answer processRecords; if first; then answer processRecords; fi");
        ChildShard shard = driver.begun(child);
        int next = 1;
        for (boolean found = false; !found; ) {
            assertThat(next).isLessThan(1_000);
            String sequenceNumber = Integer.toString(next);
            try {
                driver.process(shard, sequenceNumber);
                Await.until("it was read", () -> child.records().contains(sequenceNumber));
                next++;
            } catch (ChildFailedException e) {
                assertThat(e).hasMessageContaining("it answered before it was asked");
                found = true;
            }
        }
        driver.process(shard, Integer.toString(next));
        assertThat(child.places(child.pids().get(1)))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, next)
                        .mapToObj(number -> number + "/0")
                        .toList());
    }

    @Test
    void childThatCannotBeInitializedIsTriedAgain() throws Exception {
        child().on("initialize", "if first; then exit 1; fi; answer initialize");
        ChildShard shard = shard();
        assertThatThrownBy(() -> driver.begin(shard)).isInstanceOf(ChildFailedException.class);
        driver.begin(shard);
        driver.process(shard, "1");
        assertThat(child.records()).containsExactly("1");
    }

    @Test
    void failuresInARowAreCountedAndProgressEndsTheRow() throws Exception {
        child().on("processRecords", "case $line in *'\"3\"'*) exit 1 ;; esac; answer processRecords");
        driver.settings(new ChildSettings(Long.MAX_VALUE, 1_000, 3, 1 << 20, ChildProtocol.V2, 1));
        ChildShard shard = driver.begun(child);
        driver.process(shard, "1");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> driver.process(shard, "2", "3")).isInstanceOf(ChildFailedException.class);
        }
        driver.process(shard, "2");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> driver.process(shard, "3")).isInstanceOf(ChildFailedException.class);
        }
        assertThatThrownBy(() -> driver.process(shard, "3"))
                .isInstanceOf(GivenUpException.class)
                .hasMessageContaining("failures=3");
    }

    @Test
    void newChildBeginsBehindTheLastCheckpoint() throws Exception {
        child().on(
                        "processRecords",
                        "case $line in *'\"4\"'*) if first; then exit 1; fi ;; *'\"2\"'*) checkpoint '\"sequenceNumber\":\"2\"' ;; esac; answer processRecords");
        ChildShard shard = driver.begun(child);
        driver.process(shard, "1");
        driver.process(shard, "2", "3");
        assertThatThrownBy(() -> driver.process(shard, "4")).isInstanceOf(ChildFailedException.class);
        driver.process(shard, "4");
        assertThat(child.records()).containsExactly("1", "2", "3", "4", "3", "4");
        assertThat(child.journal())
                .anySatisfy(line -> assertThat(line)
                        .contains("\"initialize\"")
                        .contains("\"sequenceNumber\":\"2\",\"subSequenceNumber\":0"));
    }

    /** A request for everything while old records come again is not one for what the engine has ready. */
    @Test
    void checkpointOfEverythingIsOneOfWhatThisChildHasSeen() throws Exception {
        child().on(
                        "processRecords",
                        "case $line in *'\"2\"'*) if first; then exit 1; fi ;; esac; checkpoint '\"sequenceNumber\":\"9\"'; checkpoint '\"sequenceNumber\":null'; answer processRecords");
        driver.checkpointer().failure = new IllegalStateException("no checkpoint in this test");
        ChildShard shard = driver.begun(child);
        driver.process(shard, "1");
        assertThatThrownBy(() -> driver.process(shard, "2")).isInstanceOf(ChildFailedException.class);
        driver.checkpointer().failure = null;
        driver.process(shard, "2");
        assertThat(driver.checkpointer().places()).containsExactly("1/0", "2/0");
        assertThat(child.journal())
                .anySatisfy(line -> assertThat(line).contains("\"error\":\"IllegalArgumentException\""));
    }

    @Test
    void actionIsGivenUpWhenTheShardIsLost() throws Exception {
        child().on("processRecords", "sleep 60");
        driver.settings(new ChildSettings(Long.MAX_VALUE, 300, 10, 1 << 20, ChildProtocol.V2, 1));
        ChildShard shard = driver.begun(child);
        Thread loser = new Thread(() -> {
            Await.until("records came", () -> !child.records().isEmpty());
            driver.checkpointer().held = false;
        });
        loser.start();
        assertThatThrownBy(() -> driver.process(shard, "1"))
                .isInstanceOf(ChildFailedException.class)
                .hasMessageContaining("given up");
        loser.join();
        shard.leaseLost();
    }

    @Test
    void nothingMoreIsGivenOnceTheShardIsLost() throws Exception {
        child();
        ChildShard shard = driver.begun(child);
        driver.checkpointer().held = false;
        assertThatThrownBy(() -> driver.process(shard, "1")).isInstanceOf(ShardLeftException.class);
        shard.shutdownRequested(new ShutdownRequestedInput(driver.checkpointer()));
        assertThat(child.actions()).containsExactly("initialize", "shutdownRequested", "leaseLost", "EOF");
    }

    @Test
    void deliveredPlaceOfTheLeaseBeforeNeedsNoCheckpointAtTheEnd() throws Exception {
        child();
        ChildShard shard = shard();
        driver.begin(shard, new ExtendedSequenceNumber("41", 2));
        shard.shardEnded(new ShardEndedInput(driver.checkpointer()));
        assertThat(child.journal().get(0)).contains("\"sequenceNumber\":\"41\",\"subSequenceNumber\":2");
        assertThat(List.copyOf(driver.checkpointer().places())).isEmpty();
    }
}
