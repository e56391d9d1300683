package dev.millrace.local;

import dev.millrace.local.server.Access;
import dev.millrace.local.server.Addresses;
import dev.millrace.local.server.ControlAccess;
import dev.millrace.local.server.Patience;
import dev.millrace.local.signature.AccessKey;
import dev.millrace.local.signature.SignatureCheck;
import dev.millrace.local.tls.CertificateSource;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a service listens, and who may use it: what its builder was told about that. */
final class Reach {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_PORT = 65_535;

    private final Map<String, AccessKey> accessKeys = new LinkedHashMap<>();
    private InetAddress host = address(LOOPBACK);
    private int port;
    private @Nullable Integer tlsPort;
    private @Nullable Path keyFile;
    private Set<String> furtherHosts = Set.of();
    private @Nullable String controlToken;
    private Patience patience = Patience.DEFAULT;

    void port(int port) {
        this.port = checkedPort(port);
    }

    void tlsPort(int port) {
        this.tlsPort = checkedPort(port);
    }

    void host(String host) {
        this.host = address(host);
    }

    void keyFile(Path keyFile) {
        this.keyFile = keyFile;
    }

    void furtherHosts(Set<String> hosts) {
        this.furtherHosts = Set.copyOf(hosts);
    }

    void credentials(AccessKey key) {
        accessKeys.put(key.id(), key);
    }

    void controlToken(String token) {
        this.controlToken = ControlAccess.checked(token);
    }

    void patience(Patience patience) {
        this.patience = patience;
    }

    /** As URLs name it; a service on all addresses is named by the loopback's. */
    String hostInUrls() {
        if (host.isAnyLocalAddress()) {
            return LOOPBACK;
        }
        String address = host.getHostAddress();
        return host instanceof Inet6Address ? "[" + address.replaceFirst("%.*", "") + "]" : address;
    }

    /** The token of a service that is to be started: a new one if it needs one and was given none; perhaps none. */
    @Nullable
    String tokenIfNeeded() {
        return controlToken != null || host.isLoopbackAddress() ? controlToken : ControlAccess.randomToken();
    }

    Addresses addresses() {
        return new Addresses(host, port, tlsPort, furtherHosts);
    }

    /** Times are this machine's, as they are the callers': theirs do not jump with the service's. */
    Access access(@Nullable String token) {
        return new Access(
                new SignatureCheck(accessKeys.values(), Clock.systemUTC()),
                token == null ? ControlAccess.byAnyValue() : ControlAccess.byToken(token),
                patience);
    }

    /** Where there is a key file, what is wrong with it is said now, not at the first handshake. */
    CertificateSource certificates() {
        Set<String> hosts = new LinkedHashSet<>(furtherHosts);
        if (!host.isAnyLocalAddress()) {
            hosts.add(hostInUrls());
        }
        // Clients check a certificate against their own time, whatever the service's clock says.
        Clock time = Clock.systemUTC();
        if (keyFile == null) {
            return CertificateSource.selfSigned(hosts, time);
        }
        CertificateSource kept = CertificateSource.keptIn(keyFile, hosts, time);
        kept.get();
        return kept;
    }

    private static int checkedPort(int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port out of range: port=" + port + " (allowed 0 to 65535)");
        }
        return port;
    }

    private static InetAddress address(String host) {
        try {
            if (!host.isBlank()) {
                return InetAddress.getByName(host);
            }
        } catch (UnknownHostException e) {
            // Told below, with what was asked for.
        }
        throw new IllegalArgumentException(
                "host not known: '" + host + "' (an address of this machine, or 0.0.0.0 for all of them)");
    }
}
