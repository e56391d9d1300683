package dev.millrace.local;

import dev.millrace.local.operation.Operations;
import dev.millrace.local.server.KinesisServer;
import dev.millrace.local.stream.AccountLimits;
import dev.millrace.local.stream.Streams;
import java.net.URI;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;

/**
 * A Kinesis-compatible service on localhost, in this process.
 *
 * <pre>{@code
 * try (LocalKinesis kinesis = LocalKinesis.start()) {
 *     KinesisAsyncClient client = KinesisAsyncClient.builder()
 *             .endpointOverride(kinesis.endpoint())
 *             .region(Region.US_EAST_1)
 *             .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
 *             .build();
 * }
 * }</pre>
 *
 * <p>Threads: requests are served by a pool of daemon threads. Streams live in memory and end with it. It listens on
 * the loopback interface only and refuses requests whose Host header names anything else.
 */
public final class LocalKinesis implements AutoCloseable {

    private final KinesisServer server;

    private LocalKinesis(Builder builder) {
        Operations operations = new Operations(new Streams(builder.clock, builder.limits));
        this.server = new KinesisServer(operations, Builder.LOOPBACK, builder.port, builder.furtherHosts);
    }

    /** Starts a service with all defaults, on a free port. */
    public static LocalKinesis start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Where clients connect, such as {@code http://127.0.0.1:4567}. */
    public URI endpoint() {
        return URI.create("http://" + Builder.LOOPBACK + ":" + port());
    }

    public int port() {
        return server.port();
    }

    /** Stops serving and forgets all streams. Further calls do nothing. */
    @Override
    public void close() {
        server.stop();
    }

    /** Settings of a {@link LocalKinesis}. */
    public static final class Builder {

        private static final String LOOPBACK = "127.0.0.1";
        private static final int MAX_PORT = 65_535;

        private int port;
        private Clock clock = Clock.systemUTC();
        private Set<String> furtherHosts = Set.of();
        private AccountLimits limits = AccountLimits.RELAXED;

        private Builder() {}

        /** The port to listen on. Default: 0, a free one. Up to 65535. */
        public Builder port(int port) {
            if (port < 0 || port > MAX_PORT) {
                throw new IllegalArgumentException("port out of range: port=" + port + " (allowed 0 to 65535)");
            }
            this.port = port;
            return this;
        }

        /** The service's clock, for arrival times, sequence numbers and expiry. Default: the system's. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Host names beside the loopback's under which requests are accepted, for example a container's. Default:
         * none.
         */
        public Builder furtherHosts(Set<String> furtherHosts) {
            this.furtherHosts = Set.copyOf(furtherHosts);
            return this;
        }

        /** Most open shards that an account has in a region, on-demand streams left out. Default and most: 1,000,000. */
        public Builder shardLimit(int shardLimit) {
            this.limits = limits.withShardCount(shardLimit);
            return this;
        }

        /**
         * Starts the service.
         *
         * @throws java.io.UncheckedIOException if the port is in use
         */
        public LocalKinesis start() {
            LocalKinesis kinesis = new LocalKinesis(this);
            kinesis.server.start();
            return kinesis;
        }
    }
}
