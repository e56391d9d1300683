package dev.millrace.child;

import dev.millrace.child.legacy.V1RecordProcessor;
import dev.millrace.child.legacy.V2RecordProcessor;
import dev.millrace.child.protocol.MessageReader;
import dev.millrace.child.protocol.MessageWriter;
import dev.millrace.processor.RecordProcessor;
import dev.millrace.processor.RecordProcessorFactory;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/**
 * The main loop of a process that a MultiLangDaemon, ours or the reference one, has started for one shard.
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *     KclProcess.of(new WordProcessor()).run();
 * }
 * }</pre>
 *
 * <p>The contract is that of every {@link RecordProcessor}, with these differences, which are the protocol's:
 *
 * <ul>
 *   <li>A processor that throws ends the process: its action is not answered, so the daemon cannot take it for done. What
 *       follows is the daemon's affair: ours starts another process at the last checkpoint, the reference daemon ends.
 *       (Python's {@code amazon_kclpy} answers as if nothing had happened, and records are skipped.)
 *   <li>A checkpoint can be asked for only while the daemon waits for an answer. A thread that asks in between waits until
 *       the next action, and its {@code checkpoint()} means what was delivered when it asked.
 *   <li>Announced checkpoints are not stored, and cannot have a state.
 *   <li>The stream's name is known only from the environment variable {@code MILLRACE_STREAM}, and else empty. Of a record
 *       the daemon tells data, partition key, numbers and arrival; where it does not tell the arrival, it is the epoch.
 * </ul>
 */
public final class KclProcess {

    private static final int FAILED = 1;
    private static final int MAX_SHARDS = 10_000;

    private final RecordProcessorFactory factory;

    /** How many shards it takes in frames; 0 for lines. */
    private final int shards;

    private KclProcess(RecordProcessorFactory factory, int shards) {
        this.factory = factory;
        this.shards = shards;
    }

    /** A process for a processor. */
    public static KclProcess of(RecordProcessor processor) {
        Objects.requireNonNull(processor, "processor");
        return new KclProcess(() -> processor, 0);
    }

    /** A process for a processor in the form of 2014. */
    public static KclProcess of(V1RecordProcessor processor) {
        return of(processor.asRecordProcessor());
    }

    /** A process for a processor in the form of 2017. */
    public static KclProcess of(V2RecordProcessor processor) {
        return of(processor.asRecordProcessor());
    }

    /**
     * A process for several shards, each with a processor and a thread of its own, under a daemon that has this extension
     * and allows it ({@code childShards} of ours); under any other, a process for one. A processor that throws ends the
     * process with all of its shards.
     *
     * @param factory makes a processor for each shard
     * @param maxShards at a time, from 1 to 10,000
     */
    public static KclProcess shared(RecordProcessorFactory factory, int maxShards) {
        Objects.requireNonNull(factory, "factory");
        if (maxShards < 1 || maxShards > MAX_SHARDS) {
            throw new IllegalArgumentException(
                    "number of shards not allowed: shards=" + maxShards + " (1 to " + MAX_SHARDS + ")");
        }
        return new KclProcess(factory, maxShards);
    }

    /**
     * The same process, which takes records in binary frames from a daemon that has this extension, and lines from any
     * other. It costs both sides less, and needs the memory for a whole batch at once.
     */
    public KclProcess framed() {
        return new KclProcess(factory, Math.max(1, shards));
    }

    /**
     * Serves the daemon on the standard streams, and returns when the daemon has closed standard input: after an ending,
     * or without any if the daemon is gone.
     *
     * <p>From now on {@code System.out} is {@code System.err} and {@code System.in} is empty, so nothing that the processor
     * or a library prints comes between messages. If the processor fails, or the daemon cannot be understood, the reason
     * goes to standard error and the process exits with 1, whatever threads it has.
     */
    public void run() {
        InputStream input = System.in;
        System.out.flush();
        // Not System.out, which would keep failures for itself.
        OutputStream output = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err);
        System.setIn(InputStream.nullInputStream());
        try {
            run(input, output);
        } catch (Throwable e) {
            e.printStackTrace();
            System.err.flush();
            System.exit(FAILED);
        }
    }

    /**
     * Serves a daemon on other streams, and leaves the standard ones alone. Returns when the input ends.
     *
     * @throws ProcessorFailedException if the processor throws
     * @throws ProtocolException if the daemon says what cannot be understood
     * @throws IOException if a stream fails
     */
    public void run(InputStream input, OutputStream output) throws IOException {
        run(input, output, Extensions.ofEnvironment());
    }

    /** As {@link #run(InputStream, OutputStream)}, with what the daemon offers. */
    void run(InputStream input, OutputStream output, Extensions offered) throws IOException {
        MessageReader reader = new MessageReader(input, Integer.MAX_VALUE);
        MessageWriter writer = MessageWriter.ofChild(output);
        DaemonLog.through(offered.log() ? writer : null);
        try {
            if (shards > 0 && offered.frames()) {
                new ShardLoops(factory, reader, writer, Math.min(shards, offered.shards())).run();
            } else {
                new ActionLoop(factory.create(), new LinePipe(reader, writer)).run();
            }
        } finally {
            DaemonLog.through(null);
        }
    }
}
