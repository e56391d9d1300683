package dev.millrace.multilang.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running process, with all that it has started. May be ended from any thread. */
public final class ChildProcess {

    private static final int SIGNAL_BASE = 128;

    private final Process process;

    ChildProcess(Process process) {
        this.process = process;
    }

    public long pid() {
        return process.pid();
    }

    /** What it reads. */
    public OutputStream input() {
        return process.getOutputStream();
    }

    /** What it writes to standard output. Has to be read, or it stops at some time. */
    public InputStream output() {
        return process.getInputStream();
    }

    /** What it writes to standard error. Has to be read, or it stops at some time. */
    public InputStream errors() {
        return process.getErrorStream();
    }

    /** Waits for its end, at most this long. */
    public boolean endsWithin(long millis) throws InterruptedException {
        return process.waitFor(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    /** Closes its standard input. */
    public void closeInput() {
        try {
            input().close();
        } catch (IOException e) {
            // What it did not read is of no use to anybody.
        }
    }

    /** Asks it, and what it has started, to end (SIGTERM). */
    public void terminate() {
        if (Signals.hasGroups()) {
            Signals.send("TERM", pid());
        } else {
            process.destroy();
        }
    }

    /** Ends it, and what it has started. Nothing happens if it has ended. */
    public void kill() {
        if (!process.isAlive()) {
            // Its group was ended with it, and the number may be somebody else's by now.
            return;
        }
        List<ProcessHandle> descendants = process.descendants().toList();
        endGroup();
        // Itself first: a shell goes on behind a command that was ended.
        var unused = process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    /** Ends what is left of its group; right behind its end. */
    void endGroup() {
        if (Signals.hasGroups()) {
            Signals.send("KILL", pid());
        }
    }

    /** How it ended, for people. */
    public String ending() {
        if (process.isAlive()) {
            return "running";
        }
        int code = process.exitValue();
        return code > SIGNAL_BASE ? "signal=" + (code - SIGNAL_BASE) : "exitCode=" + code;
    }
}
