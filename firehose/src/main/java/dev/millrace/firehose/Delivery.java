package dev.millrace.firehose;

import dev.millrace.firehose.journal.Journal;
import dev.millrace.firehose.journal.ObjectState;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes sealed objects to the destination, one after the other, until the journal is closed. */
final class Delivery implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final Journal journal;
    private final DeliveryTargets targets;
    private final DeliveryListener listener;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private boolean failing;

    Delivery(Journal journal, DeliveryTargets targets, DeliveryListener listener) {
        this.journal = journal;
        this.targets = targets;
        this.listener = listener;
    }

    /** Completes when the journal is closed; exceptionally if it cannot be used any more. */
    CompletableFuture<Void> end() {
        return end;
    }

    @Override
    public void run() {
        try {
            for (ObjectState object = journal.awaitSealed(); object != null; object = journal.awaitSealed()) {
                deliver(object);
            }
            end.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end.completeExceptionally(e);
        } catch (IOException | RuntimeException | Error e) {
            end.completeExceptionally(e);
        }
    }

    private void deliver(ObjectState object) throws IOException, InterruptedException {
        try {
            targets.write(object, journal.file(object));
        } catch (IOException | RuntimeException e) {
            forgetInterrupt();
            putOff(object, e);
            return;
        }
        forgetInterrupt();
        if (!journal.delivered(object)) {
            return;
        }
        pauseMillis = FIRST_PAUSE_MILLIS;
        if (failing) {
            failing = false;
            LOG.info("delivery goes on: destination={}", targets.of(object));
        }
        listener.delivered(object);
    }

    /** Nobody ends this thread by one: a destination has left it. */
    private static void forgetInterrupt() {
        boolean unused = Thread.interrupted();
    }

    /** One WARN for the first failure in a row; the listener is told of each. */
    private void putOff(ObjectState object, Exception failure) throws InterruptedException {
        if (!failing) {
            failing = true;
            LOG.warn(
                    "delivery fails and is tried again: object={} destination={}",
                    object.name(),
                    targets.of(object),
                    failure);
        }
        journal.putOff(object);
        listener.deliveryFailed(object, failure);
        boolean unused = journal.awaitClosed(Duration.ofMillis(pauseMillis));
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
    }
}
