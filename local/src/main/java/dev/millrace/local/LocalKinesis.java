package dev.millrace.local;

import dev.millrace.local.console.Console;
import dev.millrace.local.extension.ConsolePanel;
import dev.millrace.local.extension.TargetService;
import dev.millrace.local.fault.FaultControl;
import dev.millrace.local.fault.FaultPolicy;
import dev.millrace.local.fault.Faults;
import dev.millrace.local.fault.JumpingClock;
import dev.millrace.local.fault.Reshaping;
import dev.millrace.local.limit.Limits;
import dev.millrace.local.metrics.Metrics;
import dev.millrace.local.operation.Operations;
import dev.millrace.local.server.Access;
import dev.millrace.local.server.Addresses;
import dev.millrace.local.server.KinesisServer;
import dev.millrace.local.server.Observation;
import dev.millrace.local.server.Patience;
import dev.millrace.local.signature.AccessKey;
import dev.millrace.local.store.DataDirectory;
import dev.millrace.local.store.Recovery;
import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.AccountLimits;
import dev.millrace.local.stream.Storage;
import dev.millrace.local.stream.StreamName;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.subscription.SubscriptionTimes;
import dev.millrace.local.subscription.Subscriptions;
import dev.millrace.local.tls.CertificateSource;
import dev.millrace.local.traffic.ApiTraffic;
import dev.millrace.local.wire.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
 * <p>Threads: requests are served by a pool of daemon threads. Streams live in memory and end with it, unless it is given a
 * {@linkplain Builder#dataDirectory data directory}. It listens on
 * the loopback interface, unless told otherwise, and refuses requests whose Host header names anything else.
 */
public final class LocalKinesis implements AutoCloseable {

    private static final int MAX_SHARDS = 10_000;

    private final Streams streams;
    private final KinesisServer server;
    private final Subscriptions subscriptions;
    private final FaultControl faultControl;
    private final JumpingClock clock;
    private final CertificateSource certificates;

    private final String hostInUrls;
    private final @Nullable String controlToken;
    private final Storage storage;
    private final @Nullable Recovery recovery;

    private LocalKinesis(Builder builder, CertificateSource certificates, Storage storage) {
        this.storage = storage;
        this.subscriptions = new Subscriptions(builder.subscriptionTimes);
        this.clock = new JumpingClock(builder.clock);
        this.streams = new Streams(clock, builder.accountLimits(), storage);
        this.recovery = storage instanceof DataDirectory directory ? directory.recovery() : null;
        Faults faults = new Faults();
        this.faultControl = new FaultControl(faults, new Reshaping(streams));
        Limits limits = builder.strict ? Limits.strict(clock) : Limits.none();
        Operations operations = new Operations(streams, subscriptions, faults, limits, storage);
        this.certificates = certificates;
        this.hostInUrls = builder.reach.hostInUrls();
        this.controlToken = builder.reach.tokenIfNeeded();
        Access access = builder.reach.access(controlToken);
        Addresses addresses = builder.reach.addresses();
        ApiTraffic traffic = new ApiTraffic();
        Console console = new Console(streams, operations, subscriptions, builder.consolePanels);
        Metrics metrics = new Metrics(streams, subscriptions, traffic);
        Observation observation = new Observation(traffic, console, metrics);
        this.server = new KinesisServer(
                operations, faults, faultControl, builder.targetServices, observation, addresses, access, certificates);
        faults(builder.faults);
    }

    /** Starts a service with all defaults, on a free port. */
    public static LocalKinesis start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Where clients connect, such as {@code http://127.0.0.1:4567}. The same port takes TLS. */
    public URI endpoint() {
        return URI.create("http://" + hostInUrls + ":" + port());
    }

    /**
     * What requests that control the service itself, such as those for faults, have to say in the header
     * {@code X-Millrace-Control}; empty if anything will do, as on the loopback.
     */
    public Optional<String> controlToken() {
        return Optional.ofNullable(controlToken);
    }

    public int port() {
        return server.port();
    }

    /**
     * Where clients that insist on TLS connect, such as {@code https://127.0.0.1:4567}: the port for TLS alone if there
     * is one, else the port for all. They have to trust the {@linkplain #certificatePem() certificate}.
     */
    public URI tlsEndpoint() {
        return URI.create("https://" + hostInUrls + ":" + server.tlsPort());
    }

    /**
     * The certificate in PEM, for clients to trust. It vouches for itself and names localhost, 127.0.0.1, ::1 and the
     * further hosts. It is made when TLS is first spoken or this is first called.
     */
    public String certificatePem() {
        return certificates.get().pem();
    }

    /**
     * Writes the {@linkplain #certificatePem() certificate} into a file, which is replaced if it is there: a
     * {@code caCertFile} for the KPL, an {@code AWS_CA_BUNDLE} for the AWS CLI and Python, {@code NODE_EXTRA_CA_CERTS}
     * for Node.
     *
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void saveCertificate(Path file) {
        try {
            Files.writeString(file, certificatePem());
        } catch (IOException e) {
            throw new UncheckedIOException("certificate cannot be written: file=" + file + " (" + e + ")", e);
        }
    }

    /**
     * Makes a stream, active at once, of the account that callers have whose access key id tells none.
     *
     * @param region such as {@code us-east-1}
     * @param shardCount at least 1
     * @throws IllegalArgumentException if the name or the count is none that the service takes, or the stream is there
     */
    public void createStream(String region, String name, int shardCount) {
        if (!name.matches("[a-zA-Z0-9_.-]{1,128}")) {
            throw new IllegalArgumentException(
                    "stream name not allowed: '" + name + "' (1 to 128 characters of a-z A-Z 0-9 _ . -)");
        }
        if (shardCount < 1 || shardCount > MAX_SHARDS) {
            throw new IllegalArgumentException(
                    "shard count out of range: " + name + ":" + shardCount + " (1 to " + MAX_SHARDS + ")");
        }
        try {
            streams.create(new StreamName(new Account(Account.DEFAULT_ID, region), name), shardCount, false);
        } catch (ServiceException e) {
            throw new IllegalArgumentException(e.text(), e);
        }
    }

    /** Whether the account of callers whose access key id tells none has this stream. */
    public boolean hasStream(String region, String name) {
        StreamName wanted = new StreamName(new Account(Account.DEFAULT_ID, region), name);
        return streams.all().stream().anyMatch(stream -> stream.name().equals(wanted));
    }

    /** Has this go wrong from now on, in the place of what the policy before asked for. */
    public void faults(FaultPolicy policy) {
        faultControl.use(policy);
    }

    /** How often each rule of the faults' policy has hit so far, in the policy's order. */
    public List<Long> faultHits() {
        return faultControl.hits();
    }

    /** Moves the service's clock, forwards or backwards, as when the time of a machine is set. */
    public void jumpClock(Duration distance) {
        clock.jump(distance);
    }

    /** What was found in the data directory at the start; null if there is none. */
    public @Nullable Recovery recovery() {
        return recovery;
    }

    /** Stops serving, and forgets all streams unless there is a data directory. Further calls do nothing. */
    @Override
    public void close() {
        faultControl.close();
        subscriptions.close();
        server.stop();
        storage.close();
    }

    /** Settings of a {@link LocalKinesis}. */
    public static final class Builder {

        private final Reach reach = new Reach();
        private @Nullable Path dataDirectory;
        private boolean syncToDisk;
        private Clock clock = Clock.systemUTC();
        private SubscriptionTimes subscriptionTimes = SubscriptionTimes.DEFAULT;
        private FaultPolicy faults = FaultPolicy.none();
        private boolean strict;
        private @Nullable Integer shardLimit;
        private final List<ConsolePanel> consolePanels = new ArrayList<>();
        private final List<TargetService> targetServices = new ArrayList<>();

        private Builder() {}

        /** The port to listen on. Default: 0, a free one. Up to 65535. */
        public Builder port(int port) {
            reach.port(port);
            return this;
        }

        /**
         * The address of this machine to listen on. Default: 127.0.0.1, which nobody else can reach. 0.0.0.0 is all of
         * them. Beyond the loopback, requests that control the service need a {@linkplain #controlToken token}, and
         * whoever can reach it may call the API, unless there are {@linkplain #credentials credentials}.
         *
         * @throws IllegalArgumentException if it is neither an address nor a name that this machine knows
         */
        public Builder host(String host) {
            reach.host(host);
            return this;
        }

        /**
         * What requests that control the service itself have to say in the header {@code X-Millrace-Control}. Default:
         * on the loopback anything will do, beyond it a random one, see {@link LocalKinesis#controlToken}. 16 to 256
         * visible ASCII characters.
         */
        public Builder controlToken(String token) {
            reach.controlToken(token);
            return this;
        }

        /**
         * A second port, for TLS alone, where the first one takes TLS as well. Default: none. 0 is a free one; up to
         * 65535.
         */
        public Builder tlsPort(int tlsPort) {
            reach.tlsPort(tlsPort);
            return this;
        }

        /**
         * A file that keeps the certificate and its private key, so that clients which trust it still do after a
         * restart. It is made if it is not there, and only its owner may read it. Default: none, and each service makes
         * a certificate of its own.
         */
        public Builder keyFile(Path keyFile) {
            reach.keyFile(Objects.requireNonNull(keyFile, "keyFile"));
            return this;
        }

        /** The service's clock, for arrival times, sequence numbers and expiry. Default: the system's. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Host names beside the loopback's under which requests are accepted, for example a container's; the
         * certificate names them too. Default: none.
         */
        public Builder furtherHosts(Set<String> furtherHosts) {
            reach.furtherHosts(furtherHosts);
            return this;
        }

        /**
         * Most open shards that an account has in a region, on-demand streams left out. Default: 1,000,000, or 20,000
         * if strict. Up to 1,000,000.
         */
        public Builder shardLimit(int shardLimit) {
            this.shardLimit = AccountLimits.RELAXED.withShardCount(shardLimit).shardCount();
            return this;
        }

        /**
         * Lets those call who sign with this key, and no others; to be called again for further keys. Default: none, and
         * signatures are not looked at. The control endpoint and the like are asked for without a signature.
         *
         * @param accessKeyId 1 to 128 letters, digits and underscores; one of twelve digits is the account, too
         * @param secretAccessKey not empty
         */
        public Builder credentials(String accessKeyId, String secretAccessKey) {
            reach.credentials(new AccessKey(accessKeyId, secretAccessKey));
            return this;
        }

        /**
         * Whether the service's limits hold: what a shard takes and gives in a second, how often each operation may be
         * called, and what an account may have. Default: no, nothing is throttled.
         */
        public Builder strict(boolean strict) {
            this.strict = strict;
            return this;
        }

        private AccountLimits accountLimits() {
            AccountLimits limits = strict ? AccountLimits.STRICT : AccountLimits.RELAXED;
            return shardLimit == null ? limits : limits.withShardCount(shardLimit);
        }

        /**
         * After how long a subscription of SubscribeToShard ends, to be renewed by its client. Default: 5 minutes, as
         * the service's. Longer than zero.
         */
        public Builder subscriptionLifetime(Duration lifetime) {
            if (lifetime.isZero() || lifetime.isNegative()) {
                throw new IllegalArgumentException(
                        "subscription lifetime out of range: " + lifetime + " (longer than zero)");
            }
            return subscriptionTimes(
                    new SubscriptionTimes(subscriptionTimes.heartbeat(), lifetime, subscriptionTimes.protection()));
        }

        /**
         * A folder that keeps streams, records, consumers and iterators for the next start; made if it is not there.
         * Default: none, and all is in memory and ends with the service.
         */
        public Builder dataDirectory(Path folder) {
            this.dataDirectory = Objects.requireNonNull(folder, "folder");
            return this;
        }

        /**
         * Whether each write to the data directory waits for the device. Default: false, and an acknowledged record
         * outlives the process, however it ends, and perhaps not a power cut. True is slower by far.
         */
        public Builder syncToDisk(boolean syncToDisk) {
            this.syncToDisk = syncToDisk;
            return this;
        }

        /** One more service at the same port. Default: none. */
        public Builder targetService(TargetService service) {
            targetServices.add(Objects.requireNonNull(service, "service"));
            return this;
        }

        /** One more page of the console. Default: none. */
        public Builder consolePanel(ConsolePanel panel) {
            consolePanels.add(Objects.requireNonNull(panel, "panel"));
            return this;
        }

        /** What goes wrong on purpose. Default: nothing. */
        public Builder faults(FaultPolicy policy) {
            this.faults = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /** For tests. */
        Builder patience(Patience patience) {
            reach.patience(patience);
            return this;
        }

        /** For tests. */
        Builder subscriptionTimes(SubscriptionTimes times) {
            this.subscriptionTimes = times;
            return this;
        }

        /**
         * Starts the service.
         *
         * @throws java.io.UncheckedIOException if a port is in use, or the key file or the data directory cannot be read
         *     or written, or the data directory is damaged
         * @throws IllegalArgumentException if the key file is open to others, or holds no valid certificate; or the data
         *     directory is in use, or another's folder
         */
        public LocalKinesis start() {
            CertificateSource certificates = reach.certificates();
            Storage storage = dataDirectory == null ? Storage.IN_MEMORY : DataDirectory.open(dataDirectory, syncToDisk);
            try {
                LocalKinesis kinesis = new LocalKinesis(this, certificates, storage);
                kinesis.server.start();
                return kinesis;
            } catch (RuntimeException e) {
                storage.close();
                throw e;
            }
        }
    }
}
