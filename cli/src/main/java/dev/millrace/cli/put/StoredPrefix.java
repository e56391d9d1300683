package dev.millrace.cli.put;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Lines of one file that are under way, in their order, and the place up to which all have ended well. A line that
 * failed holds the place where it is. Safe for use by many threads.
 */
final class StoredPrefix {

    /** A place behind a line. */
    record Place(ReadFile file, long position, long lines) {}

    private static final class Entry {
        private final Place behind;
        private boolean ended;

        Entry(Place behind) {
            this.behind = behind;
        }
    }

    private final Deque<Entry> underWay = new ArrayDeque<>();
    private @Nullable Place reached;
    private boolean failed;

    /** A line begins whose end is this place. */
    synchronized LinePutter.Outcome begin(Place behind) {
        Entry entry = new Entry(behind);
        underWay.add(entry);
        return fate -> ended(entry, fate);
    }

    private synchronized void ended(Entry entry, LinePutter.Fate fate) {
        if (fate == LinePutter.Fate.FAILED) {
            failed = true;
            return;
        }
        entry.ended = true;
        for (Entry first = underWay.peek(); first != null && first.ended; first = underWay.peek()) {
            reached = underWay.remove().behind;
        }
    }

    /** The place up to which all is well; null if that is where it began. */
    synchronized @Nullable Place reached() {
        return reached;
    }

    /** Whether a line was not stored that should have been. */
    synchronized boolean hasFailed() {
        return failed;
    }
}
