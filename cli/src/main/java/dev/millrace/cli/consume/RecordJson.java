package dev.millrace.cli.consume;

import dev.millrace.cli.io.JsonLines;
import dev.millrace.processor.ReceivedRecord;
import dev.millrace.processor.RecordKind;
import dev.millrace.text.SafeText;
import java.util.LinkedHashMap;
import java.util.Map;

/** A user record as one JSON object. */
public final class RecordJson {

    private RecordJson() {}

    /** Its members, in the order in which they are written. */
    public static Map<String, Object> of(ReceivedRecord record, String shardId) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("partitionKey", record.partitionKey());
        described.put(
                "explicitHashKey", record.explicitHashKey() == null ? null : String.valueOf(record.explicitHashKey()));
        described.put("pinned", record.pinned());
        described.put("shardId", shardId);
        described.put("sequenceNumber", record.sequenceNumber());
        described.put("subSequenceNumber", record.subSequenceNumber());
        described.put("aggregated", record.kind() == RecordKind.AGGREGATED);
        described.put("data", JsonLines.base64(record.data()));
        String text = SafeText.utf8OrNull(record.data());
        if (text != null) {
            described.put("text", text);
        }
        if (record.kind() == RecordKind.CORRUPT) {
            described.put("corrupt", record.corruptReason());
        }
        return described;
    }
}
