package dev.millrace.local.junit;

import dev.millrace.local.LocalKinesis;
import java.util.concurrent.atomic.AtomicLong;

/** A service with its clients and the streams of its tests. Safe for use by many threads. */
final class RunningService implements AutoCloseable {

    private final LocalKinesis service;
    private final LocalKinesisClients clients;
    private final String region;
    private final AtomicLong streamCount = new AtomicLong();

    RunningService(LocalKinesis service, LocalKinesisClients clients, String region) {
        this.service = service;
        this.clients = clients;
        this.region = region;
    }

    LocalKinesis service() {
        return service;
    }

    LocalKinesisClients clients() {
        return clients;
    }

    void createStream(String name, int shardCount) {
        service.createStream(region, name, shardCount);
    }

    /** Makes a stream whose name begins so, and that no other test has. */
    String createStreamLike(String prefix, int shardCount) {
        String name = prefix + "-" + streamCount.incrementAndGet();
        createStream(name, shardCount);
        return name;
    }

    @Override
    public void close() {
        try {
            clients.close();
        } finally {
            service.close();
        }
    }
}
