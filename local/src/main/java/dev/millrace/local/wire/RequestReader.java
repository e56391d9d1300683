package dev.millrace.local.wire;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a raw tree into a typed request, in the service's order: first every member's type, then every member's
 * constraints, of which up to ten are reported together. Members that are not known are passed over.
 */
public final class RequestReader {

    private static final int MAX_REPORTED = 10;
    private static final BigDecimal LARGEST_INTEGER = BigDecimal.valueOf(Integer.MAX_VALUE);
    private static final BigDecimal SMALLEST_INTEGER = BigDecimal.valueOf(Integer.MIN_VALUE);

    private final Codec codec;
    private final List<String> violations = new ArrayList<>();

    private RequestReader(Codec codec) {
        this.codec = codec;
    }

    public static Request read(List<Member> members, Map<String, Object> raw, Codec codec) {
        RequestReader reader = new RequestReader(codec);
        Map<String, Object> typed = reader.structure(members, raw);
        reader.check(members, typed, "");
        if (!reader.violations.isEmpty()) {
            List<String> reported = reader.violations.subList(0, Math.min(MAX_REPORTED, reader.violations.size()));
            throw ServiceException.validation(reported.size() + " validation error" + (reported.size() == 1 ? "" : "s")
                    + " detected: " + String.join("; ", reported));
        }
        return new Request(typed);
    }

    private Map<String, Object> structure(List<Member> members, Map<?, ?> raw) {
        Map<String, Object> typed = new LinkedHashMap<>();
        for (Member member : members) {
            Object value = raw.get(member.name());
            if (value != null) {
                typed.put(member.name(), typed(member, value));
            }
        }
        return typed;
    }

    private Object typed(Member member, Object raw) {
        MemberType type = member.type();
        if (type == MemberType.LIST || type == MemberType.STRING_LIST) {
            return list(member, raw);
        }
        if (type == MemberType.STRING_MAP) {
            return map(member.members().get(1), raw);
        }
        if (type == MemberType.STRUCTURE) {
            if (raw instanceof Map<?, ?> map) {
                return structure(member.members(), map);
            }
            throw ServiceException.serialization(
                    raw instanceof List ? "Start of list found where not expected" : "Expected null");
        }
        if (raw instanceof List) {
            throw ServiceException.serialization("Start of list found where not expected");
        }
        if (raw instanceof Map) {
            throw ServiceException.serialization("Start of structure or map found where not expected.");
        }
        return scalar(type, raw);
    }

    private List<Object> list(Member member, Object raw) {
        if (raw instanceof Map) {
            throw ServiceException.serialization("Start of structure or map found where not expected.");
        }
        if (!(raw instanceof List<?> elements)) {
            throw ServiceException.serialization("Expected list or null");
        }
        Member element = member.type() == MemberType.STRING_LIST
                ? member.members().get(0)
                : Member.structure("member", member.members());
        List<Object> typed = new ArrayList<>(elements.size());
        for (Object value : elements) {
            typed.add(typed(element, value));
        }
        return typed;
    }

    private Map<String, Object> map(Member value, Object raw) {
        if (raw instanceof List) {
            throw ServiceException.serialization("Start of list found where not expected");
        }
        if (!(raw instanceof Map<?, ?> entries)) {
            throw ServiceException.serialization("Expected map or null");
        }
        Map<String, Object> typed = new LinkedHashMap<>();
        entries.forEach((key, raws) -> typed.put(String.valueOf(key), typed(value, raws)));
        return typed;
    }

    private Object scalar(MemberType type, Object raw) {
        switch (type) {
            case STRING -> {
                if (raw instanceof String) {
                    return raw;
                }
            }
            case BOOLEAN -> {
                if (raw instanceof Boolean) {
                    return raw;
                }
            }
            case INTEGER -> {
                if (raw instanceof BigDecimal number) {
                    return clamp(number);
                }
            }
            case TIMESTAMP -> {
                if (raw instanceof BigDecimal number) {
                    return codec.instant(number);
                }
            }
            default -> {
                if (raw instanceof byte[]) {
                    return raw;
                }
                if (raw instanceof String text) {
                    return base64(text);
                }
            }
        }
        throw ServiceException.serialization(Member.javaClassOf(raw) + " can not be converted to " + type.described());
    }

    /** Floored, and held within the range of the type, as the service does it. */
    private static Integer clamp(BigDecimal number) {
        return number.max(SMALLEST_INTEGER)
                .min(LARGEST_INTEGER)
                .setScale(0, RoundingMode.FLOOR)
                .intValueExact();
    }

    private static byte[] base64(String text) {
        if (text.length() % 4 != 0) {
            throw ServiceException.serialization("'" + text
                    + "' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: "
                    + text.length());
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            char[] wrong = text.toCharArray();
            for (char c : wrong) {
                if ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=".indexOf(c) < 0) {
                    throw ServiceException.serialization(
                            "'" + text + "' can not be converted to a Blob: Invalid Base64 character: '" + c + "'");
                }
            }
            throw ServiceException.serialization(
                    "'" + text + "' can not be converted to a Blob: Invalid last non-pad Base64 character dectected");
        }
    }

    private void check(List<Member> members, Map<?, ?> typed, String path) {
        for (Member member : members) {
            Object value = typed.get(member.name());
            String at = path + lowerFirst(member.name());
            if (value == null) {
                if (member.required()) {
                    violate(null, at, "Member must not be null");
                }
                continue;
            }
            checkValue(member, value, at);
            if (member.type() == MemberType.STRING_LIST || member.type() == MemberType.STRING_MAP) {
                checkElements(member, value, at);
            } else if (value instanceof Map<?, ?> structure) {
                check(member.members(), structure, at + ".");
            } else if (value instanceof List<?> elements) {
                for (int i = 0; i < elements.size() && violations.size() < MAX_REPORTED; i++) {
                    if (elements.get(i) instanceof Map<?, ?> element) {
                        check(member.members(), element, at + "." + (i + 1) + ".member.");
                    }
                }
            }
        }
    }

    private void checkValue(Member member, Object value, String at) {
        if (value instanceof Integer number) {
            if (member.min() != null && number < member.min()) {
                violate(number, at, "Member must have value greater than or equal to " + member.min());
            }
            if (member.max() != null && number > member.max()) {
                violate(number, at, "Member must have value less than or equal to " + member.max());
            }
            return;
        }
        int length = lengthOf(value);
        if (member.min() != null && length < member.min()) {
            violate(value, at, "Member must have length greater than or equal to " + member.min());
        }
        if (member.max() != null && length > member.max()) {
            violate(value, at, "Member must have length less than or equal to " + member.max());
        }
        if (member.pattern() != null
                && !member.pattern().matcher(value.toString()).matches()) {
            violate(value, at, "Member must satisfy regular expression pattern: " + member.pattern());
        }
        if (!member.allowed().isEmpty() && !member.allowed().contains(value.toString())) {
            violate(value, at, "Member must satisfy enum value set: [" + String.join(", ", member.allowed()) + "]");
        }
    }

    private void checkElements(Member member, Object value, String at) {
        Member first = member.members().get(0);
        if (value instanceof Map<?, ?> entries) {
            Member second = member.members().get(1);
            if (!entries.keySet().stream().allMatch(key -> first.accepts(key.toString()))) {
                violate(value, at, "Map keys must satisfy constraint: " + first.described());
            }
            if (!entries.values().stream().allMatch(text -> second.accepts(text.toString()))) {
                violate(value, at, "Map value must satisfy constraint: " + second.described());
            }
        } else if (value instanceof List<?> elements
                && !elements.stream().allMatch(element -> first.accepts(element.toString()))) {
            violate(value, at, "Member must satisfy constraint: " + first.described());
        }
    }

    private void violate(@Nullable Object value, String at, String constraint) {
        String printed = value == null ? "null" : "'" + describe(value) + "'";
        violations.add("Value " + printed + " at '" + at + "' failed to satisfy constraint: " + constraint);
    }

    private static String describe(Object value) {
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes).toString();
        }
        if (value instanceof List<?> elements && elements.stream().anyMatch(Map.class::isInstance)) {
            Object[] entries = new Object[elements.size()];
            Arrays.fill(entries, "com.amazonaws.kinesis.v20131202.PutRecordsRequestEntry@c965e310");
            return Arrays.toString(entries);
        }
        return value.toString();
    }

    private static int lengthOf(Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        if (value instanceof Map<?, ?> entries) {
            return entries.size();
        }
        return value instanceof List<?> elements ? elements.size() : 0;
    }

    /** A member's name in a path: its first letter in lower case, but acronyms stay ({@code streamARN}). */
    private static String lowerFirst(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
