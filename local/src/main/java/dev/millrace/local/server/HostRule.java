package dev.millrace.local.server;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which host names a request may be addressed to. A page on the internet can make a browser send requests here by
 * letting its own name resolve to this machine; such a request bears that name and is refused.
 */
final class HostRule {

    private final Set<String> allowed;

    HostRule(Set<String> furtherHosts) {
        this.allowed = furtherHosts.stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the name, without port, is this machine's loopback or configured. */
    boolean allows(@Nullable String host) {
        if (host == null || host.isEmpty()) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || isLoopbackAddress(name)
                || name.equals("[::1]")
                || name.equals("::1")
                || allowed.contains(name);
    }

    private static boolean isLoopbackAddress(String name) {
        String[] parts = name.split("\\.", -1);
        if (parts.length != 4 || !parts[0].equals("127")) {
            return false;
        }
        for (String part : parts) {
            boolean number = !part.isEmpty()
                    && part.length() <= 3
                    && part.chars().allMatch(c -> c >= '0' && c <= '9')
                    && Integer.parseInt(part) <= 255;
            if (!number) {
                return false;
            }
        }
        return true;
    }
}
