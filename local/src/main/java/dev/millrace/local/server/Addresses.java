package dev.millrace.local.server;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens.
 *
 * @param host the address of this machine
 * @param port 0 for a free one
 * @param tlsPort of a second port, for TLS alone: 0 for a free one, null for none
 * @param furtherHosts names beside the loopback's that a request may be addressed to
 */
public record Addresses(String host, int port, @Nullable Integer tlsPort, Set<String> furtherHosts) {}
