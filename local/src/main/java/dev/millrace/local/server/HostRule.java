package dev.millrace.local.server;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which host names a request may be addressed to. A page on the internet can make a browser send requests here by
 * letting its own name resolve to this machine; such a request bears that name and is refused. An address cannot be
 * made to mean another machine, so a service that listens beyond the loopback answers to this machine's own ones.
 */
final class HostRule {

    private final Set<String> allowed;
    private final boolean beyondLoopback;

    /** Addresses of this machine that were asked for; as many as it has, at most. */
    private final Set<InetAddress> own = ConcurrentHashMap.newKeySet();

    HostRule(Set<String> furtherHosts, boolean beyondLoopback) {
        this.allowed = furtherHosts.stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        this.beyondLoopback = beyondLoopback;
    }

    /** Whether the name, without port, is this machine's or configured. */
    boolean allows(@Nullable String host) {
        if (host == null || host.isEmpty()) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost") || allowed.contains(name)) {
            return true;
        }
        InetAddress address = IpLiteral.parse(name);
        if (address == null || address instanceof Inet4Address == name.contains(":")) {
            // No address, or an IPv4 one in the clothes of IPv6.
            return false;
        }
        return address.isLoopbackAddress() || (beyondLoopback && isOwn(address));
    }

    private boolean isOwn(InetAddress address) {
        if (own.contains(address)) {
            return true;
        }
        try {
            if (address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) == null) {
                return false;
            }
        } catch (SocketException e) {
            return false;
        }
        own.add(address);
        return true;
    }
}
