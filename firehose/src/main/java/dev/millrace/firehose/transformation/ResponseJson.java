package dev.millrace.firehose.transformation;

import dev.millrace.lambda.firehose.FirehoseResponse;
import dev.millrace.lambda.firehose.FirehoseResponseMetadata;
import dev.millrace.lambda.firehose.FirehoseResponseRecord;
import dev.millrace.lambda.json.Json;
import dev.millrace.lambda.json.JsonException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what functions answer. Members that nobody knows are passed over. */
final class ResponseJson {

    private static final String SHAPE = "(wanted: {\"records\": [{\"recordId\", \"result\", \"data\"}]})";

    private ResponseJson() {}

    static FirehoseResponse read(String text) throws TransformationException {
        Object json;
        try {
            json = Json.read(text);
        } catch (JsonException e) {
            throw TransformationException.ofAnswer(FailureCode.JSON_PROCESSING, "response is " + e.getMessage(), e);
        }
        if (!(json instanceof Map<?, ?> response) || !(response.get("records") instanceof List<?> records)) {
            throw wrong("response has no list of records");
        }
        List<FirehoseResponseRecord> answers = new ArrayList<>();
        for (Object record : records) {
            if (!(record instanceof Map<?, ?> answer)) {
                throw wrong("an answer in the response is no object: index=" + answers.size());
            }
            answers.add(answer(answer, answers.size()));
        }
        FirehoseResponse read = new FirehoseResponse();
        read.setRecords(answers);
        return read;
    }

    private static FirehoseResponseRecord answer(Map<?, ?> json, int index) throws TransformationException {
        FirehoseResponseRecord answer = new FirehoseResponseRecord();
        answer.setRecordId(text(json, "recordId", index));
        answer.setResult(text(json, "result", index));
        String data = text(json, "data", index);
        if (data != null) {
            answer.setData(bytes(data, index));
        }
        if (json.get("metadata") instanceof Map<?, ?> metadata
                && metadata.get("partitionKeys") instanceof Map<?, ?> keys) {
            FirehoseResponseMetadata read = new FirehoseResponseMetadata();
            Map<String, String> values = new LinkedHashMap<>();
            for (Object name : keys.keySet()) {
                String value = text(keys, String.valueOf(name), index);
                if (value != null) {
                    values.put(String.valueOf(name), value);
                }
            }
            read.setPartitionKeys(values);
            answer.setMetadata(read);
        }
        return answer;
    }

    private static @Nullable String text(Map<?, ?> json, String name, int index) throws TransformationException {
        Object value = json.get(name);
        if (value != null && !(value instanceof String)) {
            throw wrong("a member of an answer is no text: member=" + name + " index=" + index);
        }
        return (String) value;
    }

    private static ByteBuffer bytes(String base64, int index) throws TransformationException {
        try {
            return ByteBuffer.wrap(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw TransformationException.ofAnswer(
                    FailureCode.JSON_MAPPING, "data of an answer are no base64: index=" + index, e);
        }
    }

    private static TransformationException wrong(String problem) {
        return TransformationException.ofAnswer(FailureCode.INVALID_RETURN_FORMAT, problem + " " + SHAPE, null);
    }
}
