package dev.millrace.multilang.shard;

import dev.millrace.multilang.process.ChildLauncher;
import dev.millrace.multilang.process.ChildProcess;
import dev.millrace.multilang.process.Program;
import dev.millrace.processor.ExtendedSequenceNumber;
import dev.millrace.processor.RecordProcessorFactory;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** The children of all shards. Safe for use by many threads. */
public final class ShardChildren implements AutoCloseable {

    private final KinesisAsyncClient client;
    private final String stream;
    private final ChildSettings settings;
    private final ChildLauncher launcher;
    private final ScheduledThreadPoolExecutor timer;
    private final ChildPool pool;

    /**
     * None runs yet.
     *
     * @param client reads again what a new child has to get
     * @param stream name or ARN
     * @param program is run for each shard, with {@code MILLRACE_STREAM} and {@code MILLRACE_SHARD} in its environment
     */
    public ShardChildren(KinesisAsyncClient client, String stream, Program program, ChildSettings settings) {
        this.client = client;
        this.stream = stream;
        this.settings = settings;
        this.launcher = new ChildLauncher(program);
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = Executors.defaultThreadFactory().newThread(task);
            thread.setName("millrace-child-watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        this.pool = new ChildPool(settings.maxShards(), this::launch);
    }

    /** Processors that each have a child. */
    public RecordProcessorFactory processors() {
        return () -> new ChildShard(this);
    }

    ChildSettings settings() {
        return settings;
    }

    private ChildConnection launch(String shardId, int maxShards, Runnable change) throws IOException {
        ChildProcess process = launcher.start(Map.of(
                "MILLRACE_STREAM",
                streamName(stream),
                "MILLRACE_SHARD",
                shardId,
                "MILLRACE_EXTENSIONS",
                maxShards == 1 ? "log frames" : "log frames shards=" + maxShards));
        return new ChildConnection(process, timer, maxShards, change);
    }

    /** The name in an ARN too. */
    private static String streamName(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.indexOf('/') + 1);
    }

    /**
     * A child for a shard, a new one or one that has others.
     *
     * @param alone whether it is to have no other shard
     */
    ChildSession start(String shardId, boolean alone) throws ChildFailedException, InterruptedException {
        try {
            return pool.place(shardId, alone);
        } catch (IOException e) {
            throw new ChildFailedException("child cannot be started: shard=" + shardId + " (" + e.getMessage() + ")");
        }
    }

    /**
     * What lies behind a place, or from the first record on if that is no record.
     *
     * @param first the first record that a child was given
     * @param through the last one wanted
     */
    StreamAgain again(
            String shardId,
            ExtendedSequenceNumber behind,
            @Nullable ExtendedSequenceNumber first,
            ExtendedSequenceNumber through) {
        ExtendedSequenceNumber from = behind.isNumber() ? behind : Objects.requireNonNull(first, "first");
        return new StreamAgain(client, stream, shardId, from.sequenceNumber(), behind, through);
    }

    /** Ends all children that still run, and starts no more. */
    @Override
    public void close() {
        launcher.close();
        var unused = timer.shutdownNow();
    }
}
