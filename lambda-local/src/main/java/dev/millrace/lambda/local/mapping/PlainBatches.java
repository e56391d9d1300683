package dev.millrace.lambda.local.mapping;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Batches without windows. */
final class PlainBatches implements Batches {

    private final BatchDelivery delivery;

    PlainBatches(BatchDelivery delivery) {
        this.delivery = delivery;
    }

    @Override
    public boolean together(MappedRecord first, MappedRecord next) {
        return true;
    }

    @Override
    public @Nullable Instant wakeAt() {
        return null;
    }

    @Override
    public void wake() {}

    @Override
    public void deliver(List<MappedRecord> batch) throws StoppedException, InterruptedException {
        var unused = delivery.deliver(batch, null);
    }

    @Override
    public void end() {}
}
