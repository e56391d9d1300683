package dev.millrace.kcl;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * Stops the worker if records cannot be taken apart, as for want of memory: the library would skip their batch and go on
 * with the next.
 */
final class GuardedAggregation extends AggregatorUtil {

    private final AggregatorUtil guarded;
    private final Consumer<Throwable> fail;

    GuardedAggregation(AggregatorUtil guarded, Consumer<Throwable> fail) {
        this.guarded = guarded;
        this.fail = fail;
    }

    @Override
    public List<KinesisClientRecord> deaggregate(
            List<KinesisClientRecord> records, BigInteger startingHashKey, BigInteger endingHashKey) {
        try {
            return guarded.deaggregate(records, startingHashKey, endingHashKey);
        } catch (RuntimeException | Error e) {
            fail.accept(e);
            throw e;
        }
    }
}
