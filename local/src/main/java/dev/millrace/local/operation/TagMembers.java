package dev.millrace.local.operation;

import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import java.util.List;
import java.util.Map;

/** How requests and answers carry tags. */
final class TagMembers {

    /** Most tags in one request, of which a resource may keep fewer. */
    private static final int MAX_SENT = 200;

    private static final int MAX_KEYS = 50;
    private static final Member KEY = Member.string("Key").between(1, 128);
    private static final Member VALUE = Member.string("Value").between(0, 256);

    private TagMembers() {}

    static Member tags() {
        return Member.stringMap("Tags", 1, MAX_SENT, KEY, VALUE);
    }

    static Member keys() {
        return Member.strings("TagKeys", 1, MAX_KEYS, KEY);
    }

    static List<Map<String, Object>> answer(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> Answer.create()
                        .with("Key", tag.getKey())
                        .with("Value", tag.getValue())
                        .members())
                .toList();
    }
}
