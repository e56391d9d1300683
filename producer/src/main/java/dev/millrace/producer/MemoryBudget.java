package dev.millrace.producer;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The bytes that accepted user records may take. Who waits for room is served in order of arrival. */
final class MemoryBudget {

    /** Permits are handed out in units, so that budgets over 2 GiB can be had. */
    private static final int UNIT = 64;

    private final int units;
    private final Semaphore free;

    MemoryBudget(long bytes) {
        this.units = units(bytes);
        this.free = new Semaphore(units, true);
    }

    /** Takes room, or returns false if there is none within the time; a time of 0 does not wait. */
    boolean acquire(long bytes, long waitMillis) throws InterruptedException {
        int count = units(bytes);
        if (count > units) {
            return false;
        }
        // The timed form keeps the order of arrival even with a time of 0, the other one does not.
        return free.tryAcquire(count, waitMillis, TimeUnit.MILLISECONDS);
    }

    void release(long bytes) {
        free.release(units(bytes));
    }

    long usedBytes() {
        return (long) (units - free.availablePermits()) * UNIT;
    }

    private static int units(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, (bytes - 1) / UNIT + 1);
    }
}
