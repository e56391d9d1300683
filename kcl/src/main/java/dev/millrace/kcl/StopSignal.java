package dev.millrace.kcl;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells that the worker is to stop. It is given once, for good, and ends every wait. */
final class StopSignal {

    private final CountDownLatch given = new CountDownLatch(1);

    void give() {
        given.countDown();
    }

    boolean isGiven() {
        return given.getCount() == 0;
    }

    /** Waits. Whether there is to be an end: the signal was given, or the thread interrupted. */
    boolean endsWithin(long millis) {
        try {
            return given.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * Waits.
     *
     * @throws CancellationException if there is to be an end
     */
    void pause(long millis) {
        if (endsWithin(millis)) {
            throw new CancellationException("the worker was closed while it started");
        }
    }
}
