package dev.millrace.firehose.transformation;

import dev.millrace.lambda.firehose.FirehoseEvent;
import dev.millrace.lambda.firehose.FirehoseEventRecord;
import dev.millrace.lambda.firehose.FirehoseSourceMetadata;
import dev.millrace.lambda.json.Json;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Events as Firehose writes them; members that are null are left out. */
final class EventJson {

    private EventJson() {}

    static String write(FirehoseEvent event) {
        Map<String, Object> json = new LinkedHashMap<>();
        put(json, "invocationId", event.getInvocationId());
        put(json, "deliveryStreamArn", event.getDeliveryStreamArn());
        put(json, "sourceKinesisStreamArn", event.getSourceKinesisStreamArn());
        put(json, "region", event.getRegion());
        List<Object> records = new ArrayList<>();
        for (FirehoseEventRecord record : Objects.requireNonNull(event.getRecords(), "records")) {
            records.add(record(record));
        }
        json.put("records", records);
        return Json.write(json);
    }

    private static Map<String, Object> record(FirehoseEventRecord record) {
        Map<String, Object> json = new LinkedHashMap<>();
        put(json, "recordId", record.getRecordId());
        put(json, "approximateArrivalTimestamp", record.getApproximateArrivalTimestamp());
        put(json, "data", base64(Objects.requireNonNull(record.getData(), "data")));
        FirehoseSourceMetadata source = record.getKinesisRecordMetadata();
        if (source != null) {
            Map<String, Object> metadata = new LinkedHashMap<>();
            put(metadata, "sequenceNumber", source.getSequenceNumber());
            put(metadata, "subsequenceNumber", source.getSubsequenceNumber());
            put(metadata, "partitionKey", source.getPartitionKey());
            put(metadata, "shardId", source.getShardId());
            put(metadata, "approximateArrivalTimestamp", source.getApproximateArrivalTimestamp());
            json.put("kinesisRecordMetadata", metadata);
        }
        return json;
    }

    private static void put(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    static String base64(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
