package dev.millrace.lambda.forwarder;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import dev.millrace.lambda.LambdaUserRecord;
import dev.millrace.lambda.RecordKind;
import dev.millrace.lambda.UserRecords;
import dev.millrace.producer.BufferFullException;
import dev.millrace.producer.Producer;
import dev.millrace.producer.PutResult;
import dev.millrace.record.UserRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One event on its way. */
final class Forwarding {

    private final Producer producer;
    private final ForwarderSettings settings;
    private final long endNanos;

    /** The first one so far; set by the producer's thread too. */
    private final AtomicReference<@Nullable ForwardingFailure> failure = new AtomicReference<>();

    /**
     * @param endNanos when the answer is due, as {@link System#nanoTime}
     */
    Forwarding(Producer producer, ForwarderSettings settings, long endNanos) {
        this.producer = producer;
        this.settings = settings;
        this.endNanos = endNanos;
    }

    /**
     * Puts all user records, up to the first failure.
     *
     * @throws IllegalArgumentException if a record is none of a Kinesis mapping
     */
    void put(KinesisEvent event) {
        List<KinesisEventRecord> records = event.getRecords() == null ? List.of() : event.getRecords();
        for (int i = 0; i < records.size(); i++) {
            for (LambdaUserRecord record : UserRecords.of(List.of(records.get(i)))) {
                if (failure.get() == null && remaining().isZero()) {
                    fail(i, record.sequenceNumber(), null);
                }
                if (failure.get() != null) {
                    return;
                }
                put(i, record);
            }
        }
    }

    private void put(int index, LambdaUserRecord record) {
        String number = record.sequenceNumber();
        if (record.kind() == RecordKind.CORRUPT && settings.failCorrupt()) {
            fail(index, number, new IllegalArgumentException("record is corrupt: " + record.corruptReason()));
            return;
        }
        try {
            UserRecord userRecord = record.toUserRecord();
            CompletableFuture<PutResult> put = producer.put(settings.stream(), userRecord);
            // Whoever is refused for want of room is told at once.
            while (isRefused(put)) {
                if (remaining().isZero()) {
                    fail(index, number, null);
                    return;
                }
                put = producer.put(settings.stream(), userRecord);
            }
            var unused = put.whenComplete((result, cause) -> {
                if (cause != null) {
                    fail(index, number, cause instanceof CompletionException ? cause.getCause() : cause);
                }
            });
        } catch (RuntimeException e) {
            // Too large for the target, or a key that no service takes.
            fail(index, number, e);
        }
    }

    private static boolean isRefused(CompletableFuture<PutResult> put) {
        if (!put.isCompletedExceptionally()) {
            return false;
        }
        return put.handle((result, cause) -> cause instanceof BufferFullException)
                .join();
    }

    private void fail(int index, String sequenceNumber, @Nullable Throwable cause) {
        ForwardingFailure other = new ForwardingFailure(index, sequenceNumber, cause);
        failure.accumulateAndGet(other, (known, next) -> ForwardingFailure.first(known, other));
    }

    /**
     * Waits for the answers.
     *
     * @return whether there is one for each put
     */
    boolean await() {
        return producer.flush(remaining()).isEmpty();
    }

    private Duration remaining() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    /** The first failure, once all have been answered or given up. */
    @Nullable
    ForwardingFailure failure() {
        return failure.get();
    }
}
