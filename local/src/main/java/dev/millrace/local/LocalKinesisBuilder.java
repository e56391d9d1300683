package dev.millrace.local;

import dev.millrace.local.extension.ConsolePanel;
import dev.millrace.local.extension.TargetService;
import dev.millrace.local.fault.FaultPolicy;
import dev.millrace.local.server.Patience;
import dev.millrace.local.signature.AccessKey;
import dev.millrace.local.store.DataDirectory;
import dev.millrace.local.stream.AccountLimits;
import dev.millrace.local.stream.Storage;
import dev.millrace.local.subscription.SubscriptionTimes;
import dev.millrace.local.tls.CertificateSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link LocalKinesis}, which it starts. */
public final class LocalKinesisBuilder {

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

    LocalKinesisBuilder() {}

    /** The port to listen on. Default: 0, a free one. Up to 65535. */
    public LocalKinesisBuilder port(int port) {
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
    public LocalKinesisBuilder host(String host) {
        reach.host(host);
        return this;
    }

    /**
     * What requests that control the service itself have to say in the header {@code X-Millrace-Control}. Default:
     * on the loopback anything will do, beyond it a random one, see {@link LocalKinesis#controlToken}. 16 to 256
     * visible ASCII characters.
     */
    public LocalKinesisBuilder controlToken(String token) {
        reach.controlToken(token);
        return this;
    }

    /**
     * A second port, for TLS alone, where the first one takes TLS as well. Default: none. 0 is a free one; up to
     * 65535.
     */
    public LocalKinesisBuilder tlsPort(int tlsPort) {
        reach.tlsPort(tlsPort);
        return this;
    }

    /**
     * A file that keeps the certificate and its private key, so that clients which trust it still do after a
     * restart. It is made if it is not there, and only its owner may read it. Default: none, and each service makes
     * a certificate of its own.
     */
    public LocalKinesisBuilder keyFile(Path keyFile) {
        reach.keyFile(Objects.requireNonNull(keyFile, "keyFile"));
        return this;
    }

    /** The service's clock, for arrival times, sequence numbers and expiry. Default: the system's. */
    public LocalKinesisBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Host names beside the loopback's under which requests are accepted, for example a container's; the
     * certificate names them too. Default: none.
     */
    public LocalKinesisBuilder furtherHosts(Set<String> furtherHosts) {
        reach.furtherHosts(furtherHosts);
        return this;
    }

    /**
     * Most open shards that an account has in a region, on-demand streams left out. Default: 1,000,000, or 20,000
     * if strict. Up to 1,000,000.
     */
    public LocalKinesisBuilder shardLimit(int shardLimit) {
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
    public LocalKinesisBuilder credentials(String accessKeyId, String secretAccessKey) {
        reach.credentials(new AccessKey(accessKeyId, secretAccessKey));
        return this;
    }

    /**
     * Whether the service's limits hold: what a shard takes and gives in a second, how often each operation may be
     * called, and what an account may have. Default: no, nothing is throttled.
     */
    public LocalKinesisBuilder strict(boolean strict) {
        this.strict = strict;
        return this;
    }

    /**
     * After how long a subscription of SubscribeToShard ends, to be renewed by its client. Default: 5 minutes, as
     * the service's. Longer than zero.
     */
    public LocalKinesisBuilder subscriptionLifetime(Duration lifetime) {
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
    public LocalKinesisBuilder dataDirectory(Path folder) {
        this.dataDirectory = Objects.requireNonNull(folder, "folder");
        return this;
    }

    /**
     * Whether each write to the data directory waits for the device. Default: false, and an acknowledged record
     * outlives the process, however it ends, and perhaps not a power cut. True costs each write a flush of the device.
     */
    public LocalKinesisBuilder syncToDisk(boolean syncToDisk) {
        this.syncToDisk = syncToDisk;
        return this;
    }

    /** One more service at the same port. Default: none. */
    public LocalKinesisBuilder targetService(TargetService service) {
        targetServices.add(Objects.requireNonNull(service, "service"));
        return this;
    }

    /** One more page of the console. Default: none. */
    public LocalKinesisBuilder consolePanel(ConsolePanel panel) {
        consolePanels.add(Objects.requireNonNull(panel, "panel"));
        return this;
    }

    /** What goes wrong on purpose. Default: nothing. */
    public LocalKinesisBuilder faults(FaultPolicy policy) {
        this.faults = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /** For tests. */
    LocalKinesisBuilder patience(Patience patience) {
        reach.patience(patience);
        return this;
    }

    /** For tests. */
    LocalKinesisBuilder subscriptionTimes(SubscriptionTimes times) {
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
            LocalKinesis kinesis = new LocalKinesis(settings(), certificates, storage);
            kinesis.listen();
            return kinesis;
        } catch (RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    private LocalKinesisSettings settings() {
        AccountLimits limits = strict ? AccountLimits.STRICT : AccountLimits.RELAXED;
        return new LocalKinesisSettings(
                reach,
                clock,
                strict,
                shardLimit == null ? limits : limits.withShardCount(shardLimit),
                subscriptionTimes,
                faults,
                consolePanels,
                targetServices);
    }
}
