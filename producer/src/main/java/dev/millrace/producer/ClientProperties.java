package dev.millrace.producer;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a properties file says about the client that requests go through. What is null was not said: the SDK's default.
 *
 * @param region its name, such as {@code eu-central-1}
 * @param endpoint the service's address
 * @param maxConnections open at a time, from 1 to 256
 * @param connectTimeout for a connection to be made, from 100 ms to 5 min
 * @param requestTimeout for an answer, from 100 ms to 10 min; the producer keeps it for its requests itself
 * @param verifyCertificate whether the service has to prove that it is the one it says
 * @param certificates PEM file of those who may vouch for the service
 * @param proxy on the way to the service
 */
public record ClientProperties(
        @Nullable String region,
        @Nullable URI endpoint,
        @Nullable Integer maxConnections,
        @Nullable Duration connectTimeout,
        @Nullable Duration requestTimeout,
        boolean verifyCertificate,
        @Nullable Path certificates,
        @Nullable Proxy proxy) {

    /**
     * A proxy for HTTP.
     *
     * @param host its name or address
     * @param port from 1 to 65535
     * @param userName who asks it; null if it does not want to know
     * @param password of theirs
     */
    public record Proxy(
            String host,
            int port,
            @Nullable String userName,
            @Nullable String password) {

        /** Without the password. */
        @Override
        public String toString() {
            return "Proxy[host=" + host + ", port=" + port + ", userName=" + userName + "]";
        }
    }
}
