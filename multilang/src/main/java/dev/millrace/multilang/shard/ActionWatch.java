package dev.millrace.multilang.shard;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at an open action from outside, since whoever waits for it may be stuck in a pipe. Ends the child if it does not say
 * anything for too long, or has not finished a while after its shard was given up.
 */
final class ActionWatch implements AutoCloseable {

    private static final long LOOK_MILLIS = 100;
    private static final long NEVER = Long.MAX_VALUE;

    private final ActionLimits limits;
    private final BooleanSupplier held;
    private final Consumer<String> end;
    private final ScheduledFuture<?> looks;
    private volatile long lastWordNanos = System.nanoTime();
    private volatile boolean paused;
    private long lostNanos;
    private boolean lost;

    /**
     * Begins to look.
     *
     * @param held whether the shard is still to be processed
     * @param end takes the reason why the child is to be ended
     */
    ActionWatch(ScheduledExecutorService timer, ActionLimits limits, BooleanSupplier held, Consumer<String> end) {
        this.limits = limits;
        this.held = held;
        this.end = end;
        this.looks = timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The child is not to be blamed for what comes now. */
    void pause() {
        paused = true;
    }

    /** The child's time begins anew. */
    void resume() {
        lastWordNanos = System.nanoTime();
        paused = false;
    }

    private void look() {
        String reason = reason(System.nanoTime());
        if (reason != null) {
            looks.cancel(false);
            end.accept(reason);
        }
    }

    private @Nullable String reason(long now) {
        if (!held.getAsBoolean() && !lost) {
            lost = true;
            lostNanos = now;
        }
        if (lost && millis(now - lostNanos) >= limits.afterLossMillis()) {
            return "its shard was given up, and it did not finish: millis=" + limits.afterLossMillis();
        }
        if (!paused && limits.silenceMillis() != NEVER && millis(now - lastWordNanos) >= limits.silenceMillis()) {
            return "no answer in time: millis=" + limits.silenceMillis();
        }
        return null;
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    @Override
    public void close() {
        looks.cancel(false);
    }
}
