package dev.millrace.local.console;

import dev.millrace.local.stream.Shard;
import dev.millrace.local.stream.Stream;
import dev.millrace.local.stream.StreamName;
import dev.millrace.local.stream.Streams;
import dev.millrace.local.wire.ServiceException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a question of the page names. Streams are named by ARN, never as part of a path: one may be called {@code ..}
 *
 * @param members the query's, decoded
 */
record Query(Map<String, String> members) {

    private static final int MAX_DIGITS = 18;

    @Nullable
    String text(String name) {
        return members.get(name);
    }

    String text(String name, String otherwise) {
        return members.getOrDefault(name, otherwise);
    }

    String required(String name) {
        String value = members.get(name);
        if (value == null) {
            throw ServiceException.validation("The parameter " + name + " is missing.");
        }
        return value;
    }

    /** A whole number; this one if there is none. */
    long number(String name, long otherwise) {
        String value = members.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value.isEmpty() || value.length() > MAX_DIGITS || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw ServiceException.validation(
                    "The parameter " + name + " is no whole number of up to " + MAX_DIGITS + " digits.");
        }
        return Long.parseLong(value);
    }

    /** A whole number, held between 1 and a limit. */
    int count(String name, int otherwise, int most) {
        return (int) Math.max(1, Math.min(most, number(name, otherwise)));
    }

    Stream stream(Streams streams) {
        StreamName name = StreamName.parse(required("arn"));
        if (name == null) {
            throw ServiceException.validation("The parameter arn is no stream's ARN.");
        }
        return streams.get(name);
    }

    Shard shard(Stream stream) {
        String id = required("shard");
        return stream.shard(id)
                .orElseThrow(() -> ServiceException.resourceNotFound("Could not find shard " + id + " in stream "
                        + stream.name().describe() + "."));
    }
}
