package dev.millrace.cli.consume;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.multilang.process.Program;
import dev.millrace.processor.RecordProcessorFactory;
import dev.millrace.text.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A command that is run as a process for each shard. The records of a batch go to its standard input, one line of JSON
 * each, and behind them a line {@code {"batch":N}}; the same line on its standard output says that all of them are
 * processed. Whatever else it writes goes to the standard output of this process. Its standard error is this one's.
 */
public final class ChildCommand implements AutoCloseable {

    private static final long HINT_SECONDS = 30;

    private final List<String> command;
    private final @Nullable Duration answerLimit;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Set<Child> living = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(ChildCommand::daemon);

    /**
     * Nothing is run yet.
     *
     * @param command the program and what it is called with; no shell reads it
     * @param answerLimit how long a batch may take before the process is ended and the batch repeated; null for ever
     * @throws BadInputException if there is no such program
     */
    public ChildCommand(List<String> command, @Nullable Duration answerLimit, PrintWriter out, PrintWriter err) {
        this.command = List.copyOf(command);
        this.answerLimit = answerLimit;
        this.out = out;
        this.err = err;
        if (!Program.isThere(command.get(0))) {
            throw new BadInputException("command not found: " + SafeText.of(command.get(0))
                    + " (a program of the PATH, or the path of one; no shell reads it)");
        }
    }

    /** Processors that each run the command, from their first record on. */
    public RecordProcessorFactory factory() {
        return () -> new ChildProcessor(this);
    }

    Child start(String stream, String shardId) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("MILLRACE_STREAM", stream);
        builder.environment().put("MILLRACE_SHARD", shardId);
        Child child = new Child(builder.start(), shardId, this::print, living::remove);
        living.add(child);
        return child;
    }

    private void print(String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    /**
     * Watches over one batch: says what may be wrong when it takes long, and ends the process when it takes too long.
     *
     * @return ends the watch
     */
    Runnable watch(Child child) {
        ScheduledFuture<?> hint = timer.schedule(
                () -> {
                    err.println("millrace: no answer to a batch yet: shard=" + child.shardId() + " seconds="
                            + HINT_SECONDS + " (does the command write its {\"batch\":N} lines, and flush them?)");
                    err.flush();
                },
                HINT_SECONDS,
                TimeUnit.SECONDS);
        Duration limit = answerLimit;
        ScheduledFuture<?> end = limit == null
                ? hint
                : timer.schedule(
                        () -> child.kill("no answer to a batch in time: seconds=" + limit.toSeconds()),
                        limit.toMillis(),
                        TimeUnit.MILLISECONDS);
        return () -> {
            hint.cancel(false);
            end.cancel(false);
        };
    }

    /** Ends what still runs. */
    @Override
    public void close() {
        var unused = timer.shutdownNow();
        living.forEach(child -> child.kill("the worker has stopped"));
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "millrace-child-watch");
        thread.setDaemon(true);
        return thread;
    }
}
