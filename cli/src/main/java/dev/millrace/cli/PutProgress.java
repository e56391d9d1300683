package dev.millrace.cli;

import dev.millrace.cli.put.PutCounts;
import dev.millrace.cli.put.PutStatus;
import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Says how lines are getting on: in one line that changes where a person watches, else in a line every ten seconds. */
final class PutProgress implements AutoCloseable {

    private static final long WATCHED_MILLIS = 200;
    private static final long UNWATCHED_MILLIS = 10_000;

    private final PutStatus status;
    private final PrintWriter err;
    private final Progress progress;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(PutProgress::daemon);

    PutProgress(PutCounts counts, PrintWriter err) {
        this.status = new PutStatus(counts, System.nanoTime());
        this.err = err;
        this.progress = new Progress(err);
        long interval = Progress.isWatched() ? WATCHED_MILLIS : UNWATCHED_MILLIS;
        ScheduledFuture<?> unused = timer.scheduleAtFixedRate(this::show, interval, interval, TimeUnit.MILLISECONDS);
    }

    private void show() {
        String text = status.at(System.nanoTime());
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
