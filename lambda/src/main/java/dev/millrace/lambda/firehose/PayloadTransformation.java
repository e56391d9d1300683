package dev.millrace.lambda.firehose;

import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordDeaggregator;
import dev.millrace.record.StoredUserRecord;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Turns a record of an event into what is answered for it, whatever the user's code does. */
final class PayloadTransformation {

    private static final RecordDeaggregator DEAGGREGATOR = RecordDeaggregator.create();

    private final FirehoseOptions options;
    private final TransformationLog log;
    private final RecordTransformer transformer;

    PayloadTransformation(FirehoseOptions options, TransformationLog log, RecordTransformer transformer) {
        this.options = options;
        this.log = log;
        this.transformer = transformer;
    }

    Transformed transform(FirehoseRecord record) {
        Transformed transformed = opened(record);
        if (transformed.result() == Transformed.Result.OK && options.newline()) {
            return transformed.data(LastNewline.exactlyOne(transformed.data()));
        }
        return transformed;
    }

    private Transformed opened(FirehoseRecord record) {
        if (!options.deaggregate()) {
            return guarded(record);
        }
        Deaggregation opened = DEAGGREGATOR.deaggregate(record.data());
        if (opened instanceof Deaggregation.Aggregated aggregated) {
            return joined(record, aggregated.userRecords());
        }
        if (opened instanceof Deaggregation.Corrupt corrupt) {
            String reason = "aggregated record is corrupt: " + corrupt.reason() + ": offset=" + corrupt.offset();
            log.failed(record, reason);
            return Transformed.failed(reason);
        }
        return guarded(record);
    }

    /** One answer for all user records of a record, since Firehose takes no more. */
    private Transformed joined(FirehoseRecord record, List<StoredUserRecord> parts) {
        List<Transformed> delivered = new ArrayList<>();
        for (StoredUserRecord part : parts) {
            Transformed transformed = guarded(record.part(part));
            if (transformed.result() == Transformed.Result.FAILED) {
                return transformed;
            }
            if (transformed.result() == Transformed.Result.OK) {
                delivered.add(transformed);
            }
        }
        if (delivered.isEmpty()) {
            return Transformed.dropped();
        }
        Transformed first = delivered.get(0);
        if (!delivered.stream().allMatch(first::sameDestination)) {
            String reason = "user records of one record have different partition keys or tables, and one record goes to"
                    + " one place";
            log.failed(record, reason);
            return Transformed.failed(reason);
        }
        return first.data(join(delivered));
    }

    private ByteBuffer join(List<Transformed> delivered) {
        byte[] delimiter = options.delimiterBytes();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < delivered.size(); i++) {
            if (i > 0) {
                all.writeBytes(delimiter);
            }
            ByteBuffer data = delivered.get(i).data();
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            all.writeBytes(bytes);
        }
        return ByteBuffer.wrap(all.toByteArray()).asReadOnlyBuffer();
    }

    /** What goes wrong in the user's code is this record's failure; only a JVM in distress ends the invocation. */
    private Transformed guarded(FirehoseRecord record) {
        try {
            Transformed transformed = transformer.transform(record);
            if (transformed == null) {
                log.failed(record, "the transformation returned null");
                return Transformed.failed("null");
            }
            if (transformed.reason() != null) {
                log.failed(record, transformed.reason());
            }
            return transformed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.failed(record, e);
            return Transformed.failed("interrupted");
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            log.failed(record, e);
            return Transformed.failed(e.toString());
        }
    }
}
