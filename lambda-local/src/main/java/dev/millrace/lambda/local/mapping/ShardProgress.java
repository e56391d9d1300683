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

    private static final long LONGEST_WAIT_MILLIS = 200;

    private final Deque<MappedRecord> open = new ArrayDeque<>();
    private final Set<String> done = new HashSet<>();

    /**
     * A record that is on its way from now on. Waits while there are too many behind one that is not done.
     *
     * @param most on their way, more than are handed to lanes together
     */
    synchronized void begun(MappedRecord record, int most, StopSignal stop)
            throws StoppedException, InterruptedException {
        while (open.size() >= most) {
            if (stop.isStopped()) {
                throw new StoppedException();
            }
            wait(LONGEST_WAIT_MILLIS);
        }
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
        notifyAll();
        return place;
    }
}
