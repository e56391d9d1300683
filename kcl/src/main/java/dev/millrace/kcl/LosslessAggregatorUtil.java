package dev.millrace.kcl;

import dev.millrace.processor.KinesisRecord;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordKind;
import dev.millrace.record.HashKey;
import dev.millrace.record.HashKeyRange;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * Deaggregation that loses nothing, for any application on the Kinesis Client Library:
 *
 * <pre>{@code
 * lifecycleConfig.aggregatorUtil(new LosslessAggregatorUtil())
 * }</pre>
 *
 * <p>Every Kinesis record gives at least one result, in order, as a {@link LosslessRecord}: itself if it is plain, all its
 * user records if it is aggregated, wherever their hash keys lie, and itself, marked, if it has the marks of an aggregated
 * record but cannot be read. Only an aggregated record without any user records gives nothing. Nothing is thrown.
 * Sub-sequence numbers are the indexes in the aggregated record, on every run. The lists are the caller's, to be changed.
 *
 * <p>The library's own drops a whole aggregated record, in silence, if one of its user records lies outside the shard's
 * range, as after a reshard. The KPL, knowing that, puts such records again; so does Millrace's producer in the KPL's
 * layout. Where all producers do so, {@link #strict()} is without duplicates. Where any does not, it loses.
 *
 * <p>Safe for use by many threads.
 */
public final class LosslessAggregatorUtil extends AggregatorUtil {

    private static final Logger LOG = LoggerFactory.getLogger(LosslessAggregatorUtil.class);
    private static final BigInteger MAX = HashKey.MAX.toBigInteger();

    private final boolean strict;
    private final Consumer<KeptRecord> listener;
    private final LongAdder kept = new LongAdder();

    /** Drops nothing. */
    public LosslessAggregatorUtil() {
        this(kept -> {});
    }

    /**
     * Drops nothing.
     *
     * @param listener is told of each Kinesis record that the library would have dropped, or failed at, on the thread that
     *     processes the shard; what it throws is logged and goes no further
     */
    public LosslessAggregatorUtil(Consumer<KeptRecord> listener) {
        this(false, listener);
    }

    private LosslessAggregatorUtil(boolean strict, Consumer<KeptRecord> listener) {
        this.strict = strict;
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /**
     * Drops what the library drops: each aggregated record of which a user record lies outside the shard's range, where
     * the library knows that range. Corrupt records are still passed on.
     */
    public static LosslessAggregatorUtil strict() {
        return new LosslessAggregatorUtil(true, kept -> {});
    }

    /** How many results there were so far that the library would have dropped, or failed at. */
    public long keptRecords() {
        return kept.sum();
    }

    /**
     * Takes the records of a batch apart.
     *
     * @param startingHashKey first of the shard's range, from 0
     * @param endingHashKey last of the shard's range, at most 2<sup>128</sup> - 1
     */
    @Override
    public List<KinesisClientRecord> deaggregate(
            List<KinesisClientRecord> records, BigInteger startingHashKey, BigInteger endingHashKey) {
        HashKeyRange range = range(startingHashKey, endingHashKey);
        List<KinesisClientRecord> results = new ArrayList<>(records.size());
        List<List<ReceivedRecord>> each = open(records, range);
        for (int i = 0; i < records.size(); i++) {
            KinesisClientRecord record = records.get(i);
            each.get(i).forEach(received -> results.add(new LosslessRecord(record, received)));
        }
        return results;
    }

    /** A shard's range out of its ends, as the library tells them. */
    static HashKeyRange range(BigInteger startingHashKey, BigInteger endingHashKey) {
        boolean whole = startingHashKey.signum() == 0 && endingHashKey.equals(MAX);
        return whole ? HashKeyRange.ALL : new HashKeyRange(HashKey.of(startingHashKey), HashKey.of(endingHashKey));
    }

    /** What is handed over of each Kinesis record. */
    List<List<ReceivedRecord>> open(List<KinesisClientRecord> records, HashKeyRange range) {
        List<List<ReceivedRecord>> each = KinesisRecord.openEach(
                records.stream().map(LosslessAggregatorUtil::whole).toList());
        for (int i = 0; i < each.size(); i++) {
            if (staysOut(records.get(i), each.get(i), range)) {
                each.set(i, List.of());
            }
        }
        return each;
    }

    private static KinesisRecord whole(KinesisClientRecord record) {
        Instant arrival = record.approximateArrivalTimestamp();
        return new KinesisRecord(
                record.sequenceNumber(),
                record.partitionKey(),
                arrival == null ? Instant.EPOCH : arrival,
                record.data());
    }

    /** Whether it is to be dropped. If it is not although the library would, it is counted. */
    private boolean staysOut(KinesisClientRecord record, List<ReceivedRecord> opened, HashKeyRange range) {
        if (opened.isEmpty() || opened.get(0).kind() == RecordKind.PLAIN) {
            return false;
        }
        String corruptReason = opened.get(0).corruptReason();
        if (corruptReason == null && !reachesOutOf(range, opened)) {
            return false;
        }
        if (corruptReason == null && strict) {
            return true;
        }
        kept.add(opened.size());
        try {
            listener.accept(new KeptRecord(record.sequenceNumber(), opened.size(), corruptReason));
        } catch (RuntimeException e) {
            LOG.warn("the listener failed: sequenceNumber={}", record.sequenceNumber(), e);
        }
        return false;
    }

    private static boolean reachesOutOf(HashKeyRange range, List<ReceivedRecord> opened) {
        if (range.equals(HashKeyRange.ALL)) {
            return false;
        }
        boolean pinIsWithin = false;
        for (ReceivedRecord record : opened) {
            if (record.pinned() && pinIsWithin) {
                continue;
            }
            if (!range.contains(record.hashKey())) {
                return true;
            }
            pinIsWithin |= record.pinned();
        }
        return false;
    }
}
