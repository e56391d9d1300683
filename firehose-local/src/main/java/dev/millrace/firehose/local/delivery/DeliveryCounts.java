package dev.millrace.firehose.local.delivery;

import dev.millrace.firehose.DeliveryListener;
import dev.millrace.firehose.journal.ObjectState;
import dev.millrace.firehose.journal.Route;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a delivery stream has done since this process began: numbers, the last objects, the last failure. */
public final class DeliveryCounts implements DeliveryListener {

    private static final int MOST_OBJECTS = 25;

    private final Clock clock;
    private final Deque<DeliveredObject> last = new ArrayDeque<>();
    private long objects;
    private long records;
    private long failedRecords;
    private long bytes;
    private long failures;
    private @Nullable String lastFailure;

    /**
     * Numbers at one moment.
     *
     * @param objects of all kinds
     * @param records that were delivered as they should be
     * @param failedRecords that were delivered below the error prefix
     * @param bytes of all objects, before compression
     * @param failures of writes to the destination, each of which is tried again
     * @param lastFailure what the last one was; null if there was none
     */
    public record Totals(
            long objects,
            long records,
            long failedRecords,
            long bytes,
            long failures,
            @Nullable String lastFailure) {}

    DeliveryCounts(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void delivered(ObjectState object) {
        objects++;
        if (object.route().kind() == Route.Kind.FAILED) {
            failedRecords += object.records();
        } else if (object.route().kind() == Route.Kind.DATA) {
            records += object.records();
        }
        bytes += object.length();
        if (last.size() == MOST_OBJECTS) {
            last.removeLast();
        }
        last.addFirst(new DeliveredObject(
                clock.instant(), Objects.requireNonNull(object.name()), object.records(), object.length()));
    }

    @Override
    public synchronized void deliveryFailed(ObjectState object, Exception failure) {
        failures++;
        lastFailure = failure.toString();
    }

    public synchronized Totals totals() {
        return new Totals(objects, records, failedRecords, bytes, failures, lastFailure);
    }

    /** The newest first, at most {@value #MOST_OBJECTS}. */
    public synchronized List<DeliveredObject> lastObjects() {
        return List.copyOf(last);
    }
}
