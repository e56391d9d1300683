package dev.millrace.local.signature;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What of a request is signed beside its body.
 *
 * @param method in capitals
 * @param path as it came, still encoded
 * @param query as it came, still encoded; null if there is none
 * @param fields the values of a header, by its name in any case, in the order in which they came
 */
public record RequestHead(
        String method, String path, @Nullable String query, Function<String, List<String>> fields) {

    /** The first value of a header; null if there is none. */
    @Nullable
    String first(String name) {
        List<String> values = fields.apply(name);
        return values.isEmpty() ? null : values.get(0);
    }
}
