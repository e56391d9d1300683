package dev.millrace.multilang.properties;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a service is reached.
 *
 * @param endpoint its address; null for AWS
 * @param credentials providers to be asked in turn; none for the SDK's default
 */
public record ServiceClient(@Nullable URI endpoint, List<CredentialsSpec> credentials) {

    public ServiceClient {
        credentials = List.copyOf(credentials);
    }
}
