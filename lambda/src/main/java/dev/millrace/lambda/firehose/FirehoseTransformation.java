package dev.millrace.lambda.firehose;

import com.amazonaws.services.lambda.runtime.Context;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link FirehoseTransformHandler} does with an event, as a plain function, for handlers that extend something else. */
public final class FirehoseTransformation {

    private FirehoseTransformation() {}

    /**
     * Transforms the records of an event.
     *
     * @param context its logger is told why records failed; without one nobody is
     * @return an answer for each record, in their order
     * @throws IllegalArgumentException if the event is none of Firehose or Analytics: a record has no id or no data, or
     *     two have the same id
     */
    public static FirehoseResponse apply(
            FirehoseEvent event, FirehoseOptions options, @Nullable Context context, RecordTransformer transformer) {
        TransformationLog log = new TransformationLog(context);
        List<FirehoseRecord> records = records(event);
        PayloadTransformation payload = new PayloadTransformation(options, log, transformer);
        ResponseBudget budget = new ResponseBudget(options, log, records);
        for (FirehoseRecord record : records) {
            budget.add(record, payload.transform(record));
        }
        return budget.response(event);
    }

    private static List<FirehoseRecord> records(FirehoseEvent event) {
        List<FirehoseEventRecord> sources = event.getRecords();
        if (sources == null) {
            throw new IllegalArgumentException("no event of Firehose or Analytics: it has no 'records'");
        }
        List<FirehoseRecord> records = new ArrayList<>(sources.size());
        Set<String> ids = new HashSet<>();
        for (FirehoseEventRecord source : sources) {
            String id = source == null ? null : source.getRecordId();
            if (source == null || id == null || !ids.add(id)) {
                throw new IllegalArgumentException("record " + (id == null ? "without id" : "id twice: recordId=" + id)
                        + ": index=" + records.size());
            }
            ByteBuffer data = source.getKafkaRecordValue() == null ? source.getData() : source.getKafkaRecordValue();
            if (data == null) {
                throw new IllegalArgumentException("record without data: recordId=" + id);
            }
            records.add(FirehoseRecord.of(event, source, data));
        }
        return records;
    }
}
