package dev.millrace.multilang.shard;

import dev.millrace.child.protocol.Line;
import dev.millrace.child.protocol.Message;
import dev.millrace.child.protocol.MessageReader;
import dev.millrace.multilang.process.LineAllowance;
import dev.millrace.text.SafeText;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What a child has to say beside the protocol, in the log {@code dev.millrace.multilang.child}: each line once, with shard
 * and process id, and no more lines than a log can bear. Used by several threads.
 */
final class ChildLog {

    private static final Logger LOG = LoggerFactory.getLogger("dev.millrace.multilang.child");

    private final Supplier<String> shards;
    private final long pid;
    private final LineAllowance allowance = new LineAllowance(System::nanoTime);

    /**
     * Nothing is said yet.
     *
     * @param shards whose child it is, for people
     */
    ChildLog(Supplier<String> shards, long pid) {
        this.shards = shards;
        this.pid = pid;
    }

    /** A line of standard output that is no message: INFO. */
    void stray(Line.Stray line) {
        boolean cut = line.byteCount() > MessageReader.BEGINNING_BYTES;
        if (say(Level.INFO, "stdout", cut ? line.beginning() + "..." : line.beginning())) {
            LOG.debug("no message: {} pid={} reason={}", shards.get(), pid, line.reason());
        }
    }

    /** A line of standard error: WARN, as errors, traces and logs come that way. */
    void error(String line) {
        boolean unused = say(Level.WARN, "stderr", line);
    }

    /** A message that means nothing: WARN. */
    void refused(String what) {
        boolean unused = say(Level.WARN, "stdout", what);
    }

    /** What the child wants logged, at its level; at INFO if there is no such level. */
    void log(Message.Log message) {
        boolean unused = say(level(message.level()), "log", message.message());
    }

    /** What was left out, if it has not been said yet. */
    void end() {
        sayLeftOut();
    }

    private static Level level(String name) {
        try {
            return Level.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Level.INFO;
        }
    }

    /** Whether it was said. */
    private boolean say(Level level, String source, String text) {
        if (!LOG.isEnabledForLevel(level) || !allowance.take()) {
            return false;
        }
        sayLeftOut();
        LOG.atLevel(level).log("{} pid={} {}: {}", shards.get(), pid, source, SafeText.of(text));
        return true;
    }

    private void sayLeftOut() {
        long leftOut = allowance.takeLeftOut();
        if (leftOut > 0) {
            LOG.warn("{} pid={} lines left out, there were too many: {}", shards.get(), pid, leftOut);
        }
    }
}
