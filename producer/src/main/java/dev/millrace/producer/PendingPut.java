package dev.millrace.producer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A user record that was accepted: who waits for it, since when, and what was tried. Its bytes are in an aggregate.
 */
final class PendingPut {

    final CompletableFuture<PutResult> future = new CompletableFuture<>();
    final OutstandingPuts.Epoch epoch;
    final long bufferBytes;
    final int dataBytes;
    final long acceptedNanos;

    /** What was tried in Kinesis records that it is no longer in. */
    private List<Attempt> before = List.of();

    PendingPut(OutstandingPuts.Epoch epoch, long bufferBytes, int dataBytes, long acceptedNanos) {
        this.epoch = epoch;
        this.bufferBytes = bufferBytes;
        this.dataBytes = dataBytes;
        this.acceptedNanos = acceptedNanos;
    }

    /** It leaves the Kinesis record with these attempts for another one. */
    void leave(List<Attempt> attempts) {
        before = allAttempts(attempts);
    }

    /** How often it was sent in Kinesis records that it is no longer in. */
    int attemptsBefore() {
        return before.size();
    }

    List<Attempt> allAttempts(List<Attempt> current) {
        if (before.isEmpty()) {
            return current;
        }
        List<Attempt> all = new ArrayList<>(before);
        all.addAll(current);
        return all;
    }
}
