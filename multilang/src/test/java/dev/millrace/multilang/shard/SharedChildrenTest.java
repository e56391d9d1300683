package dev.millrace.multilang.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.child.protocol.FrameWriter;
import dev.millrace.child.protocol.Message;
import dev.millrace.child.protocol.ProtocolRecord;
import dev.millrace.multilang.Await;
import dev.millrace.multilang.ScriptedChild;
import dev.millrace.multilang.SharedChild;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.ShardEndedInput;
import dev.millrace.processor.ShutdownRequestedInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards that share a child, which is a process in Java. */
class SharedChildrenTest {

    private static final String FIRST = "shardId-000000000001";
    private static final String SECOND = "shardId-000000000002";
    private static final String THIRD = "shardId-000000000003";

    @TempDir
    private Path folder;

    private final ShardDriver driver = new ShardDriver();
    private final RecordedCheckpointer checkpointer = new RecordedCheckpointer();
    private @Nullable ShardChildren children;

    @AfterEach
    void end() {
        if (children != null) {
            children.close();
        }
        driver.close();
    }

    private SharedChild start(int maxShards, String misbehaviour) throws IOException {
        SharedChild child = new SharedChild(folder, misbehaviour);
        start(child.command(), new ChildSettings(60_000, 20_000, 10, 1 << 20, ChildProtocol.V2, maxShards));
        return child;
    }

    private void start(String command, ChildSettings settings) {
        children = driver.children(command, settings);
    }

    private ChildShard begun(String shardId) throws Exception {
        ChildShard shard = new ChildShard(Objects.requireNonNull(children));
        shard.initialize(new InitializationInput("words", shardId, ExtendedSequenceNumber.TRIM_HORIZON, null));
        return shard;
    }

    private void process(ChildShard shard, List<ReceivedRecord> records) throws Exception {
        shard.processRecords(new ProcessRecordsInput(records, 42, checkpointer));
    }

    private static long pid(SharedChild child, String shardId) {
        List<String> lines = child.journal(shardId);
        String last = lines.get(lines.size() - 1);
        return Long.parseLong(last.substring(0, last.indexOf(' '))) / 100_000;
    }

    @Test
    void twoShardsAreToldToTheByte() throws Exception {
        SharedChild child = start(4, "none");
        ChildShard first = begun(FIRST);
        ChildShard second = begun(SECOND);
        process(second, Records.plain("7"));
        process(first, Records.aggregated("3", 2));
        first.shardEnded(new ShardEndedInput(checkpointer));
        second.shutdownRequested(new ShutdownRequestedInput(checkpointer));
        assertThat(child.processIds()).hasSize(1);
        assertThat(child.actions(FIRST))
                .containsExactly(
                        "initialize", "processRecords", "shardEnded", "{\"action\":\"checkpoint\",\"error\":null}");
        assertThat(child.actions(SECOND))
                .containsExactly(
                        "initialize",
                        "processRecords",
                        "shutdownRequested",
                        "{\"action\":\"checkpoint\",\"error\":null}",
                        "leaseLost");
        assertThat(checkpointer.places()).containsExactly("3/1", "7/0");
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(
                "{\"action\":\"initialize\",\"shardId\":\"shardId-000000000001\",\"sequenceNumber\":\"TRIM_HORIZON\",\"subSequenceNumber\":0}\n"
                        .getBytes(StandardCharsets.UTF_8));
        FrameWriter frames = new FrameWriter(expected);
        frames.write(SECOND, new Message.Initialize(SECOND, "TRIM_HORIZON", 0L));
        frames.write(SECOND, batch(Records.plain("7")));
        frames.write(FIRST, batch(Records.aggregated("3", 2)));
        frames.write(FIRST, new Message.ShardEnded());
        frames.write(FIRST, Message.Checkpoint.everything().stored());
        frames.write(SECOND, new Message.ShutdownRequested());
        frames.write(SECOND, Message.Checkpoint.everything().stored());
        frames.write(SECOND, new Message.LeaseLost());
        assertThat(Files.readAllBytes(child.heard())).isEqualTo(expected.toByteArray());
        Await.untilGone(child.processIds().get(0));
    }

    private static Message batch(List<ReceivedRecord> records) {
        return new Message.ProcessRecords(
                records.stream().map(ProtocolRecord::of).toList(), 42L);
    }

    @Test
    void childThatIsFullGetsNoMore() throws Exception {
        SharedChild child = start(2, "none");
        begun(FIRST);
        begun(SECOND);
        begun(THIRD);
        assertThat(pid(child, SECOND)).isEqualTo(pid(child, FIRST));
        assertThat(pid(child, THIRD)).isNotEqualTo(pid(child, FIRST));
    }

    @Test
    void shardsThatBeginAtOnceShareToo() throws Exception {
        SharedChild child = start(4, "none");
        List<CompletableFuture<ChildShard>> begun = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String shardId = "shardId-00000000000" + i;
            begun.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return begun(shardId);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    task -> new Thread(task, shardId).start()));
        }
        for (CompletableFuture<ChildShard> one : begun) {
            assertThat(one.get(60, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(child.processIds()).hasSize(2);
    }

    @Test
    void shardMayLeaveAndComeBack() throws Exception {
        SharedChild child = start(4, "none");
        ChildShard first = begun(FIRST);
        ChildShard second = begun(SECOND);
        second.leaseLost();
        process(first, Records.plain("3"));
        ChildShard again = begun(SECOND);
        process(again, Records.plain("7"));
        assertThat(child.processIds()).hasSize(1);
        assertThat(child.actions(SECOND)).containsExactly("initialize", "leaseLost", "initialize", "processRecords");
        again.leaseLost();
        first.leaseLost();
        Await.untilGone(child.processIds().get(0));
    }

    /** The others begin again elsewhere; a shard that fails twice is alone, and so nobody suffers for it any more. */
    @Test
    void poisonEndsUpAlone() throws Exception {
        SharedChild child = start(4, "poison");
        ChildShard first = begun(FIRST);
        ChildShard second = begun(SECOND);
        process(second, Records.plain("7"));
        List<ReceivedRecord> poison = Records.of("3", "poison");
        assertThatThrownBy(() -> process(first, poison))
                .isInstanceOf(ChildFailedException.class)
                .hasMessageContaining("output ended");
        assertThatThrownBy(() -> process(second, Records.plain("8")))
                .isInstanceOf(ChildFailedException.class)
                .hasMessageContaining(SECOND);
        process(second, Records.plain("8"));
        assertThat(child.records()).as("what was not checkpointed comes again").containsExactly("3", "7", "7", "8");
        assertThatThrownBy(() -> process(first, poison)).isInstanceOf(ChildFailedException.class);
        assertThatThrownBy(() -> process(second, Records.plain("9"))).isInstanceOf(ChildFailedException.class);
        process(second, Records.plain("9"));
        long other = pid(child, SECOND);
        assertThatThrownBy(() -> process(first, poison)).isInstanceOf(ChildFailedException.class);
        process(second, Records.plain("10"));
        assertThat(pid(child, SECOND)).isEqualTo(other);
        assertThat(pid(child, FIRST)).isNotEqualTo(other);
    }

    @Test
    void childrenThatDoNotAskHaveOneShardEach() throws Exception {
        ScriptedChild child = new ScriptedChild(folder);
        start(child.command(), new ChildSettings(60_000, 20_000, 10, 1 << 20, ChildProtocol.V2, 4));
        ChildShard first = begun(FIRST);
        ChildShard second = begun(SECOND);
        process(first, Records.plain("3"));
        process(second, Records.plain("7"));
        assertThat(child.pids()).hasSize(2);
        assertThat(child.actions(SECOND)).containsExactly("initialize", "processRecords");
    }

    /** A version that is to come, or a word too late. */
    @Test
    void requestThatCannotBeMetChangesNothing() throws Exception {
        ScriptedChild child = new ScriptedChild(folder)
                .on("start", "printf '\\n{\"action\":\"extend\",\"frames\":2,\"shards\":4}\\n'")
                .on(
                        "initialize",
                        "answer initialize; printf '\\n{\"action\":\"extend\",\"frames\":1,\"shards\":4}\\n'");
        start(child.command(), new ChildSettings(60_000, 20_000, 10, 1 << 20, ChildProtocol.V2, 4));
        ChildShard first = begun(FIRST);
        begun(SECOND);
        process(first, Records.plain("3"));
        assertThat(child.pids()).hasSize(2);
        assertThat(child.actions(FIRST)).containsExactly("initialize", "processRecords");
    }

    /** As one record, and as many; the child has 64 MB. */
    @Test
    void tenMebibytesPass() throws Exception {
        SharedChild child = start(4, "none");
        ChildShard first = begun(FIRST);
        ChildShard second = begun(SECOND);
        for (int batch = 1; batch <= 3; batch++) {
            process(first, Records.of(Integer.toString(batch), ByteBuffer.allocate(10 << 20)));
            int hundreds = batch * 100_000;
            process(
                    second,
                    IntStream.range(hundreds, hundreds + 10_000)
                            .mapToObj(i -> Records.of(Integer.toString(i), ByteBuffer.allocate(1 << 10)))
                            .flatMap(List::stream)
                            .toList());
        }
        assertThat(child.records()).hasSize(3 + 30_000);
        assertThat(child.processIds()).hasSize(1);
    }

    @Test
    void stopWithoutGraceTellsAShardThatOthersGoOnWithout() throws Exception {
        SharedChild child = new SharedChild(folder, "none");
        start(child.command(), new ChildSettings(60_000, 0, 10, 1 << 20, ChildProtocol.V2, 4));
        ChildShard first = begun(FIRST);
        ChildShard second = begun(SECOND);
        first.shutdownRequested(new ShutdownRequestedInput(checkpointer));
        process(second, Records.plain("7"));
        assertThat(child.actions(FIRST)).containsExactly("initialize", "leaseLost");
        second.shutdownRequested(new ShutdownRequestedInput(checkpointer));
        assertThat(child.actions(SECOND)).containsExactly("initialize", "processRecords");
        Await.untilGone(child.processIds().get(0));
    }

    /** A shard whose processor hangs takes the child along. */
    @Test
    void childThatDoesNotAnswerForOneShardIsReplacedForAll() throws Exception {
        SharedChild child = new SharedChild(folder, "hang");
        start(child.command(), new ChildSettings(15_000, 20_000, 10, 1 << 20, ChildProtocol.V2, 4));
        ChildShard first = begun(FIRST);
        ChildShard second = begun(SECOND);
        assertThatThrownBy(() -> process(first, Records.of("3", "hang")))
                .isInstanceOf(ChildFailedException.class)
                .hasMessageContaining("no answer in time: millis=15000");
        assertThatThrownBy(() -> process(second, Records.plain("7")))
                .isInstanceOf(ChildFailedException.class)
                .hasMessageContaining("ended because of shard=" + FIRST);
        process(second, Records.plain("7"));
        assertThat(child.processIds()).hasSize(2);
    }
}
