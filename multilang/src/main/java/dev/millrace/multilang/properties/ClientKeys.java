package dev.millrace.multilang.properties;

import static dev.millrace.text.PropertyKey.used;

import dev.millrace.text.PropertyKey;
import dev.millrace.text.PropertyValue;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Keys for the SDK's clients of the three services, with the names of the SDK's builders behind {@code kinesisClient.} and so on. */
final class ClientKeys {

    static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9-]*");
    static final String REGION_RULE = "such as eu-central-1";

    private ClientKeys() {}

    static List<PropertyKey<DaemonDraft>> all() {
        List<PropertyKey<DaemonDraft>> keys = new ArrayList<>();
        keys.addAll(client("kinesisClient.", "kinesisEndpoint", draft -> draft.kinesis));
        keys.addAll(client("dynamoDbClient.", "dynamoDBEndpoint", draft -> draft.dynamoDb));
        keys.addAll(client("cloudWatchClient.", "cloudWatchClient.endpointOverride", draft -> draft.cloudWatch));
        keys.add(used("kinesisEndpoint", (value, draft) -> draft.kinesis.endpoint = endpoint(value)));
        keys.add(used("dynamoDBEndpoint", (value, draft) -> draft.dynamoDb.endpoint = endpoint(value)));
        keys.add(used(
                "AwsCredentialsProvider", (value, draft) -> draft.kinesis.credentials = credentials(value, draft)));
        keys.add(used(
                "kinesisCredentialsProvider.class",
                "AwsCredentialsProvider",
                (value, draft) -> draft.kinesis.credentials = credentials(value, draft)));
        keys.add(used(
                "AwsCredentialsProviderDynamoDB",
                (value, draft) -> draft.dynamoDb.credentials = credentials(value, draft)));
        keys.add(used(
                "AwsCredentialsProviderCloudWatch",
                (value, draft) -> draft.cloudWatch.credentials = credentials(value, draft)));
        return keys;
    }

    private static List<PropertyKey<DaemonDraft>> client(
            String prefix, String endpoint, Function<DaemonDraft, ClientDraft> client) {
        return List.of(
                used(
                        prefix + "endpointOverride",
                        endpoint,
                        (value, draft) -> client.apply(draft).endpoint = endpoint(value)),
                used(
                        prefix + "region",
                        (value, draft) -> client.apply(draft).region = value.matching(REGION, REGION_RULE)),
                used(prefix + "dualstackEnabled", (value, draft) -> client.apply(draft).dualstack = value.flag()),
                used(prefix + "fipsEnabled", (value, draft) -> client.apply(draft).fips = value.flag()),
                used(
                        prefix + "overrideConfiguration.apiCallTimeout",
                        (value, draft) -> client.apply(draft).callTimeout = duration(value)),
                used(
                        prefix + "overrideConfiguration.apiCallAttemptTimeout",
                        (value, draft) -> client.apply(draft).attemptTimeout = duration(value)));
    }

    private static URI endpoint(PropertyValue value) {
        try {
            URI address = URI.create(value.text());
            String scheme = address.getScheme();
            if (address.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw value.wrong("is no URL of a service", "such as http://127.0.0.1:4567");
    }

    private static Duration duration(PropertyValue value) {
        try {
            Duration duration = Duration.parse(value.text());
            if (!duration.isNegative() && !duration.isZero()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Said below.
        }
        throw value.wrong("is no duration", "above zero, as ISO 8601 writes it, such as PT30S");
    }

    private static List<CredentialsSpec> credentials(PropertyValue value, DaemonDraft draft) {
        CredentialsSpec.oldNames(value).forEach(draft::note);
        return CredentialsSpec.parse(value);
    }
}
