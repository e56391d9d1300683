package dev.millrace.firehose.local.operation;

import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Tags in requests. */
final class TagMembers {

    /** Most of a delivery stream. */
    static final int MOST = 50;

    private static final Pattern KEY = Pattern.compile("^(?!aws:)[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@%]*$");
    private static final Pattern VALUE = Pattern.compile("^[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@%]*$");

    private TagMembers() {}

    static Member tags() {
        Member value = Member.string("Value").between(0, 256).matching(VALUE);
        return Member.list("Tags", List.of(key("Key").mandatory(), value), 1, MOST);
    }

    static Member key(String name) {
        return Member.string(name).between(1, 128).matching(KEY);
    }

    /** @throws ServiceException if a key is there twice */
    static Map<String, String> read(Request request) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Request tag : request.structures("Tags")) {
            String value = Objects.requireNonNullElse(tag.text("Value"), "");
            if (tags.put(tag.requiredText("Key"), value) != null) {
                throw ServiceException.invalidArgument("Tag key is there twice: " + tag.requiredText("Key"));
            }
        }
        return tags;
    }
}
