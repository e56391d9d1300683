package dev.millrace.local.tls;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one certificate of a service, made when it is first asked for: who speaks no TLS does not wait for it. */
public final class CertificateSource {

    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1");

    private final Supplier<ServerCertificate> maker;
    private @Nullable ServerCertificate made;

    private CertificateSource(Supplier<ServerCertificate> maker) {
        this.maker = maker;
    }

    /** A new certificate for the loopback's names and addresses and these; its key stays in memory. */
    public static CertificateSource selfSigned(Collection<String> furtherHosts, Clock clock) {
        return new CertificateSource(maker(furtherHosts, clock));
    }

    /**
     * The certificate in this file, which is made if it is not there; see {@link KeyFile} for what is refused. One that
     * is there names the hosts that it was made for.
     */
    public static CertificateSource keptIn(Path file, Collection<String> furtherHosts, Clock clock) {
        KeyFile kept = new KeyFile(file);
        return new CertificateSource(() -> kept.loadOrCreate(maker(furtherHosts, clock), clock.instant()));
    }

    private static Supplier<ServerCertificate> maker(Collection<String> furtherHosts, Clock clock) {
        List<String> hosts = new ArrayList<>(LOOPBACK);
        hosts.addAll(furtherHosts);
        return () -> SelfSigned.create(hosts, clock.instant());
    }

    /** The same at every call. The first one of a process takes some tenths of a second. */
    public synchronized ServerCertificate get() {
        if (made == null) {
            made = maker.get();
        }
        return made;
    }
}
