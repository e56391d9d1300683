package dev.millrace.firehose.transformation;

import dev.millrace.lambda.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Failed records as Firehose writes them below the error prefix: a line of JSON each, with the original in base64. */
public final class FailedRecord {

    /** Their error output type. */
    public static final String OUTPUT_TYPE = "processing-failed";

    private FailedRecord() {}

    /**
     * The line, with its end.
     *
     * @param functionArn null if there is no function
     */
    public static ByteBuffer line(SourceRecord record, Outcome.Failed failure, @Nullable String functionArn) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("attemptsMade", failure.attempts());
        json.put("arrivalTimestamp", record.arrival().toEpochMilli());
        json.put("errorCode", failure.code());
        json.put("errorMessage", failure.message());
        json.put("attemptEndingTimestamp", failure.end().toEpochMilli());
        json.put("rawData", EventJson.base64(record.data()));
        if (functionArn != null) {
            json.put("lambdaArn", functionArn);
        }
        return ByteBuffer.wrap((Json.write(json) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
