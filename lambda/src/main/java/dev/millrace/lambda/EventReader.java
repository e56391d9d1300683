package dev.millrace.lambda;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.models.TimeWindow;
import dev.millrace.lambda.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads events of a Kinesis mapping. Members that it does not know are passed over; those that are missing stay null. */
final class EventReader {

    private EventReader() {}

    static KinesisEvent kinesis(InputStream utf8) throws IOException {
        KinesisEvent event = new KinesisEvent();
        event.setRecords(records(JsonMembers.of(Json.read(ByteBuffer.wrap(utf8.readAllBytes())), "event")));
        return event;
    }

    static KinesisTimeWindowEvent window(InputStream utf8) throws IOException {
        JsonMembers members = JsonMembers.of(Json.read(ByteBuffer.wrap(utf8.readAllBytes())), "event");
        KinesisTimeWindowEvent event = new KinesisTimeWindowEvent();
        event.setRecords(records(members));
        event.setShardId(members.text("shardId"));
        event.setEventSourceArn(members.text("eventSourceARN"));
        event.setIsFinalInvokeForWindow(members.flag("isFinalInvokeForWindow"));
        event.setIsWindowTerminatedEarly(members.flag("isWindowTerminatedEarly"));
        JsonMembers window = members.object("window");
        if (window != null) {
            event.setWindow(new TimeWindow(window.text("start"), window.text("end")));
        }
        JsonMembers state = members.object("state");
        if (state != null) {
            event.setState(new HashMap<>(state.texts()));
        }
        return event;
    }

    private static List<KinesisEventRecord> records(JsonMembers event) {
        List<KinesisEventRecord> records = new ArrayList<>();
        for (Object record : event.list("Records")) {
            records.add(record(JsonMembers.of(record, "record")));
        }
        return records;
    }

    private static KinesisEventRecord record(JsonMembers members) {
        KinesisEventRecord record = new KinesisEventRecord();
        record.setEventSource(members.text("eventSource"));
        record.setEventVersion(members.text("eventVersion"));
        record.setEventID(members.text("eventID"));
        record.setEventName(members.text("eventName"));
        record.setInvokeIdentityArn(members.text("invokeIdentityArn"));
        record.setAwsRegion(members.text("awsRegion"));
        record.setEventSourceARN(members.text("eventSourceARN"));
        JsonMembers stored = members.object("kinesis");
        if (stored != null) {
            record.setKinesis(kinesis(stored));
        }
        return record;
    }

    private static KinesisEvent.Record kinesis(JsonMembers members) {
        KinesisEvent.Record kinesis = new KinesisEvent.Record();
        kinesis.setKinesisSchemaVersion(members.text("kinesisSchemaVersion"));
        kinesis.setPartitionKey(members.text("partitionKey"));
        kinesis.setSequenceNumber(members.text("sequenceNumber"));
        kinesis.setEncryptionType(members.text("encryptionType"));
        String data = members.text("data");
        if (data != null) {
            kinesis.setData(ByteBuffer.wrap(Base64.getDecoder().decode(data)));
        }
        kinesis.setApproximateArrivalTimestamp(seconds(members.number("approximateArrivalTimestamp")));
        return kinesis;
    }

    /** The service writes seconds, with a fraction. */
    private static @Nullable Date seconds(@Nullable Number value) {
        return value == null
                ? null
                : Date.from(Instant.ofEpochMilli(
                        new BigDecimal(value.toString()).movePointRight(3).longValue()));
    }

    /** The members of a JSON object, by their types. */
    private record JsonMembers(Map<?, ?> members, String what) {

        static JsonMembers of(@Nullable Object value, String what) {
            if (value instanceof Map<?, ?> map) {
                return new JsonMembers(map, what);
            }
            throw wrong(what, Map.class);
        }

        @Nullable
        String text(String name) {
            return member(name, String.class);
        }

        @Nullable
        Number number(String name) {
            return member(name, Number.class);
        }

        @Nullable
        Boolean flag(String name) {
            return member(name, Boolean.class);
        }

        @Nullable
        JsonMembers object(String name) {
            Map<?, ?> object = member(name, Map.class);
            return object == null ? null : new JsonMembers(object, name);
        }

        List<?> list(String name) {
            List<?> list = member(name, List.class);
            return list == null ? List.of() : list;
        }

        /** All members. Numbers, which other languages' functions keep in a state, are taken as texts. */
        Map<String, String> texts() {
            Map<String, String> texts = new HashMap<>();
            members.forEach((name, value) -> {
                if (value != null) {
                    texts.put(name.toString(), value instanceof String text ? text : Json.write(value));
                }
            });
            return texts;
        }

        private <T> @Nullable T member(String name, Class<T> type) {
            Object value = members.get(name);
            if (value != null && !type.isInstance(value)) {
                throw wrong(name, type);
            }
            return type.cast(value);
        }

        private static IllegalArgumentException wrong(String what, Class<?> type) {
            return new IllegalArgumentException(
                    "no event of a Kinesis mapping: '" + what + "' is no " + type.getSimpleName());
        }
    }
}
