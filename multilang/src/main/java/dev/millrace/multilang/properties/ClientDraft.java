package dev.millrace.multilang.properties;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is read of a client so far. */
final class ClientDraft {

    @Nullable
    URI endpoint;

    @Nullable
    List<CredentialsSpec> credentials;

    @Nullable
    String region;

    @Nullable
    Boolean dualstack;

    @Nullable
    Boolean fips;

    @Nullable
    Duration callTimeout;

    @Nullable
    Duration attemptTimeout;

    /**
     * The client.
     *
     * @param others credentials, if it has none of its own
     */
    ServiceClient finish(List<CredentialsSpec> others) {
        return new ServiceClient(
                endpoint,
                credentials == null ? others : credentials,
                region,
                dualstack,
                fips,
                callTimeout,
                attemptTimeout);
    }
}
