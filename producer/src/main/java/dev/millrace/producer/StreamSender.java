package dev.millrace.producer;

import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordDeaggregator;
import dev.millrace.record.ShardRange;
import dev.millrace.record.StoredUserRecord;
import dev.millrace.record.UserRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Delivers the finished records of one stream. Everything here happens on the sender's thread; answers come back to it
 * as events.
 *
 * <p>A finished record waits its turn among those of its key if they are ordered, then in the queue of its shard, then is
 * away until it is answered and judged; a refusal or a lost answer sends it back to its queue after a pause.
 */
final class StreamSender {

    private static final int MAX_VERDICT_TRIES = 3;
    private static final long EXPIRY_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A record that waits for its next try. */
    private record Delayed(SealedRecord record, long dueNanos) {}

    private final StreamOptions options;
    private final long deliveryTimeoutNanos;
    private final Sender sender;
    private final StreamShards shards;
    private final Accumulator accumulator;
    private final RetryDelay retryDelay;
    private final Judge judge;
    private final Deliveries deliveries;
    private final PutRequests requests;
    private final KeyOrder order = new KeyOrder();
    private final ShardQueues queues;
    private final PriorityQueue<Delayed> delayed = new PriorityQueue<>(Comparator.comparingLong(Delayed::dueNanos));

    /** Sent or waiting for a verdict: the records that no queue holds. */
    private final Set<SealedRecord> away = new LinkedHashSet<>();

    private final String stream;
    private int requestsInFlight;
    private long expiryDueNanos;

    StreamSender(String stream, ProducerSettings settings, Sender sender, RetryDelay retryDelay) {
        this.stream = stream;
        this.options = settings.options(stream);
        this.deliveryTimeoutNanos = settings.deliveryTimeout().toNanos();
        this.sender = sender;
        this.retryDelay = retryDelay;
        this.shards = new StreamShards(stream, settings, options, sender, retryDelay, this::placedByStream);
        this.accumulator = new Accumulator(options, shards.directory(), settings.producerId());
        this.judge = new Judge(shards.directory(), settings.judgeDelivery());
        this.deliveries = new Deliveries(stream, sender);
        this.requests = new PutRequests(stream, settings.client(options), settings.requestTimeout());
        this.queues = new ShardQueues(options.rateLimit());
        this.expiryDueNanos = sender.now();
    }

    Accumulator accumulator() {
        return accumulator;
    }

    StreamShards shards() {
        return shards;
    }

    /** Does what is due now. */
    void run(long now) {
        if (options.adaptive() && requestsInFlight == 0) {
            accumulator.sealAll();
        }
        accumulator.sealIfDue(now);
        List<SealedRecord> ready = new ArrayList<>();
        accumulator.drainTo(ready);
        ready.forEach(this::begin);
        for (Delayed next = delayed.peek(); next != null && next.dueNanos() <= now; next = delayed.peek()) {
            enqueue(delayed.remove().record());
        }
        if (!shards.directory().open().shards().isEmpty()) {
            queues.takeUnknown().forEach(this::enqueue);
        }
        expire(now);
        while (shards.isStarted(now) && requestsInFlight < options.maxRequestsInFlight()) {
            List<SealedRecord> batch = queues.takeBatch(now);
            if (batch.isEmpty()) {
                break;
            }
            send(batch, now);
        }
        shards.refreshIfDue(now);
    }

    /** When {@link #run} has something to do next, unless an event comes before. */
    long dueNanos(long now) {
        long due = Math.min(accumulator.dueNanos(now), shards.dueNanos());
        Delayed next = delayed.peek();
        if (next != null) {
            due = Math.min(due, next.dueNanos());
        }
        if (!queues.isEmpty() && shards.isStarted(now) && requestsInFlight < options.maxRequestsInFlight()) {
            due = Math.min(due, queues.dueNanos(now));
        }
        return away.isEmpty() && queues.isEmpty() ? due : Math.min(due, expiryDueNanos);
    }

    private void begin(SealedRecord record) {
        if (order.begin(record)) {
            enqueue(record);
        }
    }

    private void enqueue(SealedRecord record) {
        queues.add(record, shardOf(record));
    }

    /** The shard that owns the record now, which need not be the one that it was made for. */
    private String shardOf(SealedRecord record) {
        return shards.directory()
                .open()
                .shardFor(record.content.hashKeys().start())
                .map(ShardRange::shardId)
                .orElse("");
    }

    /** What was kept from being stored until too late is told so. An answer that comes later changes nothing. */
    private void expire(long now) {
        queues.removeFirst(
                record -> isExpired(record, now), record -> fail(record, PutFailedException.Reason.EXPIRED, null));
        if (now < expiryDueNanos) {
            return;
        }
        expiryDueNanos = now + EXPIRY_PERIOD_NANOS;
        for (SealedRecord record : List.copyOf(away)) {
            if (isExpired(record, now)) {
                abandon(record, PutFailedException.Reason.EXPIRED);
            }
        }
    }

    private boolean isExpired(SealedRecord record, long now) {
        return now - record.oldestAcceptedNanos > deliveryTimeoutNanos;
    }

    private void abandon(SealedRecord record, PutFailedException.Reason reason) {
        away.remove(record);
        record.abandoned = true;
        deliveries.attempt(
                record, record.sentNanos, Attempt.Outcome.OPEN, null, "NoAnswer", "no answer: " + reason.text());
        fail(record, reason, null);
    }

    /** Gives up everything: each put fails and says what was tried. */
    void abandon() {
        List<SealedRecord> left = new ArrayList<>();
        accumulator.end();
        accumulator.drainTo(left);
        delayed.forEach(waiting -> left.add(waiting.record()));
        delayed.clear();
        queues.removeFirst(record -> true, left::add);
        order.drainTo(left);
        left.forEach(record -> deliveries.fail(record, PutFailedException.Reason.CLOSED, null));
        List.copyOf(away).forEach(record -> abandon(record, PutFailedException.Reason.CLOSED));
    }

    private void send(List<SealedRecord> batch, long now) {
        requestsInFlight++;
        away.addAll(batch);
        batch.forEach(record -> record.sentNanos = now);
        CompletableFuture<?> unused = requests.send(batch)
                .whenComplete((response, failure) -> sender.event(() -> answered(batch, now, response, failure)));
    }

    private void answered(
            List<SealedRecord> batch,
            long sentNanos,
            @Nullable PutRecordsResponse response,
            @Nullable Throwable failure) {
        requestsInFlight--;
        boolean complete = response != null && response.records().size() == batch.size();
        Throwable cause = complete
                ? null
                : failure == null
                        ? new IllegalStateException("answer has another number of entries than the request")
                        : ErrorKind.unwrap(failure);
        deliveries.request(batch, sentNanos, cause);
        for (int i = 0; i < batch.size(); i++) {
            SealedRecord record = batch.get(i);
            if (record.abandoned) {
                continue;
            }
            away.remove(record);
            if (cause == null && response != null) {
                answered(record, sentNanos, response.records().get(i));
            } else if (cause != null) {
                unanswered(record, batch.size() == 1, sentNanos, cause);
            }
        }
    }

    /** The request failed as a whole. */
    private void unanswered(SealedRecord record, boolean only, long sentNanos, Throwable cause) {
        ErrorKind kind = ErrorKind.of(cause);
        Attempt.Outcome outcome = kind == ErrorKind.OPEN ? Attempt.Outcome.OPEN : Attempt.Outcome.REFUSED;
        deliveries.attempt(record, sentNanos, outcome, null, ErrorKind.codeOf(cause), cause.toString());
        if (kind == ErrorKind.FATAL || (kind == ErrorKind.INVALID && only)) {
            fail(record, PutFailedException.Reason.REFUSED, cause);
        } else if (kind == ErrorKind.INVALID) {
            // One of them is invalid, and must not take the others with it.
            record.solo = true;
            enqueue(record);
        } else {
            retry(record);
        }
    }

    private void answered(SealedRecord record, long sentNanos, PutRecordsResultEntry entry) {
        String sequenceNumber = entry.sequenceNumber();
        if (sequenceNumber != null && !sequenceNumber.isEmpty()) {
            judge(record, sentNanos, entry.shardId(), sequenceNumber);
            return;
        }
        boolean throttled = ErrorKind.THROTTLED.equals(entry.errorCode());
        if (throttled) {
            queues.throttled(shardOf(record), sender.now());
            sender.complaints().warn("stream is throttled", "stream=" + stream, sender.now());
        }
        Attempt.Outcome outcome = throttled ? Attempt.Outcome.REFUSED : Attempt.Outcome.OPEN;
        deliveries.attempt(
                record, sentNanos, outcome, null, entry.errorCode(), entry.errorCode() + ": " + entry.errorMessage());
        retry(record);
    }

    private void judge(SealedRecord record, long sentNanos, String shardId, String sequenceNumber) {
        Judge.Verdict verdict = judge.of(record, shardId, sequenceNumber);
        if (verdict == Judge.Verdict.UNKNOWN_SHARD && record.verdictTries < MAX_VERDICT_TRIES) {
            record.verdictTries++;
            away.add(record);
            CompletableFuture<?> unused = shards.refreshed()
                    .thenRun(() -> sender.event(() -> {
                        if (!record.abandoned) {
                            away.remove(record);
                            judge(record, sentNanos, shardId, sequenceNumber);
                        }
                    }));
            return;
        }
        boolean right = verdict == Judge.Verdict.RIGHT
                || (verdict == Judge.Verdict.UNKNOWN_SHARD && Judge.hasOneHashKey(record));
        if (right) {
            deliveries.attempt(record, sentNanos, Attempt.Outcome.STORED, shardId, null, null);
            deliveries.succeed(record, shardId, sequenceNumber);
            ended(record);
            if (record.expectedShardId != null && !shardId.equals(record.expectedShardId)) {
                shards.seenElsewhere(shardId);
            }
            return;
        }
        deliveries.attempt(record, sentNanos, Attempt.Outcome.MISPLACED, shardId, "WrongShard", "stored in " + shardId);
        if (verdict == Judge.Verdict.PLACED_BY_STREAM) {
            placedByStream();
            if (options.ordering() == Ordering.PER_PARTITION_KEY) {
                String text = "the stream places records itself, so there is no order in it";
                fail(record, PutFailedException.Reason.REFUSED, new IllegalStateException(text));
                return;
            }
        }
        redistribute(record, verdict != Judge.Verdict.UNKNOWN_SHARD);
    }

    private void placedByStream() {
        if (accumulator.placedByStream()) {
            sender.complaints()
                    .warn("stream places records itself, aggregation is off for it", "stream=" + stream, sender.now());
        }
    }

    /**
     * Takes a misplaced aggregate apart and sends each user record again where it belongs now; alone if the shards
     * could not be looked up, since another aggregate would be as doubtful.
     */
    private void redistribute(SealedRecord record, boolean shardsKnown) {
        Deaggregation opened = RecordDeaggregator.create().deaggregate(record.content.data());
        if (!(opened instanceof Deaggregation.Aggregated aggregated)) {
            fail(record, PutFailedException.Reason.INTERNAL, new IllegalStateException("own aggregate: " + opened));
            return;
        }
        if (record.tagged && accumulator.isPlacedByStream()) {
            fail(record, PutFailedException.Reason.REFUSED, new IllegalStateException(Accumulator.NO_TAGS));
            return;
        }
        for (StoredUserRecord userRecord : aggregated.userRecords()) {
            PendingPut put = record.puts.get(userRecord.subSequenceNumber());
            put.leave(record.attempts);
            UserRecord again = userRecord.toUserRecord();
            if (shardsKnown) {
                accumulator.add(again, put);
            } else {
                accumulator.addAlone(again, put);
            }
        }
        accumulator.sealAll();
        ended(record);
    }

    private void retry(SealedRecord record) {
        long now = sender.now();
        long delay = retryDelay.nanos(record.attempts.size());
        long deadline = record.oldestAcceptedNanos + deliveryTimeoutNanos;
        delayed.add(new Delayed(record, Math.min(now + delay, deadline + 1)));
    }

    private void fail(SealedRecord record, PutFailedException.Reason reason, @Nullable Throwable cause) {
        deliveries.fail(record, reason, cause);
        ended(record);
    }

    /** The next one of its key may go. */
    private void ended(SealedRecord record) {
        SealedRecord next = order.end(record);
        if (next != null) {
            enqueue(next);
        }
    }
}
