package dev.millrace.kcl;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.leases.Lease;
import software.amazon.kinesis.leases.LeaseCoordinator;
import software.amazon.kinesis.leases.ShardInfo;
import software.amazon.kinesis.leases.exceptions.LeasingException;
import software.amazon.kinesis.lifecycle.ShardConsumer;

/**
 * The library's scheduler on its thread. However it ends, that is told, and nothing of it is left running: on its own a
 * scheduler that dies leaves its shards being read and its leases renewed, with nobody to end shards or begin others.
 */
final class SchedulerRun {

    private static final Logger LOG = LoggerFactory.getLogger(SchedulerRun.class);
    private static final long LOOK_MILLIS = 50;

    /** For shards whose scheduler is gone, if there is no more time. */
    private static final long LEAST_MILLIS = 1_000;

    private final Scheduler scheduler;
    private final SchedulerState state;
    private final WorkerRoll roll;
    private final Consumer<Throwable> ended;
    private final Thread thread;
    private volatile boolean stopping;
    private boolean shutDown;

    SchedulerRun(Scheduler scheduler, SchedulerState state, Consumer<Throwable> ended) {
        this.scheduler = scheduler;
        this.state = state;
        this.roll = new WorkerRoll(scheduler.leaseManagementConfig());
        this.ended = ended;
        this.thread = new Thread(this::run, "millrace-kcl-scheduler");
    }

    void start() {
        thread.start();
    }

    LeaseCoordinator leases() {
        return scheduler.leaseCoordinator();
    }

    WorkerRoll roll() {
        return roll;
    }

    private void run() {
        Throwable cause;
        try {
            scheduler.run();
            cause = state.initializationFailure();
        } catch (RuntimeException | Error e) {
            cause = e;
        }
        if (!stopping) {
            ended.accept(cause == null ? new IllegalStateException("the library's scheduler ended by itself") : cause);
        }
    }

    /**
     * Stops it: gracefully if the time suffices, else not, which takes the library a few seconds more. For one thread at a
     * time.
     *
     * @return whether every processor returned in time
     */
    boolean stop(Duration timeout) {
        stopping = true;
        long end = System.nanoTime() + timeout.toNanos();
        while (!state.isInitialized() && thread.isAlive() && left(end) > 0) {
            // It cannot be stopped before it is initialized, and then only by taking its attempts away.
            thread.interrupt();
            join(LOOK_MILLIS);
        }
        if (!state.isInitialized() && thread.isAlive()) {
            return false;
        }
        boolean graceful = !shutDown && thread.isAlive() && shutDownGracefully(left(end));
        if (!graceful) {
            shutDown();
            join(left(end));
        }
        if (!thread.isAlive()) {
            endShards(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(left(end), LEAST_MILLIS)));
        }
        roll.signOff(Math.max(left(end), LEAST_MILLIS));
        boolean allReturned = scheduler.shardInfoShardConsumerMap().isEmpty();
        if (allReturned) {
            giveBack(end);
        }
        return allReturned;
    }

    private void shutDown() {
        shutDown = true;
        try {
            scheduler.shutdown();
        } catch (RuntimeException e) {
            LOG.warn("the library does not stop as it should", e);
        }
    }

    private boolean shutDownGracefully(long millis) {
        try {
            return scheduler.startGracefulShutdown().get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("processors did not return in time, the worker is stopped without them: millis={}", millis);
            return false;
        } catch (ExecutionException e) {
            LOG.warn("the library does not stop gracefully", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Does for shards what the scheduler would do if it still ran: tells them that their lease is lost. */
    private void endShards(long end) {
        Map<ShardInfo, ShardConsumer> consumers = scheduler.shardInfoShardConsumerMap();
        while (!consumers.isEmpty() && left(end) > 0 && !Thread.currentThread().isInterrupted()) {
            consumers.forEach((shard, consumer) -> {
                try {
                    if (consumer.leaseLost()) {
                        consumers.remove(shard);
                    } else {
                        consumer.executeLifecycle();
                    }
                } catch (RuntimeException | Error e) {
                    LOG.warn("a shard ends with a failure: shard={}", shard.shardId(), e);
                }
            });
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
        scheduler.executorService().shutdownNow();
    }

    /**
     * So that others can have the leases at once, and need not wait until they have run out. The table knows them all: some
     * may have been assigned that the worker has not found yet.
     */
    private void giveBack(long end) {
        String worker = scheduler.leaseManagementConfig().workerIdentifier();
        try {
            for (Lease lease : leases().leaseRefresher().listLeases()) {
                if (left(end) <= 0) {
                    return;
                }
                if (worker.equals(lease.leaseOwner())) {
                    leases().leaseRefresher().evictLease(lease);
                }
            }
        } catch (LeasingException e) {
            LOG.warn("leases could not be given back, they will run out: worker={}", worker, e);
        }
    }

    private static long left(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }

    private void join(long millis) {
        try {
            thread.join(Math.max(1, millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
