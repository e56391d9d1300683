package dev.millrace.firehose.journal;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Objects that wait for delivery, in their order. For one thread at a time. */
final class SealedObjects {

    private final Deque<ObjectState> waiting = new ArrayDeque<>();
    private long bytes;

    void add(ObjectState object) {
        waiting.add(object);
        bytes += object.length();
    }

    /** The next; it stays the next. Null if there is none. */
    @Nullable
    ObjectState next() {
        return waiting.peek();
    }

    void remove(ObjectState object) {
        if (waiting.remove(object)) {
            bytes -= object.length();
        }
    }

    /** Others are next. */
    void putOff(ObjectState object) {
        if (waiting.remove(object)) {
            waiting.add(object);
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    long bytes() {
        return bytes;
    }
}
