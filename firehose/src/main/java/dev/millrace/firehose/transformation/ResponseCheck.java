package dev.millrace.firehose.transformation;

import dev.millrace.lambda.firehose.FirehoseResponse;
import dev.millrace.lambda.firehose.FirehoseResponseMetadata;
import dev.millrace.lambda.firehose.FirehoseResponseRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Firehose's rules for a response: every record of the event is answered exactly once, in any order. */
final class ResponseCheck {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ResponseCheck() {}

    /**
     * What became of the records.
     *
     * @param recordIds of the event's records
     * @param attempts how often the function was invoked for them
     * @return in the order of the event
     * @throws TransformationException if the rules are broken: then all records have failed
     */
    static List<Outcome> outcomes(List<String> recordIds, FirehoseResponse response, int attempts, Instant end)
            throws TransformationException {
        Map<String, FirehoseResponseRecord> answers = answers(response);
        List<Outcome> outcomes = new ArrayList<>(recordIds.size());
        for (String recordId : recordIds) {
            FirehoseResponseRecord answer = answers.get(recordId);
            if (answer == null) {
                throw wrong(FailureCode.MISSING_RECORD_ID, "a record is not answered: recordId=" + recordId);
            }
            outcomes.add(outcome(recordId, answer, attempts, end));
        }
        Set<String> unknown = new HashSet<>(answers.keySet());
        recordIds.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw wrong(
                    FailureCode.INVALID_RETURN_FORMAT,
                    "a record is answered that nobody asked about: recordId="
                            + unknown.iterator().next());
        }
        return outcomes;
    }

    private static Map<String, FirehoseResponseRecord> answers(FirehoseResponse response)
            throws TransformationException {
        List<FirehoseResponseRecord> records = response.getRecords();
        if (records == null) {
            throw wrong(FailureCode.INVALID_RETURN_FORMAT, "response has no list of records");
        }
        Map<String, FirehoseResponseRecord> answers = new HashMap<>();
        for (FirehoseResponseRecord record : records) {
            String recordId = record == null ? null : record.getRecordId();
            if (record == null || recordId == null) {
                throw wrong(FailureCode.MISSING_RECORD_ID, "an answer has no recordId");
            }
            if (answers.put(recordId, record) != null) {
                throw wrong(FailureCode.DUPLICATED_RECORD_ID, "a record is answered twice: recordId=" + recordId);
            }
        }
        return answers;
    }

    private static Outcome outcome(String recordId, FirehoseResponseRecord answer, int attempts, Instant end)
            throws TransformationException {
        return switch (String.valueOf(answer.getResult())) {
            case "Ok" -> {
                FirehoseResponseMetadata metadata = answer.getMetadata();
                Map<String, String> keys = metadata == null ? null : metadata.getPartitionKeys();
                ByteBuffer data = answer.getData();
                yield new Outcome.Delivered(data == null ? NOTHING : data, keys == null ? Map.of() : keys);
            }
            case "Dropped" -> new Outcome.Dropped();
            case "ProcessingFailed" ->
                new Outcome.Failed(
                        FailureCode.PROCESSING_FAILED_STATUS,
                        "the function answered that the record failed",
                        attempts,
                        end);
            default ->
                throw wrong(
                        FailureCode.INVALID_RETURN_FORMAT,
                        "result is none of Ok, Dropped, ProcessingFailed: recordId=" + recordId + " result="
                                + answer.getResult());
        };
    }

    private static TransformationException wrong(String code, String problem) {
        return TransformationException.ofAnswer(code, problem, null);
    }
}
