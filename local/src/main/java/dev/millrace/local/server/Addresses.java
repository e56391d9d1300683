package dev.millrace.local.server;

import java.net.InetAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens.
 *
 * @param host the address of this machine; the one that is none in particular stands for all
 * @param port 0 for a free one
 * @param tlsPort of a second port, for TLS alone: 0 for a free one, null for none
 * @param furtherHosts names beside the loopback's that a request may be addressed to
 */
public record Addresses(
        InetAddress host, int port, @Nullable Integer tlsPort, Set<String> furtherHosts) {

    /** Whether other machines may reach it. */
    boolean beyondLoopback() {
        return !host.isLoopbackAddress();
    }
}
