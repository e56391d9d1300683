package dev.millrace.firehose.prefix;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The two prefixes of a delivery stream, by the service's rules: one without expressions gets the time behind it, {@code
 * yyyy/MM/dd/HH/}; failed records go below their error output type.
 *
 * @param data of delivered records
 * @param error of failed records; has {@code !{firehose:error-output-type}}
 */
public record ObjectPrefixes(PrefixExpression data, PrefixExpression error) {

    private static final String TIME = "!{timestamp:yyyy/MM/dd/HH/}";
    private static final String TYPE = "!{firehose:error-output-type}";

    public ObjectPrefixes {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(error, "error");
        if (data.hasErrorOutputType()) {
            throw new IllegalArgumentException(
                    "prefix has " + TYPE + ": " + data + " (it is for the error prefix alone)");
        }
        if (!error.hasErrorOutputType()) {
            throw new IllegalArgumentException(
                    "error prefix with expressions lacks " + TYPE + ": " + error + " (it needs one at least)");
        }
        if (error.hasPartitionKeys()) {
            throw new IllegalArgumentException(
                    "error prefix has partition keys: " + error + " (failed records have none)");
        }
    }

    /**
     * As a delivery stream is configured.
     *
     * @param prefix empty if there is none
     * @param errorPrefix may be null if the prefix has no expressions: then failed records go below it, too
     * @throws IllegalArgumentException if the service would refuse them
     */
    public static ObjectPrefixes of(String prefix, @Nullable String errorPrefix) {
        PrefixExpression data = PrefixExpression.parse(prefix);
        if (errorPrefix == null && data.hasExpressions()) {
            throw new IllegalArgumentException(
                    "error prefix is missing: prefix=" + prefix + " (one with expressions needs an error prefix)");
        }
        PrefixExpression error = PrefixExpression.parse(errorPrefix == null ? prefix : errorPrefix);
        return new ObjectPrefixes(
                data.hasExpressions() ? data : PrefixExpression.parse(prefix + TIME),
                error.hasExpressions() ? error : PrefixExpression.parse(error + TYPE + "/" + TIME));
    }

    /**
     * The prefix of a source backup, where records are as they came.
     *
     * @throws IllegalArgumentException if it has partition keys or an error output type
     */
    public static PrefixExpression ofBackup(String prefix) {
        PrefixExpression parsed = PrefixExpression.parse(prefix);
        if (parsed.hasPartitionKeys() || parsed.hasErrorOutputType()) {
            throw new IllegalArgumentException("prefix of the backup has partition keys or " + TYPE + ": " + prefix
                    + " (records are backed up before they have any)");
        }
        return parsed.hasExpressions() ? parsed : PrefixExpression.parse(prefix + TIME);
    }
}
