package dev.millrace.local;

import dev.millrace.local.console.Console;
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
import dev.millrace.local.store.DataDirectory;
import dev.millrace.local.store.Recovery;
import dev.millrace.local.stream.Account;
import dev.millrace.local.stream.Storage;
import dev.millrace.local.stream.StreamName;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.subscription.Subscriptions;
import dev.millrace.local.tls.CertificateSource;
import dev.millrace.local.traffic.ApiTraffic;
import dev.millrace.local.wire.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
 * {@linkplain LocalKinesisBuilder#dataDirectory data directory}. It listens on
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

    LocalKinesis(LocalKinesisSettings settings, CertificateSource certificates, Storage storage) {
        this.storage = storage;
        this.subscriptions = new Subscriptions(settings.subscriptionTimes());
        this.clock = new JumpingClock(settings.clock());
        this.streams = new Streams(clock, settings.accountLimits(), storage);
        this.recovery = storage instanceof DataDirectory directory ? directory.recovery() : null;
        Faults faults = new Faults();
        this.faultControl = new FaultControl(faults, new Reshaping(streams));
        Limits limits = settings.strict() ? Limits.strict(clock) : Limits.none();
        Operations operations = new Operations(streams, subscriptions, faults, limits, storage);
        this.certificates = certificates;
        this.hostInUrls = settings.reach().hostInUrls();
        this.controlToken = settings.reach().tokenIfNeeded();
        Access access = settings.reach().access(controlToken);
        Addresses addresses = settings.reach().addresses();
        ApiTraffic traffic = new ApiTraffic();
        Console console = new Console(streams, operations, subscriptions, settings.consolePanels());
        Metrics metrics = new Metrics(streams, subscriptions, traffic);
        Observation observation = new Observation(traffic, console, metrics);
        this.server = new KinesisServer(
                operations,
                faults,
                faultControl,
                settings.targetServices(),
                observation,
                addresses,
                access,
                certificates);
        faults(settings.faults());
    }

    /** Starts a service with all defaults, on a free port. */
    public static LocalKinesis start() {
        return builder().start();
    }

    public static LocalKinesisBuilder builder() {
        return new LocalKinesisBuilder();
    }

    /** Takes requests from now on. */
    void listen() {
        server.start();
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
}
