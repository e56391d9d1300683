package dev.millrace.lambda.forwarder;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/**
 * Where a forwarder puts user records, and how.
 *
 * @param stream name or ARN of the target
 * @param region of the target; null for the function's own
 * @param roleArn role to assume for the target; null for the function's own
 * @param externalId that the other account's trust in the role asks for; null if it asks for none
 * @param endpoint of the service; null for the region's
 * @param ordered whether user records of a partition key keep their order
 * @param failCorrupt whether records that cannot be read fail; otherwise they are forwarded as they are
 * @param reserve of the function's time, kept for the answer
 */
public record ForwarderSettings(
        String stream,
        @Nullable Region region,
        @Nullable String roleArn,
        @Nullable String externalId,
        @Nullable URI endpoint,
        boolean ordered,
        boolean failCorrupt,
        Duration reserve) {

    /** What the names of all variables begin with. */
    public static final String PREFIX = "MILLRACE_FORWARD_";

    private static final int MAX_RESERVE_MILLIS = 60_000;
    private static final int REGION_OF_ARN = 3;

    /** The variables that are known, without their prefix. */
    private enum Name {
        STREAM,
        REGION,
        ROLE_ARN,
        EXTERNAL_ID,
        ENDPOINT,
        ORDERED,
        CORRUPT,
        RESERVE_MILLIS;

        String variable() {
            return PREFIX + name();
        }
    }

    /**
     * Reads the variables whose names begin with {@value #PREFIX}: {@code STREAM} (a name or an ARN, required),
     * {@code REGION} (default: that of the ARN, or else the function's), {@code ROLE_ARN} (default: none),
     * {@code EXTERNAL_ID} (default: none), {@code ENDPOINT} (default: the region's), {@code ORDERED} (true or false, default false), {@code CORRUPT} (forward or
     * fail, default forward), {@code RESERVE_MILLIS} (1 to 60000, default 2000).
     *
     * @throws IllegalArgumentException if one is unknown, missing or wrong
     */
    public static ForwarderSettings of(Map<String, String> environment) {
        checkNames(environment);
        String stream = value(environment, Name.STREAM);
        if (stream == null) {
            throw new IllegalArgumentException("no target stream: " + Name.STREAM.variable() + " is not set");
        }
        String region = value(environment, Name.REGION);
        String endpoint = value(environment, Name.ENDPOINT);
        String roleArn = value(environment, Name.ROLE_ARN);
        String externalId = value(environment, Name.EXTERNAL_ID);
        if (externalId != null && roleArn == null) {
            throw new IllegalArgumentException(
                    Name.EXTERNAL_ID.variable() + " says nothing without " + Name.ROLE_ARN.variable());
        }
        return new ForwarderSettings(
                stream,
                region != null ? Region.of(region) : regionOf(stream),
                roleArn,
                externalId,
                endpoint == null ? null : URI.create(endpoint),
                oneOf(environment, Name.ORDERED, "false", "true"),
                oneOf(environment, Name.CORRUPT, "forward", "fail"),
                Duration.ofMillis(reserve(value(environment, Name.RESERVE_MILLIS))));
    }

    private static void checkNames(Map<String, String> environment) {
        Set<String> known = new LinkedHashSet<>();
        for (Name name : Name.values()) {
            known.add(name.variable());
        }
        for (String variable : new TreeSet<>(environment.keySet())) {
            if (variable.startsWith(PREFIX) && !known.contains(variable)) {
                throw new IllegalArgumentException("unknown variable: " + variable + " (known: " + known + ")");
            }
        }
    }

    private static @Nullable String value(Map<String, String> environment, Name name) {
        String value = environment.get(name.variable());
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static @Nullable Region regionOf(String stream) {
        if (!stream.startsWith("arn:")) {
            return null;
        }
        String[] parts = stream.split(":", REGION_OF_ARN + 2);
        if (parts.length < REGION_OF_ARN + 2 || parts[REGION_OF_ARN].isEmpty()) {
            throw new IllegalArgumentException("ARN without region: stream=" + stream);
        }
        return Region.of(parts[REGION_OF_ARN]);
    }

    private static boolean oneOf(Map<String, String> environment, Name name, String no, String yes) {
        String value = value(environment, name);
        if (value != null && !value.equals(no) && !value.equals(yes)) {
            throw new IllegalArgumentException(
                    "wrong value: " + name.variable() + "=" + value + " (allowed " + no + ", " + yes + ")");
        }
        return yes.equals(value);
    }

    private static int reserve(@Nullable String value) {
        if (value == null) {
            return 2_000;
        }
        try {
            int millis = Integer.parseInt(value);
            if (millis >= 1 && millis <= MAX_RESERVE_MILLIS) {
                return millis;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(wrongReserve(value), e);
        }
        throw new IllegalArgumentException(wrongReserve(value));
    }

    private static String wrongReserve(String value) {
        return "wrong value: " + Name.RESERVE_MILLIS.variable() + "=" + value + " (allowed 1 to " + MAX_RESERVE_MILLIS
                + ")";
    }
}
