package dev.millrace.firehose.local.delivery;

import dev.millrace.firehose.local.definition.Definition;
import dev.millrace.firehose.local.definition.DefinitionFile;
import dev.millrace.firehose.local.definition.DeliveryStreamKey;
import dev.millrace.firehose.local.definition.Status;
import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** All delivery streams, each in a folder of its own, whose name says nothing. */
public final class DeliveryStreams implements AutoCloseable {

    /** Most of an account in a region; each has threads of its own. */
    static final int MOST = 50;

    private static final Comparator<LocalDelivery> BY_KEY =
            Comparator.comparing(delivery -> delivery.definition().key().arn());
    private static final long LONGEST_END_SECONDS = 60;

    private final Path folder;
    private final EngineFactory engines;
    private final boolean deliverAtEnd;
    private final Clock clock;
    private final Map<DeliveryStreamKey, LocalDelivery> byKey = new ConcurrentHashMap<>();
    private final ExecutorService workers = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "millrace-firehose");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Those of a folder.
     *
     * @param deliverAtEnd whether what waits is delivered at the end, since nobody will after it
     */
    public DeliveryStreams(Path folder, EngineFactory engines, boolean deliverAtEnd, Clock clock) {
        this.folder = folder;
        this.engines = engines;
        this.deliverAtEnd = deliverAtEnd;
        this.clock = clock;
    }

    /**
     * Starts those that the folder has.
     *
     * @throws UncheckedIOException if it cannot be read, or a definition in it is damaged
     */
    public void open() {
        try {
            Files.createDirectories(folder);
            List<Path> folders;
            try (Stream<Path> entries = Files.list(folder)) {
                folders = entries.sorted().toList();
            }
            for (Path each : folders) {
                // Without a definition it never came to be, or is almost deleted.
                if (Files.exists(each.resolve(DefinitionFile.NAME))) {
                    open(each);
                } else {
                    delete(each);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("delivery streams cannot be read: folder=" + folder, e);
        }
    }

    private void open(Path each) {
        Definition kept = new DefinitionFile(each).read();
        LocalDelivery delivery = new LocalDelivery(kept, each, engines, clock);
        byKey.put(kept.key(), delivery);
        delivery.start();
        if (kept.status() == Status.DELETING) {
            workers.execute(() -> remove(delivery));
        }
    }

    /**
     * Creates one, which is active soon.
     *
     * @throws ServiceException if it is there already, there are too many, or it cannot be run
     */
    public synchronized void create(Definition wanted) {
        DeliveryStreamKey key = wanted.key();
        if (byKey.containsKey(key)) {
            throw ServiceException.resourceInUse("Firehose " + key.name() + " under accountId "
                    + key.account().id() + " already exists");
        }
        if (of(key.account()).size() >= MOST) {
            throw ServiceException.limitExceeded("Account " + key.account().id() + " has as many delivery streams in "
                    + key.account().region() + " as are allowed here: " + MOST + ".");
        }
        LocalDelivery created =
                new LocalDelivery(wanted, folder.resolve(UUID.randomUUID().toString()), engines, clock);
        created.prepare();
        byKey.put(key, created);
        workers.execute(created::start);
    }

    /** @throws ServiceException if there is none */
    public LocalDelivery get(DeliveryStreamKey key) {
        LocalDelivery found = byKey.get(key);
        if (found == null) {
            throw notFound(key);
        }
        return found;
    }

    static ServiceException notFound(DeliveryStreamKey key) {
        return ServiceException.resourceNotFound(
                "Firehose " + key.name() + " under account " + key.account().id() + " not found.");
    }

    /** Those of an account, by name. */
    public List<LocalDelivery> of(Account account) {
        return all().stream()
                .filter(delivery -> delivery.definition().key().account().equals(account))
                .toList();
    }

    /** Those of all accounts, by ARN. */
    public List<LocalDelivery> all() {
        return byKey.values().stream().sorted(BY_KEY).toList();
    }

    /**
     * Deletes one: what waits is delivered if that is soon done, then it is gone.
     *
     * @throws ServiceException if there is none, or it is being created
     */
    public void delete(DeliveryStreamKey key) {
        LocalDelivery found = get(key);
        if (found.markDeleted()) {
            workers.execute(() -> remove(found));
        }
    }

    private void remove(LocalDelivery deleted) {
        deleted.stop(true);
        try {
            Files.deleteIfExists(deleted.folder().resolve(DefinitionFile.NAME));
            delete(deleted.folder());
        } catch (IOException e) {
            throw new UncheckedIOException("delivery stream cannot be deleted: folder=" + deleted.folder(), e);
        }
        byKey.remove(deleted.definition().key(), deleted);
    }

    private static void delete(Path root) throws IOException {
        List<Path> paths;
        try (Stream<Path> all = Files.walk(root)) {
            paths = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }

    /** Ends all; those that are being created or deleted are waited for. */
    @Override
    public synchronized void close() {
        byKey.values().forEach(delivery -> workers.execute(() -> delivery.stop(deliverAtEnd)));
        workers.shutdown();
        try {
            workers.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byKey.clear();
    }
}
