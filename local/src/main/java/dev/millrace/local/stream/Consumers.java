package dev.millrace.local.stream;

import dev.millrace.local.state.State;
import dev.millrace.local.wire.ServiceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The registered consumers of one stream. Active from the moment of their registration. Safe for many threads. */
public final class Consumers {

    /** The service's limit. */
    static final int MAX_COUNT = 20;

    private final StreamName stream;
    private final Runnable changed;
    private final Map<String, Consumer> byName = new TreeMap<>();
    private final Map<Consumer, ResourceAttributes> attributes = new HashMap<>();

    /** None yet; whoever wants to know is told of changes. */
    Consumers(StreamName stream, Runnable changed) {
        this.stream = stream;
        this.changed = changed;
    }

    /** As they were kept. */
    Consumers(List<State> states, StreamName stream, Runnable changed) {
        this(stream, changed);
        for (State state : states) {
            Consumer consumer = new Consumer(stream, state.text("name"), state.number("createdMillis"));
            byName.put(consumer.name(), consumer);
            attributes.put(
                    consumer, new ResourceAttributes(state.state("attributes"), describe(consumer.name()), changed));
        }
    }

    synchronized List<State> states() {
        List<State> states = new ArrayList<>();
        byName.values()
                .forEach(consumer -> states.add(State.create()
                        .with("name", consumer.name())
                        .with("createdMillis", consumer.createdMillis())
                        .with(
                                "attributes",
                                Objects.requireNonNull(attributes.get(consumer)).state())));
        return states;
    }

    public Consumer register(String name, long nowMillis, Map<String, String> tags) {
        Consumer consumer = new Consumer(stream, name, nowMillis);
        ResourceAttributes tagged = new ResourceAttributes(describe(name), changed);
        if (!tags.isEmpty()) {
            tagged.tags().add(tags);
        }
        synchronized (this) {
            if (byName.containsKey(name)) {
                throw ServiceException.resourceInUse(
                        "Consumer " + name + " under stream " + stream.describe() + " already exists.");
            }
            if (byName.size() >= MAX_COUNT) {
                throw ServiceException.limitExceeded("This request would exceed the limit of " + MAX_COUNT
                        + " registered consumers of stream " + stream.describe() + ".");
            }
            attributes.put(consumer, tagged);
            byName.put(name, consumer);
        }
        changed.run();
        return consumer;
    }

    public void deregister(Consumer consumer) {
        synchronized (this) {
            byName.remove(consumer.name(), consumer);
            attributes.remove(consumer);
        }
        changed.run();
    }

    private String describe(String name) {
        return "consumer " + name + " under stream " + stream.describe();
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
