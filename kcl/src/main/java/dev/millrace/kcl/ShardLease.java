package dev.millrace.kcl;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.kinesis.leases.Lease;
import software.amazon.kinesis.leases.LeaseCoordinator;
import software.amazon.kinesis.leases.exceptions.LeasingException;

/**
 * This worker's hold on a shard, from when it was taken up. The library tells of a loss only between two calls of a
 * processor; this can be asked meanwhile. What it says comes from memory.
 */
final class ShardLease {

    private static final Logger LOG = LoggerFactory.getLogger(ShardLease.class);

    private final LeaseCoordinator leases;
    private final String key;
    private final @Nullable UUID token;

    private ShardLease(LeaseCoordinator leases, String key, @Nullable UUID token) {
        this.leases = leases;
        this.key = key;
        this.token = token;
    }

    /** The hold that there is now; lost from the start if there is none. */
    static ShardLease take(LeaseCoordinator leases, String key) {
        Lease held = leases.getCurrentlyHeldLease(key);
        return new ShardLease(leases, key, held == null ? null : held.concurrencyToken());
    }

    /** Whether it is still this worker's, and nobody has asked for it. */
    boolean isUndisputed() {
        Lease held = held();
        return held != null && !held.shutdownRequested();
    }

    /** Stops keeping it: it runs out, and this worker takes it for lost. */
    void drop() {
        Lease held = held();
        if (held != null) {
            leases.dropLease(held);
        }
    }

    /** Gives it to another worker, or if there is none back, for whoever comes. */
    void release(WorkerRoll roll) {
        Lease held = held();
        if (held == null) {
            return;
        }
        leases.dropLease(held);
        try {
            Optional<String> heir = roll.another();
            if (heir.isPresent()) {
                leases.leaseRefresher().assignLease(held, heir.get());
            } else {
                leases.leaseRefresher().evictLease(held);
            }
        } catch (LeasingException e) {
            LOG.warn("lease could not be given back, it will run out: lease={}", key, e);
        }
    }

    private @Nullable Lease held() {
        Lease held = leases.getCurrentlyHeldLease(key);
        return held == null || token == null || !token.equals(held.concurrencyToken()) ? null : held;
    }
}
