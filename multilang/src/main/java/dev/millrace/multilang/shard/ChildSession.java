package dev.millrace.multilang.shard;

import dev.millrace.child.protocol.Line;
import dev.millrace.child.protocol.Message;
import dev.millrace.child.protocol.MessageReader;
import dev.millrace.child.protocol.MessageWriter;
import dev.millrace.multilang.process.ChildProcess;
import dev.millrace.multilang.process.OutputLines;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Threads: two of the session's read what the child writes, always, so that it is never held up by a full pipe. The caller's
 * writes, and takes messages from a short queue. The watch ends the child from a thread of its own; then pipes break and
 * every wait is over.
 */
/** A conversation with a child: one action at a time, and checkpoints in between. For one caller at a time. */
final class ChildSession {

    private static final Logger LOG = LoggerFactory.getLogger(ChildSession.class);

    /** Messages that the child has written and nobody has waited for. */
    private static final int MOST_WAITING = 1024;

    /** For what was written before the end to be said before it. */
    private static final long END_MILLIS = 1_000;

    private final ChildProcess process;
    private final String shardId;
    private final ScheduledExecutorService timer;
    private final MessageWriter writer;
    private final ChildLog log;
    private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(MOST_WAITING + 1);
    private volatile @Nullable String killedFor;
    private volatile boolean ending;

    /** What comes from the child: a message, or null at the end of its output. */
    private record Arrival(@Nullable Message message) {}

    ChildSession(ChildProcess process, String shardId, ScheduledExecutorService timer) {
        this.process = process;
        this.shardId = shardId;
        this.timer = timer;
        this.writer = MessageWriter.ofDaemon(process.input());
        this.log = new ChildLog(shardId, process.pid());
        start(this::readOutput, "stdout");
        start(this::readErrors, "stderr");
    }

    private void start(Runnable reading, String what) {
        Thread thread = new Thread(reading, "millrace-" + what + "-" + shardId);
        thread.setDaemon(true);
        thread.start();
    }

    long pid() {
        return process.pid();
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
            writer.write(action);
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
                writer.write(answer);
            }
            watch.resume();
        }
    }

    private void readOutput() {
        try {
            MessageReader reader = new MessageReader(process.output());
            for (Line line = reader.read(); line != null; line = reader.read()) {
                take(line);
            }
        } catch (IOException e) {
            kill("its output cannot be read: " + e.getMessage());
        } finally {
            log.end();
            arrivals.add(new Arrival(null));
            if (!ending && killedFor == null) {
                LOG.warn("a child's output ended: shard={} pid={}", shardId, pid());
            }
        }
    }

    private void take(Line line) {
        if (line instanceof Line.Stray stray) {
            log.stray(stray);
        } else if (line instanceof Line.OfMessage of) {
            Message message = of.message();
            if (message instanceof Message.Log said) {
                log.log(said);
            } else if (message instanceof Message.Status || message instanceof Message.Checkpoint) {
                if (arrivals.remainingCapacity() > 1) {
                    arrivals.add(new Arrival(message));
                } else {
                    kill("it does not wait for answers: messages=" + MOST_WAITING);
                }
            }
        }
    }

    private void readErrors() {
        try {
            OutputLines.read(process.errors(), log::error);
        } catch (IOException e) {
            LOG.debug("standard error cannot be read: shard={} pid={}", shardId, pid(), e);
        } finally {
            log.end();
        }
    }

    /**
     * Its input ends, and it has this long to end as well; then it is asked to, with a signal, and then it is killed.
     */
    void end(long millis) throws InterruptedException {
        ending = true;
        long end = System.nanoTime() + millis * 1_000_000;
        process.closeInput();
        if (process.endsWithin(millis / 2)) {
            return;
        }
        process.terminate();
        if (!process.endsWithin((end - System.nanoTime()) / 1_000_000)) {
            LOG.warn("a child did not end with its input, and is killed: shard={} pid={}", shardId, pid());
            kill("it did not end with its input");
        }
    }

    /** Ends it and all that it has started; the first reason counts. */
    void kill(String reason) {
        synchronized (this) {
            if (killedFor == null) {
                killedFor = reason;
            }
        }
        process.kill();
    }

    private ChildFailedException failure(Message action, String what) throws ChildFailedException {
        String reason = killedFor;
        return new ChildFailedException("child failed: shard=" + shardId + " pid=" + pid() + " action="
                + action.action() + " (" + (reason == null ? ended(what) : reason) + ")");
    }

    /** That it has ended, if it has, else this. */
    private String ended(String otherwise) {
        try {
            return process.endsWithin(END_MILLIS) ? otherwise + ", " + process.ending() : otherwise;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        }
    }
}
