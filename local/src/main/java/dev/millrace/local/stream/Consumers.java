package dev.millrace.local.stream;

import dev.millrace.local.wire.ServiceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The registered consumers of one stream. Active from the moment of their registration. Safe for many threads. */
public final class Consumers {

    /** The service's limit. */
    static final int MAX_COUNT = 20;

    private final StreamName stream;
    private final Map<String, Consumer> byName = new TreeMap<>();
    private final Map<Consumer, ResourceAttributes> attributes = new HashMap<>();

    Consumers(StreamName stream) {
        this.stream = stream;
    }

    public synchronized Consumer register(String name, long nowMillis, Map<String, String> tags) {
        if (byName.containsKey(name)) {
            throw ServiceException.resourceInUse(
                    "Consumer " + name + " under stream " + stream.describe() + " already exists.");
        }
        if (byName.size() >= MAX_COUNT) {
            throw ServiceException.limitExceeded("This request would exceed the limit of " + MAX_COUNT
                    + " registered consumers of stream " + stream.describe() + ".");
        }
        Consumer consumer = new Consumer(stream, name, nowMillis);
        ResourceAttributes tagged = new ResourceAttributes("consumer " + name + " under stream " + stream.describe());
        tagged.tags().add(tags);
        attributes.put(consumer, tagged);
        byName.put(name, consumer);
        return consumer;
    }

    public synchronized void deregister(Consumer consumer) {
        byName.remove(consumer.name(), consumer);
        attributes.remove(consumer);
    }

    public synchronized Optional<Consumer> get(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public synchronized boolean has(Consumer consumer) {
        return consumer.equals(byName.get(consumer.name()));
    }

    /** Tags and policy of a consumer; nothing if it is not registered. */
    public synchronized Optional<ResourceAttributes> attributes(Consumer consumer) {
        return Optional.ofNullable(attributes.get(consumer));
    }

    /** By name. */
    public synchronized List<Consumer> list() {
        return List.copyOf(byName.values());
    }
}
