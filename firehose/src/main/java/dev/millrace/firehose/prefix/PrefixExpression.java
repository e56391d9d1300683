package dev.millrace.firehose.prefix;

import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The prefix of objects' names, with expressions: {@code !{timestamp:PATTERN}} (of {@link
 * java.time.format.DateTimeFormatter}, in English), {@code !{firehose:random-string}} (11 characters, others at each
 * place), {@code !{firehose:error-output-type}}, {@code !{partitionKeyFromLambda:KEY}} and {@code
 * !{partitionKeyFromQuery:KEY}}. See "Custom Prefixes for Amazon S3 Objects" in Firehose's developer guide.
 *
 * <p>What it evaluates to never leads out of the folder it is in: in partition keys everything but letters and digits of
 * ASCII and {@code -_.+@,~!'()} and the space becomes {@code %XX}, and so do the dots of a segment {@code .} or {@code ..}.
 * Immutable.
 */
public final class PrefixExpression {

    /** Most characters of a prefix as it is written. */
    public static final int MOST_CHARACTERS = 1024;

    /** Most characters of what it evaluates to. */
    public static final int MOST_EVALUATED_CHARACTERS = 512;

    private static final int RANDOM_LENGTH = 11;
    private static final int RADIX = 36;
    private static final RandomGenerator RANDOM = new SecureRandom();

    private final String text;
    private final List<PrefixPart> parts;

    private PrefixExpression(String text, List<PrefixPart> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a prefix.
     *
     * @throws IllegalArgumentException if it is too long, begins with a slash, or has an expression that nobody knows
     */
    public static PrefixExpression parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "prefix too long: characters=" + text.length() + " (max " + MOST_CHARACTERS + ")");
        }
        if (text.startsWith("/")) {
            throw new IllegalArgumentException(
                    "prefix begins with a slash: " + text + " (it is below the destination's root anyway)");
        }
        return new PrefixExpression(text, PrefixParser.parse(text));
    }

    /** Whether there is any expression in it. */
    public boolean hasExpressions() {
        return has(part -> !(part instanceof PrefixPart.Literal));
    }

    boolean hasErrorOutputType() {
        return has(PrefixPart.ErrorOutputType.class::isInstance);
    }

    /** Whether objects differ by partition keys of their records. */
    public boolean hasPartitionKeys() {
        return has(PrefixPart.PartitionKey.class::isInstance);
    }

    /** Names of the partition keys that it takes from a transformation. */
    public Set<String> keysFromLambda() {
        return keys(KeySource.LAMBDA);
    }

    /** Names of the partition keys that it takes from a query. */
    public Set<String> keysFromQuery() {
        return keys(KeySource.QUERY);
    }

    private Set<String> keys(KeySource source) {
        return parts.stream()
                .filter(PrefixPart.PartitionKey.class::isInstance)
                .map(PrefixPart.PartitionKey.class::cast)
                .filter(key -> key.source() == source)
                .map(PrefixPart.PartitionKey::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean has(Predicate<PrefixPart> kind) {
        return parts.stream().anyMatch(kind);
    }

    /**
     * The beginning of an object's name.
     *
     * @param zone of timestamps
     * @throws PrefixException if a partition key is missing or empty, or the result is too long
     */
    public String evaluate(PrefixValues values, ZoneId zone) {
        return evaluate(values, zone, RANDOM);
    }

    String evaluate(PrefixValues values, ZoneId zone, RandomGenerator random) {
        StringBuilder name = new StringBuilder();
        for (PrefixPart part : parts) {
            name.append(evaluate(part, values, zone, random));
        }
        String safe = NameEncoding.withoutDotSegments(name.toString());
        if (safe.length() > MOST_EVALUATED_CHARACTERS) {
            throw new PrefixException("evaluated prefix too long: characters=" + safe.length() + " (max "
                    + MOST_EVALUATED_CHARACTERS + "): " + text);
        }
        return safe;
    }

    private static String evaluate(PrefixPart part, PrefixValues values, ZoneId zone, RandomGenerator random) {
        if (part instanceof PrefixPart.Literal literal) {
            return literal.text();
        }
        if (part instanceof PrefixPart.Timestamp timestamp) {
            return NameEncoding.time(timestamp.format().format(values.time().atZone(zone)));
        }
        if (part instanceof PrefixPart.PartitionKey key) {
            return partitionKey(key, values);
        }
        if (part instanceof PrefixPart.ErrorOutputType) {
            return NameEncoding.value(Objects.requireNonNull(values.errorOutputType(), "error output type"));
        }
        return randomString(random);
    }

    private static String partitionKey(PrefixPart.PartitionKey key, PrefixValues values) {
        String value = values.keys(key.source()).get(key.name());
        if (value == null || value.isEmpty()) {
            throw new PrefixException("partition key is " + (value == null ? "missing" : "empty") + ": "
                    + key.source().namespace() + ":" + key.name() + " (the record has: "
                    + values.keys(key.source()).keySet().stream().sorted().toList() + ")");
        }
        return NameEncoding.value(value);
    }

    private static String randomString(RandomGenerator random) {
        StringBuilder characters = new StringBuilder(RANDOM_LENGTH);
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            characters.append(Character.forDigit(random.nextInt(RADIX), RADIX));
        }
        return characters.toString();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
