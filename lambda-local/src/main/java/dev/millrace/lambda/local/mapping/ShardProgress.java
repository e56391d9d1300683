package dev.millrace.lambda.local.mapping;

import dev.millrace.processor.ReceivedRecord;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a shard is done, where several lanes work on it: a checkpoint lies behind the last record before which all are done. */
final class ShardProgress {

    private final Deque<MappedRecord> open = new ArrayDeque<>();
    private final Set<String> done = new HashSet<>();

    /** Records that are on their way from now on. */
    synchronized void begun(MappedRecord record) {
        open.addLast(record);
    }

    /**
     * These are done.
     *
     * @return the place of the checkpoint now; null if it is where it was
     */
    synchronized @Nullable ReceivedRecord done(Collection<MappedRecord> records) {
        records.forEach(record -> done.add(record.sequenceNumber()));
        ReceivedRecord place = null;
        for (MappedRecord first = open.peekFirst();
                first != null && done.remove(first.sequenceNumber());
                first = open.peekFirst()) {
            place = open.removeFirst().last();
        }
        return place;
    }
}
