package dev.millrace.processor.micrometer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Values of the tag for errors: simple names of classes, the first so many; all later ones are {@value #OTHER}. Safe for
 * use by many threads.
 */
final class ErrorNames {

    static final String NONE = "none";
    static final String OTHER = "other";

    private final int limit;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    ErrorNames(int limit) {
        this.limit = limit;
    }

    /** The value of the tag for this failure, or for none. */
    String of(@Nullable Throwable failure) {
        if (failure == null) {
            return NONE;
        }
        String name = name(failure.getClass());
        if (known.contains(name)) {
            return name;
        }
        synchronized (known) {
            if (known.size() >= limit && !known.contains(name)) {
                return OTHER;
            }
            known.add(name);
            return name;
        }
    }

    /** An anonymous class has no name of its own. */
    private static String name(Class<?> type) {
        return type.isAnonymousClass() ? name(type.getSuperclass()) : type.getSimpleName();
    }
}
