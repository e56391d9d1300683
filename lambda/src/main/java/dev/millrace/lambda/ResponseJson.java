package dev.millrace.lambda;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import dev.millrace.lambda.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Responses as JSON in UTF-8. */
final class ResponseJson {

    private ResponseJson() {}

    static byte[] of(StreamsEventResponse response) {
        return utf8(Map.of(
                "batchItemFailures",
                response.getBatchItemFailures().stream()
                        .map(failure -> identifier(failure.getItemIdentifier()))
                        .toList()));
    }

    static byte[] of(TimeWindowEventResponse response) {
        List<Map<String, String>> failures = response.getBatchItemFailures().stream()
                .map(failure -> identifier(failure.getItemIdentifier()))
                .toList();
        return utf8(Map.of("state", response.getState(), "batchItemFailures", failures));
    }

    private static Map<String, String> identifier(String sequenceNumber) {
        return Map.of("itemIdentifier", sequenceNumber);
    }

    private static byte[] utf8(Map<String, ?> response) {
        return Json.write(response).getBytes(StandardCharsets.UTF_8);
    }
}
