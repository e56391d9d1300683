package dev.millrace.local.stream;

import dev.millrace.local.wire.ServiceException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All streams of the service. Safe for use by many threads.
 *
 * <p>Once a minute the call that happens to come first frees the expired records of all streams, so that streams which
 * nobody uses do not hold them; there is no thread for it.
 */
public final class Streams {

    private static final long SWEEP_MILLIS = Duration.ofMinutes(1).toMillis();

    private final ConcurrentMap<StreamName, Stream> streams = new ConcurrentHashMap<>();
    private final AtomicLong sweptMillis;
    private final Clock clock;
    private final AccountLimits limits;
    private final Storage storage;
    private final Object growth = new Object();

    /** None, in memory. */
    public Streams(Clock clock) {
        this(clock, AccountLimits.RELAXED);
    }

    /** None, in memory. */
    public Streams(Clock clock, AccountLimits limits) {
        this(clock, limits, Storage.IN_MEMORY);
    }

    /**
     * Those that are kept.
     *
     * @throws java.io.UncheckedIOException if they cannot be read
     * @throws IllegalArgumentException if what is kept is not whole
     */
    public Streams(Clock clock, AccountLimits limits, Storage storage) {
        this.clock = clock;
        this.limits = limits;
        this.storage = storage;
        this.sweptMillis = new AtomicLong(clock.millis());
        for (StreamStorage kept : storage.streams()) {
            Stream stream = new Stream(Objects.requireNonNull(kept.saved()), clock, kept);
            if (streams.putIfAbsent(stream.name(), stream) != null) {
                throw new IllegalArgumentException(
                        "kept twice: stream " + stream.name().describe());
            }
        }
    }

    public Clock clock() {
        return clock;
    }

    public AccountLimits limits() {
        return limits;
    }

    public Stream create(StreamName name, int shardCount, boolean onDemand) {
        Stream created = prepare(name, shardCount, onDemand);
        add(created);
        return created;
    }

    /** A stream that nobody sees until it is added. */
    public Stream prepare(StreamName name, int shardCount, boolean onDemand) {
        return new Stream(name, shardCount, onDemand, clock, storage.newStream());
    }

    public void add(Stream stream) {
        StreamName name = stream.name();
        if (streams.containsKey(name)) {
            throw alreadyExists(name);
        }
        grow(stream, stream.onDemand() ? 0 : stream.topology().openShardCount(), () -> {
            if (stream.onDemand()) {
                checkOnDemandCount(name.account());
            }
            if (streams.containsKey(name)) {
                throw alreadyExists(name);
            }
            stream.keep();
            streams.put(name, stream);
        });
    }

    /** Makes a change by which a stream gets so many more shards that count, unless that exceeds the account's limit. */
    public void grow(Stream stream, int furtherShards, Runnable change) {
        Account account = stream.name().account();
        synchronized (growth) {
            int count = openShardCount(account);
            if (furtherShards > 0 && count + (long) furtherShards > limits.shardCount()) {
                throw ServiceException.limitExceeded("This request would exceed the shard limit for the account "
                        + account.id() + " in " + account.region() + ". Current shard count for the account: " + count
                        + ". Limit: " + limits.shardCount()
                        + ". Number of additional shards that would have resulted from this request: " + furtherShards
                        + ". Refer to the AWS Service Limits page"
                        + " (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits"
                        + " and how to request higher limits.");
            }
            change.run();
        }
    }

    /** Refuses one more on-demand stream if the account has as many as it may have. To be asked within {@link #grow}. */
    public void checkOnDemandCount(Account account) {
        if (onDemandStreamCount(account) >= limits.onDemandStreamCount()) {
            throw ServiceException.limitExceeded("Account " + account.id() + " may have " + limits.onDemandStreamCount()
                    + " streams in on-demand mode in " + account.region() + ".");
        }
    }

    /** Open shards of an account's provisioned streams: those that its limit is about. */
    public int openShardCount(Account account) {
        return list(account).stream()
                .filter(stream -> !stream.onDemand())
                .mapToInt(stream -> stream.topology().openShardCount())
                .sum();
    }

    public int onDemandStreamCount(Account account) {
        return (int) list(account).stream().filter(Stream::onDemand).count();
    }

    /** Deletes a stream with its consumers; refuses if it has any, unless told to delete them. */
    public void delete(StreamName name, boolean withConsumers) {
        Stream stream = get(name);
        if (!withConsumers && !stream.consumers().list().isEmpty()) {
            throw ServiceException.resourceInUse("Stream " + name.describe()
                    + " has registered consumers: deregister them, or set EnforceConsumerDeletion.");
        }
        if (!streams.remove(name, stream)) {
            throw notFound(name);
        }
        stream.delete();
    }

    public Stream get(StreamName name) {
        sweep();
        Stream stream = streams.get(name);
        if (stream == null) {
            throw notFound(name);
        }
        return stream;
    }

    /** Every account's streams, by name. */
    public List<Stream> all() {
        return streams.values().stream()
                .sorted((left, right) -> left.name().compareTo(right.name()))
                .toList();
    }

    /** The attributes of a stream, see {@link ResourceDirectory}. */
    public @Nullable ResourceAttributes attributes(String arn) {
        StreamName name = StreamName.parse(arn);
        return name == null ? null : get(name).settings().attributes();
    }

    private void sweep() {
        long now = clock.millis();
        long swept = sweptMillis.get();
        if (now - swept >= SWEEP_MILLIS && sweptMillis.compareAndSet(swept, now)) {
            streams.values().forEach(Stream::rest);
        }
    }

    /** An account's streams, by name. */
    public List<Stream> list(Account account) {
        return streams.values().stream()
                .filter(stream -> stream.name().account().equals(account))
                .sorted((left, right) -> left.name().compareTo(right.name()))
                .toList();
    }

    private static ServiceException alreadyExists(StreamName name) {
        return ServiceException.resourceInUse("Stream " + name.describe() + " already exists.");
    }

    private static ServiceException notFound(StreamName name) {
        return ServiceException.resourceNotFound("Stream " + name.describe() + " not found.");
    }
}
