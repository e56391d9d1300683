package dev.millrace.lambda.firehose;

import dev.millrace.lambda.firehose.Transformed.Result;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds a response that stays below its limit. There is always room to answer all records that are left with a
 * failure, so every record gets an answer.
 */
final class ResponseBudget {

    private final FirehoseOptions options;
    private final TransformationLog log;
    private final List<FirehoseResponseRecord> answers = new ArrayList<>();

    /** Records to be put back, and the places of their answers. */
    private final List<FirehoseRecord> putBack = new ArrayList<>();

    private final List<FirehoseResponseRecord> putBackAnswers = new ArrayList<>();

    /** What the answers take, where those that are missing yet are failures. */
    private long usedBytes = ResponseSize.ENVELOPE;

    private final long usedByFailuresAlone;

    /**
     * @param records all that will be added
     * @throws IllegalArgumentException if there is not even room for as many failures
     */
    ResponseBudget(FirehoseOptions options, TransformationLog log, List<FirehoseRecord> records) {
        this.options = options;
        this.log = log;
        for (FirehoseRecord record : records) {
            usedBytes += ResponseSize.of(record.recordId(), Result.FAILED);
        }
        usedByFailuresAlone = usedBytes;
        if (usedBytes > options.maxResponseBytes()) {
            throw new IllegalArgumentException("response too small to answer all records: records=" + records.size()
                    + " bytes=" + usedBytes + " (max " + options.maxResponseBytes() + ")");
        }
    }

    /** Adds the answer for the next record, in the order of the event. */
    void add(FirehoseRecord record, Transformed transformed) {
        if (transformed.result() != Result.OK) {
            answers.add(answer(record, transformed.result()));
            return;
        }
        long more = moreBytes(record, transformed);
        if (usedBytes + more <= options.maxResponseBytes()) {
            deliver(record, transformed, more);
        } else if (options.overBudget() instanceof OverBudget.Trim trim) {
            trim(record, transformed, trim.trimmer());
        } else if (options.overBudget() instanceof OverBudget.Reingest
                && usedByFailuresAlone + more <= options.maxResponseBytes()) {
            FirehoseResponseRecord answer = answer(record, Result.DROPPED);
            answers.add(answer);
            putBack.add(record);
            putBackAnswers.add(answer);
        } else {
            fail(record, transformed);
        }
    }

    /** What a delivery takes beyond the failure that is counted already. */
    private static long moreBytes(FirehoseRecord record, Transformed transformed) {
        return ResponseSize.of(record, transformed) - ResponseSize.of(record.recordId(), Result.FAILED);
    }

    private void deliver(FirehoseRecord record, Transformed transformed, long more) {
        usedBytes += more;
        answers.add(ResponseRecords.delivered(record, transformed));
    }

    private void trim(FirehoseRecord record, Transformed transformed, OverBudget.Trimmer trimmer) {
        long overhead = moreBytes(record, transformed.data(ByteBuffer.allocate(0)));
        long room = options.maxResponseBytes() - usedBytes - overhead;
        if (room >= 0) {
            try {
                ByteBuffer trimmed = trimmer.trim(record, transformed.data(), ResponseSize.bytesWithin(room));
                if (trimmed != null && trimmed.remaining() <= ResponseSize.bytesWithin(room)) {
                    Transformed smaller = transformed.data(trimmed.slice().asReadOnlyBuffer());
                    deliver(record, smaller, moreBytes(record, smaller));
                    return;
                }
            } catch (RuntimeException | StackOverflowError e) {
                log.failed(record, e);
            }
        }
        fail(record, transformed);
    }

    private void fail(FirehoseRecord record, Transformed transformed) {
        log.failed(
                record,
                "no room in the response: transformedLength="
                        + transformed.data().remaining() + " used=" + usedBytes + " (max " + options.maxResponseBytes()
                        + ")");
        answers.add(answer(record, Result.FAILED));
    }

    private static FirehoseResponseRecord answer(FirehoseRecord record, Result result) {
        return ResponseRecords.undelivered(record.recordId(), result);
    }

    /** The response, after what is to be put back was put back. */
    FirehoseResponse response(FirehoseEvent event) {
        if (!putBack.isEmpty() && options.overBudget() instanceof OverBudget.Reingest reingest) {
            try {
                reingest.target().putBack(event, List.copyOf(putBack));
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                log.failed("putting back " + putBack.size() + " records", e);
                putBackAnswers.forEach(answer -> answer.setResult(Result.FAILED.text()));
            }
        }
        FirehoseResponse response = new FirehoseResponse();
        response.setRecords(answers);
        return response;
    }
}
