package dev.millrace.producer.micrometer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Values of one tag: the first so many are themselves, all later ones {@value #OTHER}. Safe for use by many threads. */
final class BoundedNames {

    static final String NONE = "none";
    static final String OTHER = "other";

    private final int limit;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    BoundedNames(int limit) {
        this.limit = limit;
    }

    /** The value of the tag for this name. */
    String of(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return NONE;
        }
        if (known.contains(name)) {
            return name;
        }
        synchronized (known) {
            if (known.size() >= limit) {
                return OTHER;
            }
            known.add(name);
            return name;
        }
    }
}
