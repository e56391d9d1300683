package dev.millrace.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.ShardEndedInput;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A child in a process of its own, with real pipes. */
class ChildProcessTest {

    /** Prints wherever it can, reads what it should not, and leaves a thread behind. */
    static final class Noisy implements RecordProcessor {

        private final boolean fails;

        private Noisy(boolean fails) {
            this.fails = fails;
        }

        public static void main(String[] args) {
            System.out.print("printed before, without a line's end");
            Thread left = new Thread(() -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            left.setDaemon(!args[0].equals("fails"));
            left.start();
            KclProcess.of(new Noisy(args[0].equals("fails"))).run();
            System.out.println("returned");
        }

        @Override
        public void initialize(InitializationInput input) throws IOException {
            System.out.println("printed by initialize, grüße");
            if (System.in.read() >= 0) {
                throw new IllegalStateException("standard input is not empty");
            }
        }

        @Override
        public void processRecords(ProcessRecordsInput input) {
            System.out.print("{\"action\":\"status\",\"responseFor\":\"processRecords\"}\n");
            if (fails) {
                throw new IllegalStateException("poison");
            }
            input.checkpointer().checkpoint();
        }

        @Override
        public void shardEnded(ShardEndedInput input) {
            input.checkpointer().checkpoint();
        }
    }

    @Test
    void whatIsPrintedDoesNotComeBetweenMessages() throws Exception {
        try (StartedChild child = StartedChild.of(Noisy.class, "works")) {
            child.daemon.say(Daemon.INITIALIZE);
            assertThat(child.daemon.hear()).isEqualTo("printed before, without a line's end");
            child.daemon.hearStatus("initialize");
            child.daemon.sayRecords("7/0");
            child.daemon.serveCheckpoint();
            child.daemon.hearStatus("processRecords");
            child.daemon.say("{\"action\":\"shardEnded\"}");
            child.daemon.serveCheckpoint();
            child.daemon.hearStatus("shardEnded");
            child.daemon.end();
            assertThat(child.exitCode()).isZero();
            assertThat(child.errors())
                    .contains("printed by initialize")
                    .contains("responseFor")
                    .contains("returned");
        }
    }

    @Test
    void processorThatFailsEndsItsProcessWhateverThreadsItHas() throws Exception {
        try (StartedChild child = StartedChild.of(Noisy.class, "fails")) {
            child.daemon.say(Daemon.INITIALIZE);
            assertThat(child.daemon.hear()).contains("printed before");
            child.daemon.hearStatus("initialize");
            child.daemon.sayRecords("7/0");
            assertThat(child.daemon.hear()).as("no status").isNull();
            assertThat(child.exitCode()).isEqualTo(1);
            assertThat(child.errors())
                    .contains("record processor failed: shard=shardId-000000000001 action=processRecords")
                    .contains("IllegalStateException: poison");
        }
    }

    @Test
    void lineThatIsNoMessageEndsTheProcess() throws Exception {
        try (StartedChild child = StartedChild.of(Noisy.class, "works")) {
            child.daemon.say("rubbish");
            assertThat(child.exitCode()).isEqualTo(1);
            assertThat(child.errors())
                    .contains("line of the daemon is no message")
                    .contains("bytes=7");
        }
    }

    /** A daemon that was killed leaves no child behind: the pipes are closed. */
    @Test
    void daemonThatIsGoneEndsTheProcess() throws Exception {
        try (StartedChild child = StartedChild.of(Noisy.class, "works")) {
            child.daemon.say(Daemon.INITIALIZE);
            assertThat(child.daemon.hear()).contains("printed before");
            child.daemon.hearStatus("initialize");
            child.daemon.sayRecords("7/0");
            assertThat(child.daemon.hear()).contains("checkpoint");
            child.daemon.hangUp();
            child.process.getInputStream().close();
            assertThat(child.exitCode()).isEqualTo(1);
            assertThat(child.errors()).contains("the daemon has closed the pipe");
        }
    }
}
