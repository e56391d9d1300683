package dev.millrace.producer;

import dev.millrace.record.Deaggregation;
import dev.millrace.record.HashKeyRange;
import dev.millrace.record.RecordDeaggregator;
import dev.millrace.record.StoredUserRecord;
import dev.millrace.record.UserRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Delivers the finished records of one stream. Everything here happens on the sender's thread; answers come back to it
 * as events.
 */
final class StreamSender {

    private static final Logger LOG = LoggerFactory.getLogger(StreamSender.class);

    private static final int MAX_ENTRIES = 500;
    private static final int MAX_REQUEST_BYTES = 5 * 1024 * 1024;
    private static final int MAX_VERDICT_TRIES = 3;
    private static final String TIMED_OUT = "delivery timeout reached";
    private static final String REFUSAL = "ProvisionedThroughputExceededException";

    /** A record that waits for its next try. */
    private record Delayed(SealedRecord record, long dueNanos) {}

    private final String stream;
    private final ProducerSettings settings;
    private final Sender sender;
    private final ShardDirectory shards;
    private final Accumulator accumulator;
    private final RetryDelay retryDelay;
    private final Deque<SealedRecord> queue = new ArrayDeque<>();
    private final PriorityQueue<Delayed> delayed = new PriorityQueue<>(Comparator.comparingLong(Delayed::dueNanos));

    /** Sent or waiting for a verdict: the records that no queue holds. */
    private final Set<SealedRecord> away = new HashSet<>();

    private int requestsInFlight;
    private long refreshDueNanos;

    StreamSender(String stream, ProducerSettings settings, Sender sender, RetryDelay retryDelay) {
        this.stream = stream;
        this.settings = settings;
        this.sender = sender;
        this.retryDelay = retryDelay;
        this.shards = new ShardDirectory(settings.client(), stream);
        this.accumulator = new Accumulator(settings, shards);
        this.refreshDueNanos =
                sender.now() + retryDelay.spread(settings.shardMapRefresh().toNanos());
    }

    Accumulator accumulator() {
        return accumulator;
    }

    ShardDirectory shards() {
        return shards;
    }

    /** Does what is due now. */
    void run(long now) {
        accumulator.sealIfDue(now);
        accumulator.drainTo(queue);
        for (Delayed next = delayed.peek(); next != null && next.dueNanos() <= now; next = delayed.peek()) {
            queue.add(delayed.remove().record());
        }
        // The queue is in order of age, nearly: what was kept from being sent until too late is told so at once.
        while (!queue.isEmpty() && isExpired(queue.getFirst(), now)) {
            fail(queue.removeFirst(), TIMED_OUT, null);
        }
        while (requestsInFlight < settings.maxRequestsInFlight() && !queue.isEmpty()) {
            List<SealedRecord> batch = nextBatch(now);
            if (!batch.isEmpty()) {
                send(batch, now);
            }
        }
        if (now >= refreshDueNanos) {
            refreshDueNanos = now + retryDelay.spread(settings.shardMapRefresh().toNanos());
            shards.refresh();
        }
    }

    /** When {@link #run} has something to do next, unless an event comes before. */
    long dueNanos(long now) {
        long due = Math.min(accumulator.dueNanos(now), refreshDueNanos);
        Delayed next = delayed.peek();
        return next == null ? due : Math.min(due, next.dueNanos());
    }

    /** Gives up everything: each put fails and says what was tried. */
    void abandon(String reason) {
        accumulator.sealAll();
        accumulator.drainTo(queue);
        delayed.forEach(waiting -> queue.add(waiting.record()));
        delayed.clear();
        queue.forEach(record -> fail(record, reason, null));
        queue.clear();
        for (SealedRecord record : List.copyOf(away)) {
            record.attempts.add(new Attempt(Duration.ZERO, Duration.ZERO, Attempt.Outcome.OPEN, reason));
            fail(record, reason, null);
        }
        away.clear();
    }

    private List<SealedRecord> nextBatch(long now) {
        List<SealedRecord> batch = new ArrayList<>();
        int bytes = 0;
        while (!queue.isEmpty() && batch.size() < MAX_ENTRIES) {
            SealedRecord next = queue.getFirst();
            boolean crowded = bytes + next.content.putSizeBytes() > MAX_REQUEST_BYTES || next.solo;
            if (crowded && !batch.isEmpty()) {
                break;
            }
            queue.removeFirst();
            if (isExpired(next, now)) {
                fail(next, TIMED_OUT, null);
                continue;
            }
            batch.add(next);
            bytes += next.content.putSizeBytes();
            if (next.solo) {
                break;
            }
        }
        return batch;
    }

    private boolean isExpired(SealedRecord record, long now) {
        return now - record.oldestAcceptedNanos > settings.deliveryTimeout().toNanos();
    }

    private void send(List<SealedRecord> batch, long now) {
        PutRecordsRequest request = PutRequests.of(stream, batch);
        requestsInFlight++;
        away.addAll(batch);
        CompletableFuture<?> unused = call(request)
                .whenComplete((response, failure) -> sender.event(() -> answered(batch, now, response, failure)));
    }

    /** A client that throws, for example because it was closed, counts as one that failed. */
    private CompletableFuture<PutRecordsResponse> call(PutRecordsRequest request) {
        try {
            return settings.client().putRecords(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void answered(
            List<SealedRecord> batch,
            long sentNanos,
            @Nullable PutRecordsResponse response,
            @Nullable Throwable failure) {
        requestsInFlight--;
        batch.forEach(away::remove);
        if (response != null && response.records().size() == batch.size()) {
            for (int i = 0; i < batch.size(); i++) {
                answered(batch.get(i), sentNanos, response.records().get(i));
            }
            return;
        }
        Throwable cause = failure == null
                ? new IllegalStateException("answer has another number of entries than the request")
                : ErrorKind.unwrap(failure);
        ErrorKind kind = ErrorKind.of(cause);
        Attempt.Outcome outcome = kind == ErrorKind.OPEN ? Attempt.Outcome.OPEN : Attempt.Outcome.REFUSED;
        for (SealedRecord record : batch) {
            record.attempts.add(attempt(record, sentNanos, outcome, cause.toString()));
            if (kind == ErrorKind.FATAL || (kind == ErrorKind.INVALID && batch.size() == 1)) {
                fail(record, "the service refused the request", cause);
            } else if (kind == ErrorKind.INVALID) {
                record.solo = true;
                queue.add(record);
            } else {
                retry(record);
            }
        }
    }

    private void answered(SealedRecord record, long sentNanos, PutRecordsResultEntry entry) {
        String sequenceNumber = entry.sequenceNumber();
        if (sequenceNumber == null || sequenceNumber.isEmpty()) {
            boolean refused = REFUSAL.equals(entry.errorCode());
            Attempt.Outcome outcome = refused ? Attempt.Outcome.REFUSED : Attempt.Outcome.OPEN;
            record.attempts.add(attempt(record, sentNanos, outcome, entry.errorCode() + ": " + entry.errorMessage()));
            retry(record);
            return;
        }
        judge(record, sentNanos, entry);
    }

    /** Whether every reader will deliver what was stored: all of its hash keys belong to the shard that it is in. */
    private void judge(SealedRecord record, long sentNanos, PutRecordsResultEntry entry) {
        String shardId = entry.shardId();
        boolean settled = record.lone || shardId.equals(record.expectedShardId) || !settings.judgeDelivery();
        HashKeyRange range = shards.range(shardId);
        boolean single = record.content
                .hashKeys()
                .start()
                .equals(record.content.hashKeys().end());
        boolean inside = range == null ? single : range.contains(record.content.hashKeys());
        boolean doubtful = !settled && (range == null || !inside);
        if (doubtful && record.verdictTries < MAX_VERDICT_TRIES) {
            record.verdictTries = range == null ? record.verdictTries + 1 : MAX_VERDICT_TRIES;
            away.add(record);
            CompletableFuture<?> unused = shards.refreshed()
                    .thenRun(() -> sender.event(() -> {
                        away.remove(record);
                        judge(record, sentNanos, entry);
                    }));
            return;
        }
        if (settled || inside) {
            record.attempts.add(attempt(record, sentNanos, Attempt.Outcome.STORED, null));
            succeed(record, shardId, entry.sequenceNumber());
            if (!shardId.equals(record.expectedShardId) && record.expectedShardId != null && settings.judgeDelivery()) {
                shards.refresh();
            }
            return;
        }
        record.attempts.add(attempt(record, sentNanos, Attempt.Outcome.MISPLACED, "stored in " + shardId));
        if (single && accumulator.placedByService()) {
            LOG.warn(
                    "stream places records itself, aggregation is off for it: stream={} hashKey={} shard={} range={}",
                    stream,
                    record.content.hashKeys().start(),
                    shardId,
                    range);
        }
        redistribute(record, range != null);
    }

    /**
     * Takes a misplaced aggregate apart and sends each user record again where it belongs now; alone if the shards
     * could not be looked up, since another aggregate would be as doubtful.
     */
    private void redistribute(SealedRecord record, boolean shardsKnown) {
        Deaggregation opened = RecordDeaggregator.create().deaggregate(record.content.data());
        if (!(opened instanceof Deaggregation.Aggregated aggregated)) {
            throw new IllegalStateException("own aggregate cannot be read: " + opened);
        }
        for (StoredUserRecord userRecord : aggregated.userRecords()) {
            PendingPut put = record.puts.get(userRecord.subSequenceNumber());
            put.leave(record.attempts);
            UserRecord again =
                    UserRecord.of(userRecord.partitionKey(), userRecord.explicitHashKey(), userRecord.data());
            if (shardsKnown) {
                accumulator.add(again, put);
            } else {
                accumulator.addAlone(again, put);
            }
        }
        accumulator.sealAll();
    }

    private void retry(SealedRecord record) {
        long now = sender.now();
        long delay = retryDelay.nanos(record.attempts.size());
        long deadline = record.oldestAcceptedNanos + settings.deliveryTimeout().toNanos();
        delayed.add(new Delayed(record, Math.min(now + delay, deadline + 1)));
    }

    private Attempt attempt(SealedRecord record, long sentNanos, Attempt.Outcome outcome, @Nullable String error) {
        return new Attempt(
                Duration.ofNanos(sentNanos - record.oldestAcceptedNanos),
                Duration.ofNanos(sender.now() - sentNanos),
                outcome,
                error);
    }

    private void succeed(SealedRecord record, String shardId, String sequenceNumber) {
        List<Attempt> attempts = List.copyOf(record.attempts);
        sender.complete(
                record.puts,
                (put, index) ->
                        put.future.complete(new PutResult(shardId, sequenceNumber, index, put.allAttempts(attempts))));
    }

    private void fail(SealedRecord record, String reason, @Nullable Throwable cause) {
        List<Attempt> attempts = List.copyOf(record.attempts);
        String open = record.hasOpenAttempt() ? " (it may have been stored: an attempt had no answer)" : "";
        String message = "user record was not stored: " + reason + open + ": stream=" + stream + " attempts="
                + attempts.size() + (cause == null ? "" : " cause=" + cause.getMessage());
        sender.complete(
                record.puts,
                (put, index) -> put.future.completeExceptionally(
                        new PutFailedException(message, put.allAttempts(attempts), cause)));
    }
}
