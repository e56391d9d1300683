package dev.millrace.child;

import dev.millrace.child.protocol.FrameReader;
import dev.millrace.child.protocol.Message;
import dev.millrace.child.protocol.MessageReader;
import dev.millrace.child.protocol.MessageWriter;
import dev.millrace.child.protocol.NoFrameException;
import dev.millrace.child.protocol.ShardMessage;
import dev.millrace.processor.RecordProcessorFactory;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/*
 * Threads: one reads, always, so that no shard waits for the processor of another; each shard has one for its processor; the
 * caller's waits. The first failure of any of them is the end.
 *
 * Memory: one batch for each shard, since the daemon waits for the answer to it before it sends the next.
 */
/** The shards of a process that has asked for frames. If the daemon goes on in lines, there is one, and all is as ever. */
final class ShardLoops {

    private final RecordProcessorFactory factory;
    private final MessageReader lines;
    private final MessageWriter writer;
    private final long maxShards;
    private final Map<String, ShardPipe> pipes = new ConcurrentHashMap<>();
    private final Map<ShardPipe, CompletableFuture<Void>> loops = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile boolean framed;

    ShardLoops(RecordProcessorFactory factory, MessageReader lines, MessageWriter writer, long maxShards) {
        this.factory = factory;
        this.lines = lines;
        this.writer = writer;
        this.maxShards = maxShards;
    }

    /** Asks for frames, and serves the daemon until it says no more and every processor has returned. */
    void run() throws IOException {
        writer.write(new Message.Extend(FrameReader.VERSION, maxShards));
        start("millrace-daemon", this::read);
        try {
            end.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try {
            readLines();
            if (framed) {
                readFrames(new FrameReader(lines.rest()));
            }
            pipes.values().forEach(ShardPipe::end);
            var unused = CompletableFuture.allOf(loops.values().toArray(CompletableFuture[]::new))
                    .thenRun(() -> end.complete(null));
        } catch (Throwable e) {
            end.completeExceptionally(e);
        }
    }

    private void readLines() throws IOException {
        String only = "";
        while (true) {
            framed = lines.isAtFrame();
            Message message = framed ? null : LinePipe.next(lines);
            if (message == null) {
                return;
            }
            if (message instanceof Message.Initialize start) {
                only = start.shardId();
            }
            deliver(only, message);
        }
    }

    private void readFrames(FrameReader frames) throws IOException {
        try {
            for (ShardMessage next = frames.read(); next != null; next = frames.read()) {
                deliver(next.shardId(), next.message());
            }
        } catch (NoFrameException e) {
            throw new ProtocolException("what the daemon says cannot be understood: " + e.getMessage());
        }
    }

    private void deliver(String shardId, Message message) {
        if (message instanceof Message.Initialize) {
            begin(shardId);
        }
        ShardPipe pipe = pipes.get(shardId);
        if (pipe == null) {
            throw new ProtocolException(
                    "message about a shard that was not begun: shard=" + shardId + " action=" + message.action());
        }
        pipe.deliver(message);
    }

    private void begin(String shardId) {
        ShardPipe pipe = new ShardPipe(shardId, writer, () -> framed);
        ShardPipe before = pipes.put(shardId, pipe);
        if (before != null) {
            before.end();
        }
        CompletableFuture<Void> loop = new CompletableFuture<>();
        loops.put(pipe, loop);
        start("millrace-" + shardId, () -> serve(shardId, pipe, loop));
    }

    private void serve(String shardId, ShardPipe pipe, CompletableFuture<Void> loop) {
        try {
            new ActionLoop(factory.create(), pipe).run();
        } catch (Throwable e) {
            end.completeExceptionally(e);
        } finally {
            pipes.remove(shardId, pipe);
            loops.remove(pipe);
            loop.complete(null);
        }
    }
}
