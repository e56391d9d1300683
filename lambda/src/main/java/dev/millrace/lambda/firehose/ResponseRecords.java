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

    static FirehoseResponseRecord delivered(String recordId, Transformed transformed) {
        FirehoseResponseRecord answer = undelivered(recordId, transformed.result());
        answer.setData(transformed.data());
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
