package dev.millrace.lambda.local.mapping;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Batches in tumbling windows, by the arrival of records. A window ends with the first record behind it, or when its time
 * has passed and the shard is read to its tip; also early, if its state becomes too large, and at the shard's end. A record of
 * a window that has ended counts into the open one.
 */
final class WindowBatches implements Batches {

    /** What Lambda keeps of a state, in bytes of JSON. */
    static final int MAX_STATE_BYTES = 1 << 20;

    /** How long after its end the read begins that must find nothing more: this clock may be ahead of the service's. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final BatchDelivery delivery;
    private final MappedShard shard;
    private final Duration length;
    private final WindowEnd ended;
    private @Nullable WindowFrame open;
    private boolean looked;

    /** Is told that a window has ended, and all that was in it is done. */
    @FunctionalInterface
    interface WindowEnd {
        void ended() throws StoppedException;
    }

    /**
     * Windows of a shard.
     *
     * @param open the one in whose midst a process before this one ended; null if there is none
     */
    WindowBatches(BatchDelivery delivery, MappedShard shard, @Nullable WindowFrame open, WindowEnd ended) {
        this.delivery = delivery;
        this.shard = shard;
        this.length = Objects.requireNonNull(shard.settings().tumblingWindow(), "tumblingWindow");
        this.open = open;
        this.ended = ended;
    }

    @Override
    public boolean together(MappedRecord first, MappedRecord next) {
        return next.arrival().isBefore(frame(first).end());
    }

    /** The window that a record counts into. */
    private WindowFrame frame(MappedRecord record) {
        WindowFrame current = open;
        return current != null && record.arrival().isBefore(current.end())
                ? current
                : WindowFrame.around(record.arrival(), length);
    }

    @Override
    public @Nullable Instant wakeAt() {
        WindowFrame current = open;
        if (current == null) {
            return null;
        }
        return looked
                ? shard.settings().clock().instant().plus(LOOK_AGAIN)
                : current.end().plus(GRACE);
    }

    @Override
    public void wake() throws StoppedException, InterruptedException {
        looked = true;
        WindowFrame current = open;
        if (current != null && !shard.readToTip().get().isBefore(current.end().plus(GRACE))) {
            close(false);
        }
    }

    @Override
    public void deliver(List<MappedRecord> batch) throws StoppedException, InterruptedException {
        WindowFrame current = open;
        MappedRecord first = batch.get(0);
        if (current != null && !first.arrival().isBefore(current.end())) {
            close(false);
            current = null;
        }
        open = delivery.deliver(batch, current == null ? frame(first) : current);
        looked = false;
        if (open != null && open.stateBytes() > MAX_STATE_BYTES) {
            close(true);
        }
    }

    @Override
    public void end() throws StoppedException, InterruptedException {
        close(false);
    }

    private void close(boolean early) throws StoppedException, InterruptedException {
        WindowFrame current = open;
        if (current != null) {
            delivery.end(current, early);
            ended.ended();
            open = null;
            looked = false;
        }
    }
}
