package dev.millrace.cli;

import dev.millrace.cli.io.JsonLines;
import dev.millrace.record.Deaggregation;
import dev.millrace.record.RecordTag;
import dev.millrace.record.StoredUserRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code inspect} prints for programs. A plain record is shown as its one user record, whose key is not known. */
final class DeaggregationJson {

    private DeaggregationJson() {}

    static Map<String, Object> of(Deaggregation opened) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("kind", opened.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        if (opened instanceof Deaggregation.Plain plain) {
            Map<String, Object> only = new LinkedHashMap<>();
            only.put("partitionKey", null);
            only.put("explicitHashKey", null);
            only.put("pinned", false);
            only.put("hashKey", null);
            only.put("data", JsonLines.base64(plain.data()));
            described.put("userRecords", List.of(only));
        } else if (opened instanceof Deaggregation.Aggregated aggregated) {
            described.put(
                    "userRecords",
                    aggregated.userRecords().stream()
                            .map(DeaggregationJson::userRecord)
                            .toList());
        } else if (opened instanceof Deaggregation.Corrupt corrupt) {
            described.put("userRecords", List.of());
            described.put("reason", corrupt.reason());
            described.put("offset", corrupt.offset());
        }
        return described;
    }

    private static Map<String, Object> userRecord(StoredUserRecord record) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("partitionKey", record.partitionKey());
        described.put("explicitHashKey", record.explicitHashKeyText());
        described.put("pinned", record.pinned());
        described.put("hashKey", record.hashKey().toString());
        described.put("data", JsonLines.base64(record.data()));
        List<RecordTag> tags = record.tags();
        if (!tags.isEmpty()) {
            described.put("tags", tags.stream().map(DeaggregationJson::tag).toList());
        }
        return described;
    }

    private static Map<String, Object> tag(RecordTag tag) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("key", tag.key());
        described.put("value", tag.value());
        return described;
    }
}
