package dev.millrace.cli;

import java.io.PrintWriter;

/** A line that is overwritten while something goes on; nothing at all where no person watches. */
final class Progress {

    /** Set by the launcher, which alone can tell on every Java version. */
    private static final boolean TERMINAL = Boolean.getBoolean("millrace.terminal");

    private static final long INTERVAL_NANOS = 100_000_000;
    private static final String CLEAR = "\r\u001b[K";

    /** What does not fit is cut off: a second row would stay when the next text comes. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private final PrintWriter err;
    private long shownNanos = System.nanoTime() - INTERVAL_NANOS;

    Progress(PrintWriter err) {
        this.err = err;
    }

    /** Whether a person watches. */
    static boolean isWatched() {
        return TERMINAL;
    }

    /** Shows this text, unless another was shown a moment ago. */
    synchronized void show(String text) {
        long now = System.nanoTime();
        if (TERMINAL && now - shownNanos >= INTERVAL_NANOS) {
            shownNanos = now;
            err.print(CLEAR + NO_WRAP + text + WRAP);
            err.flush();
        }
    }

    synchronized void clear() {
        if (TERMINAL) {
            err.print(CLEAR);
            err.flush();
        }
    }
}
