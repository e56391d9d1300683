package dev.millrace.local.stream;

import dev.millrace.local.wire.ServiceException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** All streams of the service. Safe for use by many threads. */
public final class Streams {

    private final ConcurrentMap<StreamName, Stream> streams = new ConcurrentHashMap<>();
    private final Clock clock;

    public Streams(Clock clock) {
        this.clock = clock;
    }

    public Clock clock() {
        return clock;
    }

    public Stream create(StreamName name, int shardCount, boolean onDemand) {
        Stream created = new Stream(name, shardCount, onDemand, clock);
        if (streams.putIfAbsent(name, created) != null) {
            throw ServiceException.resourceInUse("Stream " + name.describe() + " already exists.");
        }
        return created;
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
        stream.deregisterAll();
    }

    public Stream get(StreamName name) {
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

    /** An account's streams, by name. */
    public List<Stream> list(Account account) {
        return streams.values().stream()
                .filter(stream -> stream.name().account().equals(account))
                .sorted((left, right) -> left.name().compareTo(right.name()))
                .toList();
    }

    private static ServiceException notFound(StreamName name) {
        return ServiceException.resourceNotFound("Stream " + name.describe() + " not found.");
    }
}
