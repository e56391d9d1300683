package dev.millrace.local.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** The time that the body of one request may take. Either the body ends it, or the time is over; never both. */
final class BodyTime {

    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Scheduler.@Nullable Task alarm;

    /** The body is there, or will not come. False if the time was over before. */
    boolean end() {
        boolean inTime = ended.compareAndSet(false, true);
        Scheduler.Task set = alarm;
        if (set != null) {
            set.cancel();
        }
        return inTime;
    }

    /** Begins to run, unless the body is there already, as it is most often. */
    void begin(Scheduler scheduler, Duration limit, Runnable whenOver) {
        if (ended.get()) {
            return;
        }
        Scheduler.Task set = scheduler.schedule(
                () -> {
                    if (ended.compareAndSet(false, true)) {
                        whenOver.run();
                    }
                },
                limit.toNanos(),
                TimeUnit.NANOSECONDS);
        alarm = set;
        if (ended.get()) {
            set.cancel();
        }
    }
}
