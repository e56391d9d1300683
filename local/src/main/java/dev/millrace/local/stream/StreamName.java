package dev.millrace.local.stream;

/**
 * What a stream is known by: its name is unique within an account and a region.
 *
 * @param account who owns the stream, and where
 * @param name the caller's, 1 to 128 characters of {@code [a-zA-Z0-9_.-]}
 */
public record StreamName(Account account, String name) implements Comparable<StreamName> {

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
