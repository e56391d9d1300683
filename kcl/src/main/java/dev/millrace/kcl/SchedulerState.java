package dev.millrace.kcl;

import org.jspecify.annotations.Nullable;
import software.amazon.kinesis.coordinator.WorkerStateChangeListener;

/** How far a scheduler's start has got, as it tells it. Passes on what it is told. */
final class SchedulerState implements WorkerStateChangeListener {

    private final @Nullable WorkerStateChangeListener next;
    private volatile boolean initialized;
    private volatile @Nullable Throwable initializationFailure;

    SchedulerState(@Nullable WorkerStateChangeListener next) {
        this.next = next;
    }

    boolean isInitialized() {
        return initialized;
    }

    /** Why it never came to run; null if it did, or has not given up yet. */
    @Nullable
    Throwable initializationFailure() {
        return initializationFailure;
    }

    @Override
    public void onWorkerStateChange(WorkerState state) {
        if (state == WorkerState.STARTED) {
            initialized = true;
        }
        if (next != null) {
            next.onWorkerStateChange(state);
        }
    }

    @Override
    public void onAllInitializationAttemptsFailed(Throwable failure) {
        initializationFailure = failure;
        if (next != null) {
            next.onAllInitializationAttemptsFailed(failure);
        }
    }
}
