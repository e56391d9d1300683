package dev.millrace.kcl;

import dev.millrace.processor.ReceivedRecord;
import dev.millrace.record.HashKeyRange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * Opens records for {@link KclShard}: one {@link OpenedRecord} for each. Stops the worker if they cannot be taken apart, as
 * for want of memory: the library would skip their batch and go on with the next.
 */
final class OpeningAggregation extends AggregatorUtil {

    private final LosslessAggregatorUtil lossless;
    private final Consumer<Throwable> fail;

    OpeningAggregation(LosslessAggregatorUtil lossless, Consumer<Throwable> fail) {
        this.lossless = lossless;
        this.fail = fail;
    }

    @Override
    public List<KinesisClientRecord> deaggregate(
            List<KinesisClientRecord> records, BigInteger startingHashKey, BigInteger endingHashKey) {
        try {
            HashKeyRange range = LosslessAggregatorUtil.range(startingHashKey, endingHashKey);
            List<KinesisClientRecord> opened = new ArrayList<>(records.size());
            List<List<ReceivedRecord>> each = lossless.open(records, range);
            for (int i = 0; i < records.size(); i++) {
                if (!each.get(i).isEmpty()) {
                    opened.add(new OpenedRecord(records.get(i), each.get(i)));
                }
            }
            return opened;
        } catch (RuntimeException | Error e) {
            fail.accept(e);
            throw e;
        }
    }
}
