package dev.millrace.multilang.shard;

import dev.millrace.child.protocol.FrameReader;
import dev.millrace.child.protocol.FrameWriter;
import dev.millrace.child.protocol.Line;
import dev.millrace.child.protocol.Message;
import dev.millrace.child.protocol.MessageReader;
import dev.millrace.child.protocol.MessageWriter;
import dev.millrace.multilang.process.ChildProcess;
import dev.millrace.multilang.process.OutputLines;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Threads: two of its own read what the child writes, always, so that it is never held up by a full pipe. Sessions' callers
 * write.
 *
 * A child has one shard and hears lines, until it asks for something else, before the answer to its first action. From the
 * next message on it hears frames, and others may join.
 */
/** A child process and its pipes, with a session for each shard that it has. Safe for use by many threads. */
final class ChildConnection {

    private static final Logger LOG = LoggerFactory.getLogger(ChildConnection.class);

    /** For what was written before the end to be said before it. */
    private static final long END_MILLIS = 1_000;

    private final ChildProcess process;
    private final ScheduledExecutorService timer;
    private final int maxShards;
    private final Runnable change;
    private final MessageWriter lines;
    private final ChildLog log;
    private final Map<String, ChildSession> sessions = new ConcurrentHashMap<>();

    private final Object writing = new Object();

    /** What it hears behind its first action, if it asked; null for lines. */
    private volatile @Nullable FrameWriter frames;

    /** How many shards it takes in frames; 0 if it did not ask. */
    private volatile int room;

    /** Whether its first action was said, which is a line in any case. */
    private volatile boolean begun;

    /** Whether it is known if it asks for frames. */
    private volatile boolean decided;

    private volatile String firstShardId = "";

    /** Whether it has ever had another shard. */
    private volatile boolean isShared;

    private volatile boolean closed;
    private volatile boolean ending;
    private volatile @Nullable String killedFor;

    /**
     * Begins to read.
     *
     * @param maxShards that it may have, from 1
     * @param change is run when it is decided whether others may join
     */
    ChildConnection(ChildProcess process, ScheduledExecutorService timer, int maxShards, Runnable change) {
        this.process = process;
        this.timer = timer;
        this.maxShards = maxShards;
        this.change = change;
        this.lines = MessageWriter.ofDaemon(process.input());
        this.log = new ChildLog(this::shards, process.pid());
    }

    /** A session for its first shard. */
    ChildSession begin(String shardId) {
        ChildSession session = new ChildSession(this, shardId, timer);
        sessions.put(shardId, session);
        firstShardId = shardId;
        start(this::readOutput, "millrace-stdout-" + pid());
        start(this::readErrors, "millrace-stderr-" + pid());
        return session;
    }

    private static void start(Runnable reading, String name) {
        Thread thread = new Thread(reading, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** A session for one more shard; null if it cannot have one. */
    synchronized @Nullable ChildSession join(String shardId) {
        if (closed || !begun || sessions.size() >= room || sessions.containsKey(shardId)) {
            return null;
        }
        ChildSession session = new ChildSession(this, shardId, timer);
        sessions.put(shardId, session);
        isShared = true;
        return session;
    }

    /** Whether it is known if others may join. */
    boolean isDecided() {
        return decided || room > 0;
    }

    /** Whether it hears frames behind its first action. */
    boolean isFramed() {
        return frames != null;
    }

    /** Whether it has asked for several shards, and may have them. */
    boolean takesSeveral() {
        return room > 1;
    }

    /** Whether it has ever had another shard than its first. */
    boolean isShared() {
        return isShared;
    }

    /** Whether nobody can join any more. */
    boolean isClosed() {
        return closed;
    }

    /** How many shards it has. */
    int shardCount() {
        return sessions.size();
    }

    long pid() {
        return process.pid();
    }

    /** For people: its shard, which has left perhaps, or how many it has. */
    private String shards() {
        return isShared ? "shards=" + sessions.size() : "shard=" + firstShardId;
    }

    private @Nullable ChildSession only() {
        var all = sessions.values().iterator();
        ChildSession first = all.hasNext() ? all.next() : null;
        return all.hasNext() ? null : first;
    }

    /** Says something about a shard, and waits until the pipe has all of it. */
    void write(String shardId, Message message) throws IOException {
        synchronized (writing) {
            FrameWriter framed = frames;
            if (begun && framed != null) {
                framed.write(shardId, message);
            } else {
                lines.write(message);
                begun = true;
            }
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
            synchronized (this) {
                closed = true;
            }
            if (!ending && killedFor == null) {
                LOG.warn("a child's output ended: {} pid={}", shards(), pid());
            }
            sessions.values().forEach(ChildSession::outputEnded);
            decide();
        }
    }

    private void take(Line line) {
        if (line instanceof Line.Stray stray) {
            log.stray(stray);
        } else if (line instanceof Line.OfMessage of) {
            Message message = of.message();
            if (message instanceof Message.Log said) {
                log.log(said);
            } else if (message instanceof Message.Extend asked) {
                extend(asked);
            } else if (message instanceof Message.Status || message instanceof Message.Checkpoint) {
                ChildSession session = sessionOf(of.shardId());
                if (session == null) {
                    log.refused("says something of a shard that it does not have: shard=" + of.shardId());
                } else {
                    session.arrived(message);
                }
                if (message instanceof Message.Status) {
                    decide();
                }
            }
        }
    }

    /** Whose words these are: the answer to the first action names no shard, though others may have joined meanwhile. */
    private @Nullable ChildSession sessionOf(@Nullable String shardId) {
        if (isFramed() && shardId != null) {
            return sessions.get(shardId);
        }
        return decided ? only() : sessions.get(firstShardId);
    }

    private void extend(Message.Extend asked) {
        if (decided || asked.frames() != FrameReader.VERSION) {
            log.refused("asks for what it cannot have: frames=" + asked.frames() + " tooLate=" + decided + " (frames="
                    + FrameReader.VERSION + ", before its first answer)");
            return;
        }
        frames = new FrameWriter(process.input());
        room = (int) Math.max(1, Math.min(maxShards, asked.shards()));
        change.run();
    }

    /** Now, or never any more. */
    private void decide() {
        if (!decided) {
            decided = true;
            change.run();
        }
    }

    private void readErrors() {
        try {
            OutputLines.read(process.errors(), log::error);
        } catch (IOException e) {
            LOG.debug("standard error cannot be read: pid={}", pid(), e);
        } finally {
            log.end();
        }
    }

    /**
     * A shard leaves. When the last one does, the child's input ends, and it has this long to end as well; then it is asked
     * to, with a signal, and then it is killed.
     */
    void leave(ChildSession session, long millis) throws InterruptedException {
        synchronized (this) {
            sessions.remove(session.shardId(), session);
            if (!sessions.isEmpty()) {
                return;
            }
            closed = true;
        }
        ending = true;
        long end = System.nanoTime() + millis * 1_000_000;
        process.closeInput();
        if (process.endsWithin(millis / 2)) {
            return;
        }
        process.terminate();
        if (!process.endsWithin((end - System.nanoTime()) / 1_000_000)) {
            LOG.warn("a child did not end with its input, and is killed: shard={} pid={}", session.shardId(), pid());
            kill("it did not end with its input");
        }
    }

    /** Ends it, with all of its shards, and all that it has started; the first reason counts. */
    void kill(String reason) {
        synchronized (this) {
            closed = true;
            if (killedFor == null) {
                killedFor = reason;
            }
        }
        process.kill();
    }

    /** Why it was killed, how it ended, or else this; for people. */
    String failure(String otherwise) {
        String reason = killedFor;
        if (reason != null) {
            return reason;
        }
        try {
            return process.endsWithin(END_MILLIS) ? otherwise + ", " + process.ending() : otherwise;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        }
    }
}
