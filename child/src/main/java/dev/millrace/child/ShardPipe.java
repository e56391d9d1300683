package dev.millrace.child;

import dev.millrace.child.protocol.Action;
import dev.millrace.child.protocol.Message;
import dev.millrace.child.protocol.MessageWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon says about one of several shards, as another thread has read it. That is an action, an answer to a
 * checkpoint, and the end at most, since the daemon waits for each.
 */
final class ShardPipe implements DaemonPipe {

    private static final int MOST_WAITING = 4;

    /** Actions behind which nothing comes about a shard. */
    private static final Set<String> ENDINGS = Set.of(Action.LEASE_LOST, Action.SHARD_ENDED, Action.SHUTDOWN);

    private final String shardId;
    private final MessageWriter writer;
    private final BooleanSupplier named;
    private final BlockingQueue<Optional<Message>> heard = new ArrayBlockingQueue<>(MOST_WAITING);
    private boolean over;

    /**
     * Nothing is said yet.
     *
     * @param named whether messages to the daemon name the shard
     */
    ShardPipe(String shardId, MessageWriter writer, BooleanSupplier named) {
        this.shardId = shardId;
        this.writer = writer;
        this.named = named;
    }

    /** Hands on what was read. */
    void deliver(Message message) {
        offer(Optional.of(message));
    }

    /** Nothing more comes. */
    void end() {
        offer(Optional.empty());
    }

    private void offer(Optional<Message> next) {
        if (!heard.offer(next)) {
            throw new ProtocolException("the daemon does not wait for answers: shard=" + shardId);
        }
    }

    @Override
    public void write(Message message) throws IOException {
        over = message instanceof Message.Status status && ENDINGS.contains(String.valueOf(status.responseFor()));
        writer.write(message, named.getAsBoolean() ? shardId : null);
    }

    @Override
    public @Nullable Message read() throws IOException {
        if (over) {
            return null;
        }
        try {
            return heard.take().orElse(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the daemon was waited for: shard=" + shardId);
        }
    }
}
