package dev.millrace.lambda.local.mapping;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.processor.KinesisRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;

/** Writes events as a Kinesis mapping of Lambda does. Source: the Lambda developer guide, "Using Lambda with Kinesis". */
final class EventJson {

    private static final ObjectMapper JACKSON = new ObjectMapper();

    private final String streamArn;
    private final String region;
    private final String shardId;

    EventJson(String streamArn, String shardId) {
        this.streamArn = streamArn;
        String[] parts = streamArn.split(":", -1);
        this.region = parts.length > 3 ? parts[3] : "us-east-1";
        this.shardId = shardId;
    }

    byte[] records(List<MappedRecord> records) {
        return write(json -> writeRecords(json, records));
    }

    /** As {@link #records}, in a window. */
    byte[] window(List<MappedRecord> records, WindowFrame frame, boolean last, boolean early) {
        return write(json -> {
            writeRecords(json, records);
            json.writeObjectFieldStart("window");
            json.writeStringField("start", frame.start().toString());
            json.writeStringField("end", frame.end().toString());
            json.writeEndObject();
            json.writePOJOField("state", frame.state());
            json.writeStringField("shardId", shardId);
            json.writeStringField("eventSourceARN", streamArn);
            json.writeBooleanField("isFinalInvokeForWindow", last);
            json.writeBooleanField("isWindowTerminatedEarly", early);
        });
    }

    @FunctionalInterface
    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] write(Members members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JACKSON.createGenerator(bytes)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void writeRecords(JsonGenerator json, List<MappedRecord> records) throws IOException {
        json.writeArrayFieldStart("Records");
        for (MappedRecord record : records) {
            write(json, record.kinesis());
        }
        json.writeEndArray();
    }

    private void write(JsonGenerator json, KinesisRecord record) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("kinesis");
        json.writeStringField("kinesisSchemaVersion", "1.0");
        json.writeStringField("partitionKey", record.partitionKey());
        json.writeStringField("sequenceNumber", record.sequenceNumber());
        ByteBuffer data = record.data();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        json.writeBinaryField("data", bytes);
        json.writeNumberField(
                "approximateArrivalTimestamp",
                BigDecimal.valueOf(record.approximateArrival().toEpochMilli(), 3));
        json.writeEndObject();
        json.writeStringField("eventSource", "aws:kinesis");
        json.writeStringField("eventVersion", "1.0");
        json.writeStringField("eventID", shardId + ":" + record.sequenceNumber());
        json.writeStringField("eventName", "aws:kinesis:record");
        json.writeStringField("invokeIdentityArn", "arn:aws:iam::123456789012:role/lambda-role");
        json.writeStringField("awsRegion", region);
        json.writeStringField("eventSourceARN", streamArn);
        json.writeEndObject();
    }
}
