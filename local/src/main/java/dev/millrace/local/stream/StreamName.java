package dev.millrace.local.stream;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a stream is known by: its name is unique within an account and a region.
 *
 * @param account who owns the stream, and where
 * @param name the caller's, 1 to 128 characters of {@code [a-zA-Z0-9_.-]}
 */
public record StreamName(Account account, String name) implements Comparable<StreamName> {

    private static final Pattern ARN = Pattern.compile("arn:aws[^:]*:kinesis:([^:]*):(\\d{12}):stream/([^/\\s]+)");

    /** The stream that an ARN names; null if it is no stream's. */
    public static @Nullable StreamName parse(String arn) {
        Matcher parts = ARN.matcher(arn);
        return parts.matches() ? new StreamName(new Account(parts.group(2), parts.group(1)), parts.group(3)) : null;
    }

    public String arn() {
        return "arn:aws:kinesis:" + account.region() + ":" + account.id() + ":stream/" + name;
    }

    /** As the service names a stream in its error texts. */
    public String describe() {
        return name + " under account " + account.id();
    }

    @Override
    public int compareTo(StreamName other) {
        return name.compareTo(other.name);
    }
}
