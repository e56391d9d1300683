package dev.millrace.child;

import dev.millrace.child.protocol.Message;
import dev.millrace.child.protocol.MessageWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The daemon's log, for a child that wants its lines there at their level and has no logging of its own. Under a daemon
 * that does not have this extension, and while no {@link KclProcess} runs, lines go to standard error, with the level before
 * them. Any thread may write.
 */
public final class DaemonLog {

    private static volatile @Nullable MessageWriter writer;

    private DaemonLog() {}

    /** Lines go this way from now on; null for standard error. */
    static void through(@Nullable MessageWriter way) {
        writer = way;
    }

    /**
     * Writes a line.
     *
     * @param level {@code TRACE}, {@code DEBUG}, {@code INFO}, {@code WARNING} or {@code ERROR}
     * @param message what is to be said; the daemon escapes line ends and other control characters
     * @throws IllegalArgumentException if the level is another
     */
    public static void log(Level level, String message) {
        Objects.requireNonNull(message, "message");
        String name = name(level);
        MessageWriter way = writer;
        if (way != null) {
            try {
                way.write(new Message.Log(name, message));
                return;
            } catch (IOException e) {
                // The daemon is gone; who reads on will see.
            }
        }
        System.err.println(name + " " + message);
    }

    /** As {@link #log(Level, String)}, with what was thrown and where. */
    public static void log(Level level, String message, Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        log(level, message + "\n" + trace);
    }

    private static String name(Level level) {
        return switch (level) {
            case TRACE, DEBUG, INFO, ERROR -> level.name();
            case WARNING -> "WARN";
            default -> throw new IllegalArgumentException("no level of a line: " + level + " (TRACE to ERROR)");
        };
    }
}
