package dev.millrace.lambda.local.mapping;

import dev.millrace.lambda.local.FunctionAnswer;
import dev.millrace.lambda.local.LocalFunction;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes of one function, each with one invocation at a time, as Lambda's execution environments. One is started when
 * none is free, and one that has ended, or gave no answer in time, is replaced.
 */
public final class FunctionPool implements FunctionInvoker, AutoCloseable {

    /** Starts a process of the function. */
    @FunctionalInterface
    public interface Starter {
        LocalFunction start() throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(FunctionPool.class);

    private final Starter starter;
    private final Duration timeout;
    private final Semaphore free;
    private final Deque<LocalFunction> idle = new ArrayDeque<>();
    private final Set<LocalFunction> all = new HashSet<>();
    private boolean closed;

    /**
     * A pool without processes.
     *
     * @param concurrency most processes at once, at least 1; who comes beyond waits for one
     * @param timeout of an invocation, the first one's start counted
     */
    public FunctionPool(Starter starter, int concurrency, Duration timeout) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency out of range: count=" + concurrency + " (at least 1)");
        }
        this.starter = Objects.requireNonNull(starter, "starter");
        this.timeout = Objects.requireNonNull(timeout, "timeout");
        this.free = new Semaphore(concurrency, true);
    }

    @Override
    public FunctionAnswer invoke(byte[] event) throws IOException, InterruptedException {
        free.acquire();
        try {
            LocalFunction function = take();
            boolean usable = false;
            try {
                FunctionAnswer answer = function.invoke(event, timeout);
                usable = function.isAlive();
                return answer;
            } catch (TimeoutException e) {
                return new FunctionAnswer.Failed("Sandbox.Timedout", "no answer in time: millis=" + timeout.toMillis());
            } finally {
                giveBack(function, usable);
            }
        } finally {
            free.release();
        }
    }

    private synchronized LocalFunction take() throws IOException {
        if (closed) {
            throw new IOException("the pool of functions is closed");
        }
        LocalFunction last = idle.pollLast();
        while (last != null && !last.isAlive()) {
            end(last);
            last = idle.pollLast();
        }
        if (last == null) {
            last = starter.start();
            all.add(last);
        }
        return last;
    }

    private synchronized void giveBack(LocalFunction function, boolean usable) {
        if (closed) {
            return;
        }
        if (usable) {
            idle.addLast(function);
        } else {
            end(function);
        }
    }

    private void end(LocalFunction function) {
        all.remove(function);
        close(function);
    }

    /** One that leaves something behind keeps no other from being closed. */
    private static void close(LocalFunction function) {
        try {
            function.close();
        } catch (RuntimeException e) {
            LOG.warn("a function left something behind", e);
        }
    }

    /** Ends all processes; who waits for an answer of theirs gets a failure. */
    @Override
    public synchronized void close() {
        closed = true;
        all.forEach(FunctionPool::close);
        all.clear();
        idle.clear();
    }
}
