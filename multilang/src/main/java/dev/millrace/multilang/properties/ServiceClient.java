package dev.millrace.multilang.properties;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a service is reached.
 *
 * @param endpoint its address; null for AWS
 * @param credentials providers to be asked in turn; none for the SDK's default
 * @param region null for that of all
 * @param dualstack whether addresses of IPv6 are used too; null as the SDK finds
 * @param fips whether endpoints with certified cryptography are used; null as the SDK finds
 * @param callTimeout for a call with its retries; null for the SDK's
 * @param attemptTimeout for each try; null for the SDK's
 */
public record ServiceClient(
        @Nullable URI endpoint,
        List<CredentialsSpec> credentials,
        @Nullable String region,
        @Nullable Boolean dualstack,
        @Nullable Boolean fips,
        @Nullable Duration callTimeout,
        @Nullable Duration attemptTimeout) {

    public ServiceClient {
        credentials = List.copyOf(credentials);
    }
}
