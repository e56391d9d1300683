package dev.millrace.multilang.process;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/*
 * A child is told to the watchdog before its program begins, and struck off when it has ended. So a daemon that is killed in
 * between leaves no program behind: only a shell that waits for a line, and ends with its input.
 */
/** Starts a program again and again, and ends whatever is left of it. Safe for use by many threads. */
public final class ChildLauncher implements AutoCloseable {

    private final Program program;
    private final Watchdog watchdog = new Watchdog();
    private final Set<ChildProcess> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public ChildLauncher(Program program) {
        this.program = program;
    }

    /**
     * Starts the program in this process's folder, with its environment and more.
     *
     * @throws IOException if it cannot be started
     */
    public ChildProcess start(Map<String, String> environment) throws IOException {
        if (closed) {
            throw new IOException("no program is started any more: the daemon stops");
        }
        ProcessBuilder builder = new ProcessBuilder(Signals.waitingInOwnGroup(program.words()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        watchdog.watch(process.pid());
        Signals.letGo(process.getOutputStream());
        ChildProcess child = new ChildProcess(process);
        running.add(child);
        var unused = process.onExit().thenRun(() -> {
            child.endGroup();
            running.remove(child);
            watchdog.forget(process.pid());
        });
        if (closed) {
            child.kill();
            throw new IOException("no program is started any more: the daemon stops");
        }
        return child;
    }

    /** How many run. */
    int running() {
        return running.size();
    }

    /** Ends all that run, and starts no more. */
    @Override
    public void close() {
        closed = true;
        running.forEach(ChildProcess::kill);
        watchdog.close();
    }
}
