package dev.millrace.firehose.local.delivery;

import dev.millrace.firehose.DeliveryBusyException;
import dev.millrace.firehose.DeliveryStream;
import dev.millrace.firehose.local.definition.Definition;
import dev.millrace.firehose.local.definition.DefinitionFile;
import dev.millrace.firehose.local.definition.DestinationSettings;
import dev.millrace.firehose.local.definition.Status;
import dev.millrace.local.wire.ServiceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One delivery stream of the API: its definition, and the engine that runs it. Puts share a lock that whoever replaces
 * the engine has alone; changes come one after the other. A put whose function hangs keeps nobody from that lock for long:
 * the engine is closed without it then, and the put fails.
 */
public final class LocalDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(LocalDelivery.class);

    /** How long puts may take to an end before one is changed or gone, and then the delivery of what waits. */
    private static final Duration LAST_DELIVERY = Duration.ofSeconds(10);

    private final Path folder;
    private final DefinitionFile file;
    private final EngineFactory engines;
    private final DeliveryCounts counts;
    private final ReadWriteLock engineLock = new ReentrantReadWriteLock();
    private volatile Definition definition;
    private volatile @Nullable String failure;
    private @Nullable DeliveryStream engine;

    LocalDelivery(Definition definition, Path folder, EngineFactory engines, Clock clock) {
        this.definition = definition;
        this.folder = folder;
        this.file = new DefinitionFile(folder);
        this.engines = engines;
        this.counts = new DeliveryCounts(clock);
    }

    public Definition definition() {
        return definition;
    }

    public DeliveryCounts counts() {
        return counts;
    }

    /** Why it does not run although it should; null if it does. */
    public @Nullable String failure() {
        return failure;
    }

    Path folder() {
        return folder;
    }

    /**
     * Checks that an engine takes it, and keeps it.
     *
     * @throws ServiceException if none does
     */
    void prepare() {
        engines.checkSource(definition.source());
        var unused = build(definition);
        file.save(definition);
    }

    private DeliveryStream build(Definition wanted) {
        return engines.build(wanted, folder.resolve("engine"), counts);
    }

    /**
     * Starts it: from then on it is active, or creating it has failed. One that is being deleted stays so, and delivers
     * what waits.
     */
    synchronized void start() {
        if (definition.status() == Status.CREATING_FAILED) {
            return;
        }
        end(false, () -> run(definition));
        if (definition.status() == Status.DELETING) {
            return;
        }
        change(before -> failure != null && before.status() == Status.CREATING
                ? before.with(Status.CREATING_FAILED, failure)
                : before.with(Status.ACTIVE, null));
    }

    private void run(Definition wanted) {
        try {
            DeliveryStream started = build(wanted);
            started.start();
            engine = started;
            failure = null;
            var unused = started.termination().whenComplete((nothing, reason) -> {
                if (reason != null) {
                    failure = reason.toString();
                    LOG.error("delivery stream has failed: arn={}", wanted.key().arn(), reason);
                }
            });
        } catch (RuntimeException e) {
            engine = null;
            failure = e.toString();
            LOG.error("delivery stream cannot be started: arn={}", wanted.key().arn(), e);
        }
    }

    /**
     * Takes records, all or none. When this returns, they outlast a crash.
     *
     * @throws ServiceException if it is not active, reads a stream, or cannot take them now
     */
    public void put(List<ByteBuffer> records) {
        if (definition.source().stream() != null) {
            throw ServiceException.invalidArgument(
                    "This operation is not permitted on " + definition.source().type() + " delivery stream type.");
        }
        engineLock.readLock().lock();
        try {
            if (definition.status() != Status.ACTIVE) {
                throw DeliveryStreams.notFound(definition.key());
            }
            if (engine == null || failure != null) {
                throw unavailable();
            }
            engine.put(records);
        } catch (IllegalArgumentException e) {
            throw ServiceException.invalidArgument(String.valueOf(e.getMessage()));
        } catch (DeliveryBusyException | IllegalStateException e) {
            // Too much waits, or the engine was closed meanwhile: both pass.
            throw unavailable();
        } catch (IOException e) {
            LOG.error("records could not be stored: arn={}", definition.key().arn(), e);
            throw unavailable();
        } finally {
            engineLock.readLock().unlock();
        }
    }

    private static ServiceException unavailable() {
        return ServiceException.unavailable("Slow down.");
    }

    /**
     * Replaces the definition, but not what it says of the destination, and keeps it.
     *
     * @throws ServiceException if it is not active, and whatever the change throws; then all is as before
     */
    public synchronized void changeActive(UnaryOperator<Definition> change) {
        checkActive();
        change(change);
    }

    private void checkActive() {
        if (definition.status() != Status.ACTIVE) {
            throw inUse();
        }
    }

    private synchronized void change(UnaryOperator<Definition> change) {
        Definition next = change.apply(definition);
        file.save(next);
        definition = next;
    }

    /**
     * Changes the destination. Records that were taken before go to the one before if that takes them soon, else to the
     * new one; those that come meanwhile wait, and go to the new one.
     *
     * @throws ServiceException if the version is another one, or no engine takes the change; then all is as before
     */
    public synchronized void update(String version, UnaryOperator<DestinationSettings> change, Clock clock) {
        checkActive();
        if (!version.equals(Integer.toString(definition.version()))) {
            throw ServiceException.named(
                    "ConcurrentModificationException",
                    "Version of delivery stream " + definition.key().name() + " is " + definition.version() + ", not "
                            + version + ".");
        }
        Definition next = definition.with(change.apply(definition.destination()), clock.instant());
        var unused = build(next);
        end(true, () -> {
            try {
                change(before -> next);
            } catch (RuntimeException e) {
                run(definition);
                throw e;
            }
            run(next);
        });
    }

    private ServiceException inUse() {
        return ServiceException.resourceInUse("Firehose " + definition.key().name() + " under account "
                + definition.key().account().id() + " is not ACTIVE, instead in state " + definition.status() + ".");
    }

    /** Marks it as one that is being deleted. @return whether it was not marked before */
    synchronized boolean markDeleted() {
        if (definition.status() == Status.CREATING) {
            throw inUse();
        }
        if (definition.status() == Status.DELETING) {
            return false;
        }
        change(before -> before.with(Status.DELETING, null));
        return true;
    }

    private void deliverWhatWaits() {
        DeliveryStream running = engine;
        if (running == null) {
            return;
        }
        try {
            if (!running.flush(LAST_DELIVERY)) {
                LOG.warn(
                        "not all was delivered in time: arn={} seconds={}",
                        definition.key().arn(),
                        LAST_DELIVERY.toSeconds());
            }
        } catch (IllegalStateException e) {
            LOG.warn("not all could be delivered: arn={}", definition.key().arn(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends the engine.
     *
     * @param deliver whether what waits is delivered first, if that is soon done
     */
    synchronized void stop(boolean deliver) {
        end(deliver, () -> {});
    }

    /** Ends the engine; then does this before anybody can put again. */
    private void end(boolean deliver, Runnable then) {
        Lock writing = engineLock.writeLock();
        boolean alone = tryLock(writing, deliver ? LAST_DELIVERY : Duration.ZERO);
        try {
            if (deliver) {
                deliverWhatWaits();
            }
            if (engine != null) {
                engine.close();
            }
            if (!alone) {
                // The puts that had it have failed with the engine.
                writing.lock();
                alone = true;
            }
            engine = null;
            then.run();
        } finally {
            if (alone) {
                writing.unlock();
            }
        }
    }

    private static boolean tryLock(Lock lock, Duration limit) {
        try {
            return lock.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
