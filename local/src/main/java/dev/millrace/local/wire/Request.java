package dev.millrace.local.wire;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request whose members have the right types and keep their constraints. */
public final class Request {

    private final Map<String, Object> members;

    Request(Map<String, Object> members) {
        this.members = members;
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    public @Nullable String text(String name) {
        return (String) members.get(name);
    }

    /** A member that its shape made mandatory. */
    public String requiredText(String name) {
        return (String) required(name);
    }

    public int integer(String name, int otherwise) {
        Integer value = (Integer) members.get(name);
        return value == null ? otherwise : value;
    }

    public boolean flag(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    public @Nullable Instant instant(String name) {
        return (Instant) members.get(name);
    }

    public byte[] requiredBytes(String name) {
        return (byte[]) required(name);
    }

    public @Nullable Request structure(String name) {
        Object value = members.get(name);
        return value == null ? null : asRequest(value);
    }

    /** Structures of a list; none if it is not there. */
    public List<Request> structures(String name) {
        Object value = members.get(name);
        return value instanceof List<?> elements
                ? elements.stream().map(Request::asRequest).toList()
                : List.of();
    }

    /** Texts of a list; none if it is not there. */
    public List<String> texts(String name) {
        Object value = members.get(name);
        return value instanceof List<?> elements
                ? elements.stream().map(String.class::cast).toList()
                : List.of();
    }

    /** A map of texts, in the caller's order; empty if it is not there. */
    public Map<String, String> textMap(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (members.get(name) instanceof Map<?, ?> entries) {
            entries.forEach((key, value) -> texts.put((String) key, (String) value));
        }
        return texts;
    }

    /** A structure that its shape made mandatory. */
    public Request requiredStructure(String name) {
        return asRequest(required(name));
    }

    /** All members as a tree, for an answer that repeats them. */
    public Map<String, Object> tree() {
        return Collections.unmodifiableMap(members);
    }

    private Object required(String name) {
        Object value = members.get(name);
        if (value == null) {
            throw new IllegalStateException("the shape does not make " + name + " mandatory");
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    private static Request asRequest(Object value) {
        return new Request((Map<String, Object>) value);
    }
}
