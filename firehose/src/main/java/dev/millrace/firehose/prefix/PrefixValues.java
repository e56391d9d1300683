package dev.millrace.firehose.prefix;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the expressions of a prefix stand for in one object.
 *
 * @param time the arrival of the object's oldest record
 * @param keysFromLambda by name, as the transformation answered
 * @param keysFromQuery by name, as a query found them in the record
 * @param errorOutputType in an error prefix, for example {@code processing-failed}; null elsewhere
 */
public record PrefixValues(
        Instant time,
        Map<String, String> keysFromLambda,
        Map<String, String> keysFromQuery,
        @Nullable String errorOutputType) {

    public PrefixValues {
        Objects.requireNonNull(time, "time");
        keysFromLambda = Map.copyOf(keysFromLambda);
        keysFromQuery = Map.copyOf(keysFromQuery);
    }

    /** Without partition keys, of delivered records. */
    public static PrefixValues at(Instant time) {
        return new PrefixValues(time, Map.of(), Map.of(), null);
    }

    /** The same for an error prefix. */
    public PrefixValues failed(String outputType) {
        return new PrefixValues(time, keysFromLambda, keysFromQuery, outputType);
    }

    Map<String, String> keys(KeySource source) {
        return source == KeySource.LAMBDA ? keysFromLambda : keysFromQuery;
    }
}
