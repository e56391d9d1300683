package dev.millrace.multilang;

import dev.millrace.child.DaemonLog;
import dev.millrace.child.KclProcess;
import dev.millrace.processor.Checkpointer;
import dev.millrace.processor.InitializationInput;
import dev.millrace.processor.ProcessRecordsInput;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.ShardEndedInput;
import dev.millrace.processor.ShutdownRequestedInput;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Children on the kit for Java that take several shards in frames. They note what they hear as lines would say it, in a
 * journal, behind a number: the process id, and five digits for each lease of a shard that it has had.
 */
public final class SharedChild extends Journal {

    private static final long LEASES = 100_000;
    private static final int MOST_SHARDS = 64;

    /** Checkpoints at every so many batches. */
    private static final int CHECKPOINT_BATCHES = 12;

    private final String misbehaviour;

    /**
     * None runs yet.
     *
     * @param misbehaviour {@code none}; {@code any}, by the process id; {@code poison}, which ends the process at data with
     *     this word; or {@code hang}, which never ends at such
     */
    public SharedChild(Path folder, String misbehaviour) {
        super(folder);
        this.misbehaviour = misbehaviour;
    }

    /** The command that runs one. */
    public String command() throws IOException {
        Path script = folder().resolve("child.sh");
        Files.writeString(
                script,
                (misbehaviour.equals("none") ? "tee '" + heard() + "' | exec '" : "exec '")
                        + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xss512k -Xmx64m -cp '"
                        + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        + "' " + SharedChild.class.getName() + " '" + folder() + "' " + misbehaviour + " child.sh\n");
        return "sh " + script;
    }

    /** What the last one was told, to the byte, if it does as it should. */
    public Path heard() {
        return folder().resolve("heard");
    }

    @Override
    public List<Long> processIds() {
        return pids().stream().map(number -> number / LEASES).distinct().toList();
    }

    public static void main(String[] arguments) {
        AtomicInteger leases = new AtomicInteger();
        KclProcess.shared(() -> new Noting(Path.of(arguments[0]), arguments[1], leases.incrementAndGet()), MOST_SHARDS)
                .run();
    }

    /** Notes what it hears, and does what it should not. */
    private static final class Noting implements RecordProcessor {

        private final Path folder;
        private final String misbehaviour;
        private final long number;
        private final long pid = ProcessHandle.current().pid();
        private String shardId = "";
        private int batches;

        Noting(Path folder, String misbehaviour, int lease) {
            this.folder = folder;
            this.misbehaviour = misbehaviour;
            this.number = pid * LEASES + lease;
        }

        private void note(String text) throws IOException {
            // One write: another process may be writing to it, too.
            try (OutputStream journal =
                    new FileOutputStream(folder.resolve("journal-" + shardId).toFile(), true)) {
                journal.write(("\n" + number + " " + text + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }

        @Override
        public void initialize(InitializationInput input) throws Exception {
            shardId = input.shardId();
            note("{\"action\":\"initialize\",\"shardId\":\"" + shardId + "\",\"sequenceNumber\":\""
                    + input.checkpoint().sequenceNumber() + "\",\"subSequenceNumber\":"
                    + input.checkpoint().subSequenceNumber() + "}");
        }

        @Override
        public void processRecords(ProcessRecordsInput input) throws Exception {
            note(input.records().stream()
                    .map(record -> "{\"sequenceNumber\":\"" + record.sequenceNumber() + "\",\"subSequenceNumber\":"
                            + record.subSequenceNumber() + "}")
                    .collect(Collectors.joining(",", "{\"action\":\"processRecords\",\"records\":[", "]}")));
            batches++;
            misbehave(input.records());
            if (batches % CHECKPOINT_BATCHES == 0) {
                checkpoint(input.checkpointer());
            }
        }

        private void misbehave(List<ReceivedRecord> records) throws InterruptedException {
            if (misbehaviour.equals("poison")
                    && records.stream().anyMatch(record -> record.text().equals("poison"))) {
                Runtime.getRuntime().halt(3);
            }
            if (misbehaviour.equals("hang")
                    && records.stream().anyMatch(record -> record.text().equals("hang"))) {
                new CountDownLatch(1).await();
            }
            if (!misbehaviour.equals("any")) {
                return;
            }
            switch ((int) (pid % 5)) {
                case 0 -> System.err.print("stderr is flooded\n".repeat(2_000));
                case 1 -> DaemonLog.log(System.Logger.Level.INFO, "rubbish\n{\"action\":\nnull\n");
                case 2 -> {
                    if (batches > 20) {
                        Runtime.getRuntime().halt(3);
                    }
                }
                default -> {}
            }
        }

        private void checkpoint(Checkpointer checkpointer) throws IOException {
            try {
                checkpointer.checkpoint();
                note("{\"action\":\"checkpoint\",\"error\":null}");
            } catch (IllegalArgumentException e) {
                note("{\"action\":\"checkpoint\",\"error\":\"IllegalArgumentException\"}");
                throw e;
            }
        }

        @Override
        public void leaseLost() throws IOException {
            note("{\"action\":\"leaseLost\"}");
        }

        @Override
        public void shardEnded(ShardEndedInput input) throws IOException {
            note("{\"action\":\"shardEnded\"}");
            checkpoint(input.checkpointer());
        }

        @Override
        public void shutdownRequested(ShutdownRequestedInput input) throws IOException {
            note("{\"action\":\"shutdownRequested\"}");
            checkpoint(input.checkpointer());
        }
    }
}
