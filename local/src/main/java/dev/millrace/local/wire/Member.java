package dev.millrace.local.wire;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One member of a request: its name, type and constraints. Immutable; every {@code with} method gives a new one.
 *
 * @param name as on the wire
 * @param type what its value must be
 * @param required whether it must be there
 * @param min smallest number, or smallest length; null for none
 * @param max largest number, or largest length; null for none
 * @param pattern what a text must match in full; null for none
 * @param allowed the values that a text may have, in the order in which the service prints them; empty for any
 * @param members of a structure, or of a list's elements; for a list of texts the text, for a map its keys and values
 */
public record Member(
        String name,
        MemberType type,
        boolean required,
        @Nullable Integer min,
        @Nullable Integer max,
        @Nullable Pattern pattern,
        List<String> allowed,
        List<Member> members) {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]+");

    public static Member of(String name, MemberType type) {
        return new Member(name, type, false, null, null, null, List.of(), List.of());
    }

    public static Member string(String name) {
        return of(name, MemberType.STRING);
    }

    public static Member integer(String name, int min, int max) {
        return of(name, MemberType.INTEGER).between(min, max);
    }

    public static Member list(String name, List<Member> elementMembers, int minCount, int maxCount) {
        return new Member(name, MemberType.LIST, false, minCount, maxCount, null, List.of(), elementMembers);
    }

    public static Member structure(String name, List<Member> members) {
        return new Member(name, MemberType.STRUCTURE, false, null, null, null, List.of(), members);
    }

    /** A list of texts that all keep the element's constraints. */
    public static Member strings(String name, int minCount, int maxCount, Member element) {
        return new Member(name, MemberType.STRING_LIST, false, minCount, maxCount, null, List.of(), List.of(element));
    }

    /** A map of texts to texts. */
    public static Member stringMap(String name, int minCount, int maxCount, Member key, Member value) {
        return new Member(name, MemberType.STRING_MAP, false, minCount, maxCount, null, List.of(), List.of(key, value));
    }

    /** A stream's name, by itself not required since an ARN may stand for it. */
    public static Member streamName() {
        return string("StreamName").between(1, 128).matching(NAME);
    }

    public static Member shardId(String name) {
        return string(name).between(1, 128).matching(NAME);
    }

    public static Member streamArn() {
        return string("StreamARN")
                .between(1, 2048)
                .matching(Pattern.compile("arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+"));
    }

    public static Member sequenceNumber(String name) {
        return string(name).matching(Pattern.compile("0|([1-9]\\d{0,128})"));
    }

    public static Member hashKey(String name) {
        return string(name).matching(Pattern.compile("0|([1-9]\\d{0,38})"));
    }

    public Member mandatory() {
        return new Member(name, type, true, min, max, pattern, allowed, members);
    }

    public Member between(int newMin, int newMax) {
        return new Member(name, type, required, newMin, newMax, pattern, allowed, members);
    }

    public Member matching(Pattern newPattern) {
        return new Member(name, type, required, min, max, newPattern, allowed, members);
    }

    public Member oneOf(String... values) {
        return new Member(name, type, required, min, max, pattern, List.of(values), members);
    }

    /** Whether a text keeps the constraints. */
    boolean accepts(String text) {
        return (min == null || text.length() >= min)
                && (max == null || text.length() <= max)
                && (pattern == null || pattern.matcher(text).matches())
                && (allowed.isEmpty() || allowed.contains(text));
    }

    /** The constraints on the elements of a list or map, as the service's texts list them. */
    String described() {
        List<String> rules = new ArrayList<>();
        if (max != null) {
            rules.add("Member must have length less than or equal to " + max);
        }
        if (min != null) {
            rules.add("Member must have length greater than or equal to " + min);
        }
        if (pattern != null) {
            rules.add("Member must satisfy regular expression pattern: " + pattern);
        }
        if (!allowed.isEmpty()) {
            rules.add("Member must satisfy enum value set: " + allowed);
        }
        return rules.toString();
    }

    /** Whether the raw value is a number, in which case the service's texts call it so. */
    static String javaClassOf(Object raw) {
        if (raw instanceof BigDecimal) {
            return "class com.amazon.coral.value.json.numbers.TruncatingBigNumber";
        }
        return "class " + (raw instanceof Boolean ? "java.lang.Boolean" : "java.lang.String");
    }
}
