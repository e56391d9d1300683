package dev.millrace.lambda.firehose;

import java.util.Map;

/** Makes answers in the shape of the response. */
final class ResponseRecords {

    private ResponseRecords() {}

    static FirehoseResponseRecord undelivered(String recordId, Transformed.Result result) {
        FirehoseResponseRecord answer = new FirehoseResponseRecord();
        answer.setRecordId(recordId);
        answer.setResult(result.text());
        return answer;
    }

    static FirehoseResponseRecord delivered(FirehoseRecord record, Transformed transformed) {
        FirehoseResponseRecord answer = undelivered(record.recordId(), transformed.result());
        if (record.source().getKafkaRecordValue() == null) {
            answer.setData(transformed.data());
        } else {
            answer.setKafkaRecordValue(transformed.data());
        }
        Map<String, String> keys = transformed.partitionKeys();
        Transformed.Table table = transformed.table();
        if (keys.isEmpty() && table == null) {
            return answer;
        }
        FirehoseResponseMetadata metadata = new FirehoseResponseMetadata();
        if (!keys.isEmpty()) {
            metadata.setPartitionKeys(keys);
        }
        if (table != null) {
            OtfMetadata otf = new OtfMetadata();
            otf.setDestinationDatabaseName(table.database());
            otf.setDestinationTableName(table.name());
            otf.setOperation(table.operation().text());
            metadata.setOtfMetadata(otf);
        }
        answer.setMetadata(metadata);
        return answer;
    }
}
