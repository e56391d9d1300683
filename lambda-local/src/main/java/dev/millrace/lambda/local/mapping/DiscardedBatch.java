package dev.millrace.lambda.local.mapping;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.lambda.local.LocalFunction;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Records that were given up. They are still in the stream, for as long as it keeps them.
 *
 * @param requestId of this notice
 * @param condition {@code RetryAttemptsExhausted} or {@code RecordAgeExceeded}
 * @param invokeCount how often the function was invoked with them
 * @param functionError what kind of error the last invocation ended with; null if it ended with an answer, or there was none
 * @param moment of the notice
 * @param first of the records; null if there is none, at the end of a window
 */
public record DiscardedBatch(
        String requestId,
        String condition,
        int invokeCount,
        @Nullable String functionError,
        Instant moment,
        String streamArn,
        String shardId,
        int batchSize,
        @Nullable Place first,
        @Nullable Place last) {

    /** They came again as often as they may. */
    public static final String RETRIES = "RetryAttemptsExhausted";

    /** They became too old. */
    public static final String AGE = "RecordAgeExceeded";

    /** Sequence number and arrival of a record. */
    public record Place(String sequenceNumber, Instant arrival) {}

    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    /**
     * The notice as Lambda writes it. Source: the Lambda developer guide, "Retain discarded batch records for a Kinesis
     * Data Streams event source".
     */
    public String toJson() {
        ObjectNode json = JACKSON.createObjectNode();
        json.putObject("requestContext")
                .put("requestId", requestId)
                .put("functionArn", LocalFunction.ARN)
                .put("condition", condition)
                .put("approximateInvokeCount", invokeCount);
        if (invokeCount > 0) {
            ObjectNode response =
                    json.putObject("responseContext").put("statusCode", 200).put("executedVersion", "$LATEST");
            if (functionError != null) {
                response.put("functionError", functionError);
            }
        }
        json.put("version", "1.0").put("timestamp", MILLIS.format(moment));
        ObjectNode batch = json.putObject("KinesisBatchInfo").put("shardId", shardId);
        if (first != null && last != null) {
            batch.put("startSequenceNumber", first.sequenceNumber())
                    .put("endSequenceNumber", last.sequenceNumber())
                    .put("approximateArrivalOfFirstRecord", MILLIS.format(first.arrival()))
                    .put("approximateArrivalOfLastRecord", MILLIS.format(last.arrival()));
        }
        batch.put("batchSize", batchSize).put("streamArn", streamArn);
        return json.toString();
    }
}
