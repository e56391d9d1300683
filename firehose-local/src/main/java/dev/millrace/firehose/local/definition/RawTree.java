package dev.millrace.firehose.local.definition;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Typed trees as they were before they were typed. */
final class RawTree {

    private RawTree() {}

    /** The same tree, with its numbers as a codec reads them. */
    static Object of(Object typed) {
        if (typed instanceof Integer number) {
            return BigDecimal.valueOf(number);
        }
        if (typed instanceof List<?> elements) {
            return elements.stream().map(RawTree::of).toList();
        }
        if (typed instanceof Map<?, ?> members) {
            Map<Object, Object> raw = new LinkedHashMap<>();
            members.forEach((name, value) -> raw.put(name, of(value)));
            return raw;
        }
        return typed;
    }
}
