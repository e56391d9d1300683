package dev.millrace.local.stream;

import dev.millrace.local.wire.ServiceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The tags of a resource, by key. Safe for use by many threads. */
public final class Tags {

    /** Most tags of one resource. */
    public static final int MAX_COUNT = 50;

    private static final Pattern VALID = Pattern.compile("[\\p{L}\\p{N} _./=+\\-%@:]*");

    private final String owner;
    private final Runnable changed;
    private final Map<String, String> byKey;

    /**
     * The owner is named in errors, such as {@code stream orders under account 000000000000}; whoever wants to know is
     * told of changes.
     */
    Tags(String owner, Map<String, String> byKey, Runnable changed) {
        this.owner = owner;
        this.byKey = new TreeMap<>(byKey);
        this.changed = changed;
    }

    /** All of them or, in an error, none. Values of keys that are there already are replaced. */
    public void add(Map<String, String> added) {
        List<String> texts = new ArrayList<>(added.keySet());
        texts.addAll(added.values());
        check(texts, "add tags to ");
        synchronized (this) {
            Set<String> keys = new HashSet<>(byKey.keySet());
            keys.addAll(added.keySet());
            if (keys.size() > MAX_COUNT) {
                throw ServiceException.invalidArgument("Failed to add tags to " + owner
                        + " because a given stream cannot have more than " + MAX_COUNT + " tags associated with it.");
            }
            byKey.putAll(added);
        }
        changed.run();
    }

    /** Keys that are not there are passed over. */
    public void remove(Collection<String> keys) {
        check(keys, "remove tags from ");
        synchronized (this) {
            byKey.keySet().removeAll(Set.copyOf(keys));
        }
        changed.run();
    }

    /** A copy, ordered by key. */
    public synchronized Map<String, String> all() {
        return new TreeMap<>(byKey);
    }

    private void check(Collection<String> texts, String failed) {
        if (!texts.stream().allMatch(text -> VALID.matcher(text).matches())) {
            throw ServiceException.invalidArgument("Some tags contain invalid characters. Valid characters: Unicode"
                    + " letters, digits, white space, _ . / = + - % @ :.");
        }
        // The service names the percent sign among the valid characters, and refuses it all the same.
        if (texts.stream().anyMatch(text -> text.indexOf('%') >= 0)) {
            throw ServiceException.invalidArgument("Failed to " + failed + owner
                    + " because some tags contained illegal characters. The allowed characters are Unicode letters,"
                    + " white-spaces, '_',',','/','=','+','-','@',':'.");
        }
    }
}
