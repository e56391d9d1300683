package dev.millrace.benchmarks.lambda;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Java deaggregator of kinesis-aggregation, on the KCL. It is on the class path of its own process only. */
final class KinesisAggregationSide implements EventSide {

    private @Nullable Method deaggregate;
    private @Nullable Method partitionKey;
    private @Nullable Method data;

    @Override
    public long userRecords(List<KinesisEventRecord> records) {
        try {
            long count = 0;
            for (Object record : (List<?>) deaggregate().invoke(null, records)) {
                String key = (String) partitionKey(record).invoke(record);
                ByteBuffer bytes = (ByteBuffer) data(record).invoke(record);
                count += key.isEmpty() || !bytes.hasRemaining() ? 0 : 1;
            }
            return count;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Method deaggregate() throws ReflectiveOperationException {
        Method known = deaggregate;
        if (known == null) {
            known = Class.forName("com.amazonaws.kinesis.deagg.RecordDeaggregator")
                    .getMethod("deaggregate", List.class);
            deaggregate = known;
        }
        return known;
    }

    private Method partitionKey(Object record) throws ReflectiveOperationException {
        Method known = partitionKey;
        if (known == null) {
            known = record.getClass().getMethod("getPartitionKey");
            partitionKey = known;
        }
        return known;
    }

    private Method data(Object record) throws ReflectiveOperationException {
        Method known = data;
        if (known == null) {
            known = record.getClass().getMethod("getData");
            data = known;
        }
        return known;
    }
}
