package dev.millrace.producer.cloudwatch;

import dev.millrace.producer.Attempt;
import dev.millrace.producer.AttemptEvent;
import dev.millrace.producer.DeliveryEvent;
import dev.millrace.producer.ProducerListener;
import dev.millrace.producer.PutFailedException;
import dev.millrace.producer.RequestEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A producer's events as values of the KPL's metrics. What callers of the producer do on their own threads is an
 * addition without a lock; the rest comes from one thread.
 */
final class EventCounts implements ProducerListener {

    private static final int MAX_CODES = 100;
    private static final double NANOS_PER_MILLISECOND = 1e6;

    /** User records of one stream. */
    private static final class Received {
        private final LongAdder accepted = new LongAdder();
        private final LongAdder ended = new LongAdder();
        private long counted;
    }

    private final MetricStore store;
    private final Map<String, Received> streams = new ConcurrentHashMap<>();
    private final Set<String> codes = ConcurrentHashMap.newKeySet();

    EventCounts(MetricStore store) {
        this.store = store;
    }

    @Override
    public void userRecordAccepted(String stream, int dataBytes) {
        received(stream).accepted.increment();
    }

    @Override
    public void requestEnded(RequestEvent event) {
        String stream = event.stream();
        store.add(Place.of(KplMetric.REQUEST_TIME, stream, null), milliseconds(event.duration()), 1);
        store.add(Place.of(KplMetric.KINESIS_RECORDS_PER_REQUEST, stream, null), event.kinesisRecords(), 1);
        store.add(Place.of(KplMetric.USER_RECORDS_PER_REQUEST, stream, null), event.userRecords(), 1);
    }

    @Override
    public void attemptEnded(AttemptEvent event) {
        String stream = event.stream();
        String shard = event.shardId();
        boolean isStored = event.outcome() == Attempt.Outcome.STORED || event.outcome() == Attempt.Outcome.MISPLACED;
        boolean isError = event.outcome() != Attempt.Outcome.STORED;
        store.add(Place.of(KplMetric.KINESIS_RECORDS_PUT, stream, shard), isStored ? 1 : 0, 1);
        if (isStored) {
            store.add(Place.of(KplMetric.KINESIS_RECORDS_DATA_PUT, stream, shard), event.bytes(), 1);
        }
        store.add(Place.of(KplMetric.ALL_ERRORS, stream, shard), isError ? 1 : 0, 1);
        if (isError) {
            store.add(new Place(KplMetric.ERRORS_BY_CODE, code(event.errorCode()), stream, shard), 1, 1);
        }
        store.add(Place.of(KplMetric.USER_RECORDS_PER_KINESIS_RECORD, stream, shard), event.userRecords(), 1);
        if (event.number() == 1) {
            store.add(Place.of(KplMetric.BUFFERING_TIME, stream, shard), milliseconds(event.delay()), 1);
        }
    }

    @Override
    public void deliveryEnded(DeliveryEvent event) {
        String stream = event.stream();
        String shard = event.shardId();
        int count = event.userRecords();
        received(stream).ended.add(count);
        boolean isStored = event.failure() == null;
        store.add(Place.of(KplMetric.USER_RECORDS_PUT, stream, shard), isStored ? 1 : 0, count);
        if (isStored && count > 0) {
            store.add(
                    Place.of(KplMetric.USER_RECORDS_DATA_PUT, stream, shard),
                    (double) event.dataBytes() / count,
                    count);
        }
        if (event.failure() == PutFailedException.Reason.EXPIRED) {
            store.add(Place.of(KplMetric.USER_RECORD_EXPIRED, stream, shard), 1, count);
        }
        store.add(Place.of(KplMetric.RETRIES_PER_RECORD, stream, shard), Math.max(0, event.attempts() - 1), count);
    }

    /** Looks how many user records wait, for each stream and in all. */
    void samplePending() {
        long all = 0;
        for (Map.Entry<String, Received> stream : streams.entrySet()) {
            Received known = stream.getValue();
            // In this order, and an end may be told before its beginning: never less than none.
            long ended = known.ended.sum();
            long pending = Math.max(0, known.accepted.sum() - ended);
            all += pending;
            store.addApart(Place.of(KplMetric.USER_RECORDS_PENDING, stream.getKey(), null), (double) pending);
        }
        if (!streams.isEmpty()) {
            store.addApart(Place.ofAll(KplMetric.USER_RECORDS_PENDING), (double) all);
        }
    }

    /** Counts what was accepted since it was called before; by one thread at a time. */
    synchronized void countReceived() {
        streams.forEach((stream, known) -> {
            long accepted = known.accepted.sum();
            store.add(Place.of(KplMetric.USER_RECORDS_RECEIVED, stream, null), 1, (double) (accepted - known.counted));
            known.counted = accepted;
        });
    }

    private Received received(String stream) {
        Received known = streams.get(stream);
        return known == null ? streams.computeIfAbsent(stream, name -> new Received()) : known;
    }

    private String code(@Nullable String errorCode) {
        String code = errorCode == null || errorCode.isEmpty() ? "Unknown" : errorCode;
        if (codes.contains(code)) {
            return code;
        }
        if (codes.size() >= MAX_CODES) {
            return "Other";
        }
        codes.add(code);
        return code;
    }

    private static double milliseconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_MILLISECOND;
    }
}
