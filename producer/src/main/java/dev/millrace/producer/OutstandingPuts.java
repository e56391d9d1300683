package dev.millrace.producer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Counts puts that are accepted and not answered, by epochs: a flush ends the current epoch and waits until it and
 * all before it are empty, whatever is put meanwhile.
 */
final class OutstandingPuts {

    /** The puts between two flushes. */
    static final class Epoch {
        private long count;

        private Epoch() {}
    }

    private final Deque<Epoch> epochs = new ArrayDeque<>();
    private long total;

    OutstandingPuts() {
        epochs.add(new Epoch());
    }

    synchronized Epoch begin() {
        total++;
        Epoch current = epochs.getLast();
        current.count++;
        return current;
    }

    synchronized void end(Epoch epoch, int count) {
        total -= count;
        epoch.count -= count;
        if (epoch.count == 0) {
            notifyAll();
        }
    }

    synchronized long total() {
        return total;
    }

    /** Waits until all that was begun before is ended; false if that took too long. */
    synchronized boolean await(long timeoutNanos) throws InterruptedException {
        Epoch last = epochs.getLast();
        epochs.add(new Epoch());
        long end = System.nanoTime() + timeoutNanos;
        while (!emptyUpTo(last)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    private boolean emptyUpTo(Epoch last) {
        while (epochs.size() > 1 && epochs.getFirst().count == 0) {
            if (epochs.removeFirst() == last) {
                return true;
            }
        }
        return !epochs.contains(last);
    }
}
