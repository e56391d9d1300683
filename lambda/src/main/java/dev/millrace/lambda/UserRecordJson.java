package dev.millrace.lambda;

import dev.millrace.lambda.json.Json;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The dictionary of a user record. Keys stand in the order in which the library for Python documents them. */
final class UserRecordJson {

    private UserRecordJson() {}

    static String of(LambdaUserRecord record) {
        Map<String, @Nullable Object> kinesis = new LinkedHashMap<>();
        kinesis.put("partitionKey", record.partitionKey());
        kinesis.put("explicitHashKey", record.explicitHashKeyText());
        kinesis.put("data", Base64.getEncoder().encodeToString(record.bytes()));
        kinesis.put("kinesisSchemaVersion", record.kinesisSchemaVersion());
        kinesis.put("sequenceNumber", record.sequenceNumber());
        kinesis.put("subSequenceNumber", record.subSequenceNumber());
        kinesis.put("aggregated", record.aggregated());
        if (record.corruptReason() != null) {
            kinesis.put("corruptReason", record.corruptReason());
        }
        Map<String, @Nullable Object> dictionary = new LinkedHashMap<>();
        dictionary.put("eventVersion", record.eventVersion());
        dictionary.put("eventID", record.eventId());
        dictionary.put("kinesis", kinesis);
        dictionary.put("invokeIdentityArn", record.invokeIdentityArn());
        dictionary.put("eventName", record.eventName());
        dictionary.put("eventSourceARN", record.eventSourceArn());
        dictionary.put("eventSource", record.eventSource());
        dictionary.put("awsRegion", record.awsRegion());
        return Json.write(dictionary);
    }
}
