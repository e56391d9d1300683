package dev.millrace.producer;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells those who wait for the user records of one stream, and the listener, how their deliveries went. */
final class Deliveries {

    private final String stream;
    private final Sender sender;

    Deliveries(String stream, Sender sender) {
        this.stream = stream;
        this.sender = sender;
    }

    /** A request has ended. */
    void request(List<SealedRecord> batch, long sentNanos, @Nullable Throwable cause) {
        int userRecords = 0;
        long bytes = 0;
        for (SealedRecord record : batch) {
            userRecords += record.puts.size();
            bytes += record.content.putSizeBytes();
        }
        RequestEvent event = new RequestEvent(
                stream,
                batch.size(),
                userRecords,
                bytes,
                Duration.ofNanos(sender.now() - sentNanos),
                cause == null ? null : ErrorKind.codeOf(cause));
        sender.tell(listener -> listener.requestEnded(event));
    }

    /** Notes a try. */
    void attempt(
            SealedRecord record,
            long sentNanos,
            Attempt.Outcome outcome,
            @Nullable String shardId,
            @Nullable String errorCode,
            @Nullable String error) {
        Duration delay = Duration.ofNanos(sentNanos - record.oldestAcceptedNanos);
        Duration duration = Duration.ofNanos(sender.now() - sentNanos);
        record.attempts.add(new Attempt(delay, duration, outcome, error));
        AttemptEvent event = new AttemptEvent(
                stream,
                shardId == null ? record.expectedShardId : shardId,
                record.puts.size(),
                record.content.putSizeBytes(),
                record.attempts.size(),
                delay,
                duration,
                outcome,
                errorCode);
        sender.tell(listener -> listener.attemptEnded(event));
    }

    void succeed(SealedRecord record, String shardId, String sequenceNumber) {
        List<Attempt> attempts = List.copyOf(record.attempts);
        tell(record, shardId, null);
        sender.complete(
                record.puts,
                (put, index) ->
                        put.future.complete(new PutResult(shardId, sequenceNumber, index, put.allAttempts(attempts))));
    }

    void fail(SealedRecord record, PutFailedException.Reason reason, @Nullable Throwable cause) {
        List<Attempt> attempts = List.copyOf(record.attempts);
        String open = record.hasOpenAttempt() ? " (it may have been stored: an attempt had no answer)" : "";
        String last = cause != null || attempts.isEmpty()
                ? null
                : attempts.get(attempts.size() - 1).error();
        String message = "user record was not stored: " + reason.text() + open + ": stream=" + stream + " attempts="
                + attempts.size() + (cause == null ? "" : " cause=" + cause.getMessage())
                + (last == null ? "" : " last=" + last);
        sender.complaints().warn("user records were not stored", message, sender.now());
        tell(record, null, reason);
        sender.complete(
                record.puts,
                (put, index) -> put.future.completeExceptionally(
                        new PutFailedException(reason, message, put.allAttempts(attempts), cause)));
    }

    /** Tells the listener; one event is enough unless some user records have come from other Kinesis records. */
    private void tell(SealedRecord record, @Nullable String shardId, PutFailedException.@Nullable Reason failure) {
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (PendingPut put : record.puts) {
            least = Math.min(least, put.attemptsBefore());
            most = Math.max(most, put.attemptsBefore());
        }
        for (int before = least; before <= most; before++) {
            tell(record, before, shardId, failure);
        }
    }

    private void tell(
            SealedRecord record,
            int attemptsBefore,
            @Nullable String shardId,
            PutFailedException.@Nullable Reason failure) {
        int count = 0;
        long dataBytes = 0;
        long durationNanos = 0;
        long now = sender.now();
        for (PendingPut put : record.puts) {
            if (put.attemptsBefore() == attemptsBefore) {
                count++;
                dataBytes += put.dataBytes;
                durationNanos = Math.max(durationNanos, now - put.acceptedNanos);
            }
        }
        if (count == 0) {
            return;
        }
        DeliveryEvent event = new DeliveryEvent(
                stream,
                shardId == null ? record.expectedShardId : shardId,
                count,
                dataBytes,
                attemptsBefore + record.attempts.size(),
                Duration.ofNanos(durationNanos),
                failure);
        sender.tell(listener -> listener.deliveryEnded(event));
    }
}
