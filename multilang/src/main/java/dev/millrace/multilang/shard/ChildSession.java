package dev.millrace.multilang.shard;

import dev.millrace.child.protocol.FrameReader;
import dev.millrace.child.protocol.FrameWriter;
import dev.millrace.child.protocol.Message;
import dev.millrace.child.protocol.ProtocolRecord;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * Threads: the caller's writes, and takes messages from a short queue, which the connection's fills. The watch ends the
 * child from a thread of its own; then pipes break and every wait is over.
 */
/**
 * A conversation with a child about a shard: one action at a time, and checkpoints in between. For one caller at a time.
 */
final class ChildSession {

    /** Messages that the child has written and nobody has waited for. */
    private static final int MOST_WAITING = 1024;

    private final ChildConnection connection;
    private final String shardId;
    private final ScheduledExecutorService timer;
    private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(MOST_WAITING + 1);

    /** What comes from the child: a message, or null at the end of its output. */
    private record Arrival(@Nullable Message message) {}

    ChildSession(ChildConnection connection, String shardId, ScheduledExecutorService timer) {
        this.connection = connection;
        this.shardId = shardId;
        this.timer = timer;
    }

    String shardId() {
        return shardId;
    }

    long pid() {
        return connection.pid();
    }

    /** Whether the child has other shards too. */
    boolean isShared() {
        return connection.shardCount() > 1;
    }

    /** Whether the child has ever had another shard. */
    boolean wasShared() {
        return connection.isShared();
    }

    /** Cuts a batch as it can be said; mostly there is one part, the batch itself. */
    List<List<ProtocolRecord>> parts(List<ProtocolRecord> records) {
        return connection.isFramed() ? FrameWriter.parts(records, FrameReader.MAX_BODY_BYTES) : List.of(records);
    }

    /**
     * Asks for an action and waits until it is done.
     *
     * @param desk answers the child's requests
     * @param held whether the shard is still to be processed
     * @throws ChildFailedException if it will not be done; the child is gone then
     * @throws InterruptedException if this thread is interrupted; the child is gone then
     */
    void perform(Message action, CheckpointDesk desk, ActionLimits limits, BooleanSupplier held)
            throws ChildFailedException, InterruptedException {
        refuseEarlyAnswer(action);
        boolean done = false;
        try (ActionWatch watch = new ActionWatch(timer, limits, held, this::kill)) {
            connection.write(shardId, action);
            await(action, desk, watch);
            done = true;
        } catch (IOException e) {
            throw failure(action, "it does not read its input any more");
        } finally {
            if (!done) {
                kill("an action was not done");
            }
        }
    }

    private void refuseEarlyAnswer(Message action) throws ChildFailedException {
        for (Arrival arrival : arrivals) {
            Message message = arrival.message();
            if (message == null || message instanceof Message.Status) {
                ChildFailedException failure = failure(
                        action, message == null ? "its output ended before" : "it answered before it was asked");
                kill("an action was not done");
                throw failure;
            }
        }
    }

    private void await(Message action, CheckpointDesk desk, ActionWatch watch)
            throws ChildFailedException, InterruptedException, IOException {
        while (true) {
            Message message = arrivals.take().message();
            watch.pause();
            if (message == null) {
                throw failure(action, "its output ended");
            }
            if (message instanceof Message.Status status) {
                if (action.action().equals(status.responseFor())) {
                    return;
                }
                throw failure(action, "it answered another action: responseFor=" + status.responseFor());
            }
            if (message instanceof Message.Checkpoint request) {
                Message.Checkpoint answer = desk.answer(request);
                watch.resume();
                connection.write(shardId, answer);
            }
            watch.resume();
        }
    }

    /** The child has said something about this shard. */
    void arrived(Message message) {
        if (arrivals.remainingCapacity() > 1) {
            arrivals.add(new Arrival(message));
        } else {
            kill("it does not wait for answers: messages=" + MOST_WAITING);
        }
    }

    /** The child says no more. */
    void outputEnded() {
        arrivals.add(new Arrival(null));
    }

    /** The shard leaves the child, which ends if it has no other, see {@link ChildConnection#leave}. */
    void end(long millis) throws InterruptedException {
        connection.leave(this, millis);
    }

    /** Ends the child and all that it has started; the first reason counts. */
    void kill(String reason) {
        connection.kill(isShared() ? reason + ", ended because of shard=" + shardId : reason);
    }

    private ChildFailedException failure(Message action, String what) {
        return new ChildFailedException("child failed: shard=" + shardId + " pid=" + pid() + " action="
                + action.action() + " (" + connection.failure(what) + ")");
    }
}
