package dev.millrace.local.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the tree of an answer, or of a part of it. Members without a value are left out. */
public final class Answer {

    private final Map<String, Object> members = new LinkedHashMap<>();

    private Answer() {}

    public static Answer create() {
        return new Answer();
    }

    public Answer with(String name, @Nullable Object value) {
        if (value instanceof Answer part) {
            members.put(name, part.members);
        } else if (value != null) {
            members.put(name, value);
        }
        return this;
    }

    public Map<String, Object> members() {
        return members;
    }
}
