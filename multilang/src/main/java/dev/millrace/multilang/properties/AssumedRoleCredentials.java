package dev.millrace.multilang.properties;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Credentials of a role, which the Security Token Service lends to those that the SDK finds where they usually are. In a
 * properties file {@code StsAssumeRoleCredentialsProvider|ROLE_ARN|SESSION_NAME}, and behind that, with bars between,
 * {@code externalId=ID}, {@code endpointRegion=REGION}, {@code endpoint=HOST^REGION}.
 */
public final class AssumedRoleCredentials implements AwsCredentialsProvider, SdkAutoCloseable {

    private static final String ALLOWED = "a role's ARN and a session name, then externalId=ID, endpointRegion=REGION,"
            + " endpoint=HOST^REGION, all with bars between";

    private static final int NEEDED = 2;

    private final StsClient client;
    private final StsAssumeRoleCredentialsProvider provider;

    /**
     * What a file says.
     *
     * @param endpoint null for that of the region
     * @param region null for the environment's
     */
    record Options(
            String roleArn,
            String sessionName,
            @Nullable String externalId,
            @Nullable URI endpoint,
            @Nullable String region) {

        /**
         * Reads arguments.
         *
         * @throws IllegalArgumentException if they are not as described
         */
        static Options parse(List<String> arguments) {
            if (arguments.size() < NEEDED
                    || arguments.get(0).isEmpty()
                    || arguments.get(1).isEmpty()) {
                throw new IllegalArgumentException("lacks the role or the session (" + ALLOWED + ")");
            }
            String externalId = null;
            URI endpoint = null;
            String region = null;
            for (String argument : arguments.subList(NEEDED, arguments.size())) {
                int equals = argument.indexOf('=');
                String value = argument.substring(equals + 1);
                switch (argument.substring(0, Math.max(0, equals))) {
                    case "externalId" -> externalId = value;
                    case "endpointRegion" -> region = value;
                    case "endpoint" -> {
                        int caret = value.indexOf('^');
                        if (caret <= 0 || caret == value.length() - 1) {
                            throw new IllegalArgumentException("has no endpoint=HOST^REGION: " + argument);
                        }
                        endpoint = address(value.substring(0, caret));
                        region = value.substring(caret + 1);
                    }
                    default ->
                        throw new IllegalArgumentException("has what is not known: " + argument + " (" + ALLOWED + ")");
                }
            }
            return new Options(arguments.get(0), arguments.get(1), externalId, endpoint, region);
        }

        private static URI address(String host) {
            boolean whole = host.startsWith("http://") || host.startsWith("https://");
            return URI.create(whole ? host : "https://" + host);
        }
    }

    /** As a properties file has it. */
    public AssumedRoleCredentials(String... arguments) {
        this(
                Options.parse(Arrays.asList(arguments)),
                DefaultCredentialsProvider.builder().build());
    }

    /** Lent to whom these credentials belong. */
    AssumedRoleCredentials(Options options, AwsCredentialsProvider own) {
        StsClientBuilder builder = StsClient.builder().credentialsProvider(own);
        if (options.endpoint() != null) {
            builder.endpointOverride(options.endpoint());
        }
        if (options.region() != null) {
            builder.region(Region.of(options.region()));
        }
        this.client = builder.build();
        this.provider = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(client)
                .refreshRequest(request -> request.roleArn(options.roleArn())
                        .roleSessionName(options.sessionName())
                        .externalId(options.externalId()))
                .build();
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return provider.resolveCredentials();
    }

    @Override
    public void close() {
        provider.close();
        client.close();
    }
}
