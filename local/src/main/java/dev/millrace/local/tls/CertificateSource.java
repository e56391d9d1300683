package dev.millrace.local.tls;

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
        List<String> hosts = new ArrayList<>(LOOPBACK);
        hosts.addAll(furtherHosts);
        return new CertificateSource(() -> SelfSigned.create(hosts, clock.instant()));
    }

    /** The same at every call. The first one of a process takes some tenths of a second. */
    public synchronized ServerCertificate get() {
        if (made == null) {
            made = maker.get();
        }
        return made;
    }
}
