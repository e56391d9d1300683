package dev.millrace.cli;

import dev.millrace.cli.put.PutCounts;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Says how lines are getting on: in one line that changes where a person watches, else in a line every ten seconds. */
final class PutProgress implements AutoCloseable {

    private static final long WATCHED_MILLIS = 200;
    private static final long UNWATCHED_MILLIS = 10_000;
    private static final double NANOS = 1e9;
    private static final double MEBIBYTE = 1 << 20;

    private final PutCounts counts;
    private final PrintWriter err;
    private final Progress progress;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(PutProgress::daemon);
    private long shownNanos = System.nanoTime();
    private long shownStored;
    private long shownBytes;

    PutProgress(PutCounts counts, PrintWriter err) {
        this.counts = counts;
        this.err = err;
        this.progress = new Progress(err);
        long interval = Progress.isWatched() ? WATCHED_MILLIS : UNWATCHED_MILLIS;
        ScheduledFuture<?> unused = timer.scheduleAtFixedRate(this::show, interval, interval, TimeUnit.MILLISECONDS);
    }

    private void show() {
        String text = text();
        if (Progress.isWatched()) {
            progress.show(text);
        } else {
            tell(text);
        }
    }

    /** Writes a line of its own, past the one that changes. */
    synchronized void tell(String line) {
        progress.clear();
        err.println("millrace: " + line);
        err.flush();
    }

    private synchronized String text() {
        long now = System.nanoTime();
        double seconds = Math.max(1e-3, (now - shownNanos) / NANOS);
        long stored = counts.stored();
        long bytes = counts.bytes();
        String text = String.format(
                Locale.ROOT,
                "%,d lines stored (%,.0f a second, %,.2f MiB a second), %,d in flight, %,d failed",
                stored,
                (stored - shownStored) / seconds,
                (bytes - shownBytes) / seconds / MEBIBYTE,
                counts.inFlight(),
                counts.failed());
        shownNanos = now;
        shownStored = stored;
        shownBytes = bytes;
        return text;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        progress.clear();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "millrace-progress");
        thread.setDaemon(true);
        return thread;
    }
}
