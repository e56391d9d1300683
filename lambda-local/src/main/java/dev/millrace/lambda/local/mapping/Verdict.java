package dev.millrace.lambda.local.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.lambda.local.FunctionAnswer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means for the records of its event. Source: the Lambda developer guide, "Configuring partial batch response
 * with Kinesis Data Streams and Lambda".
 *
 * @param firstFailed index of the first record that comes again; as many as there are records if none
 * @param error what kind of error it was; null if the function returned
 * @param state of the window; null if the answer has none
 * @param wholeFailure the event failed as a whole
 */
record Verdict(
        int firstFailed, @Nullable String error, @Nullable Map<String, Object> state, boolean wholeFailure) {

    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> STATE = new TypeReference<>() {};

    /** What the guide calls every error of a function. */
    static final String UNHANDLED = "Unhandled";

    static Verdict of(FunctionAnswer answer, List<MappedRecord> records, boolean reports) {
        if (answer instanceof FunctionAnswer.Failed) {
            return failure(UNHANDLED);
        }
        JsonNode json;
        try {
            json = JACKSON.readTree(answer.text());
        } catch (JsonProcessingException e) {
            json = JACKSON.nullNode();
        }
        JsonNode stateNode = json.get("state");
        Map<String, Object> state =
                stateNode != null && stateNode.isObject() ? JACKSON.convertValue(stateNode, STATE) : null;
        JsonNode failures = json.get("batchItemFailures");
        int first = records.size();
        if (reports && failures != null && !failures.isNull()) {
            if (!failures.isArray()) {
                return failure(null);
            }
            for (JsonNode failure : failures) {
                int index = index(failure.get("itemIdentifier"), records);
                if (index < 0) {
                    return failure(null);
                }
                first = Math.min(first, index);
            }
        }
        return new Verdict(first, null, state, false);
    }

    static Verdict failure(@Nullable String error) {
        return new Verdict(0, error, null, true);
    }

    /** -1 if no record of the event is meant. */
    private static int index(@Nullable JsonNode identifier, List<MappedRecord> records) {
        if (identifier == null || !identifier.isTextual()) {
            return -1;
        }
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i).sequenceNumber().equals(identifier.textValue())) {
                return i;
            }
        }
        return -1;
    }
}
