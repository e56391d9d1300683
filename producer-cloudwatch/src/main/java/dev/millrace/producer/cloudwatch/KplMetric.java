package dev.millrace.producer.cloudwatch;

import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** The metrics, under the KPL's names; {@code docs/metrics.md} says what each means. */
enum KplMetric {
    USER_RECORDS_RECEIVED("UserRecordsReceived", MetricsLevel.DETAILED, StandardUnit.COUNT),
    USER_RECORDS_PENDING("UserRecordsPending", MetricsLevel.DETAILED, StandardUnit.COUNT),
    USER_RECORDS_PUT("UserRecordsPut", MetricsLevel.SUMMARY, StandardUnit.COUNT),
    USER_RECORDS_DATA_PUT("UserRecordsDataPut", MetricsLevel.DETAILED, StandardUnit.BYTES),
    USER_RECORD_EXPIRED("UserRecordExpired", MetricsLevel.SUMMARY, StandardUnit.COUNT),
    KINESIS_RECORDS_PUT("KinesisRecordsPut", MetricsLevel.SUMMARY, StandardUnit.COUNT),
    KINESIS_RECORDS_DATA_PUT("KinesisRecordsDataPut", MetricsLevel.DETAILED, StandardUnit.BYTES),
    ERRORS_BY_CODE("ErrorsByCode", MetricsLevel.SUMMARY, StandardUnit.COUNT),
    ALL_ERRORS("AllErrors", MetricsLevel.SUMMARY, StandardUnit.COUNT),
    RETRIES_PER_RECORD("RetriesPerRecord", MetricsLevel.DETAILED, StandardUnit.COUNT),
    BUFFERING_TIME("BufferingTime", MetricsLevel.SUMMARY, StandardUnit.MILLISECONDS),
    REQUEST_TIME("RequestTime", MetricsLevel.DETAILED, StandardUnit.MILLISECONDS),
    USER_RECORDS_PER_KINESIS_RECORD("UserRecordsPerKinesisRecord", MetricsLevel.DETAILED, StandardUnit.COUNT),
    KINESIS_RECORDS_PER_REQUEST("KinesisRecordsPerPutRecordsRequest", MetricsLevel.DETAILED, StandardUnit.COUNT),
    USER_RECORDS_PER_REQUEST("UserRecordsPerPutRecordsRequest", MetricsLevel.DETAILED, StandardUnit.COUNT);

    final String metricName;
    final MetricsLevel level;
    final StandardUnit unit;

    KplMetric(String metricName, MetricsLevel level, StandardUnit unit) {
        this.metricName = metricName;
        this.level = level;
        this.unit = unit;
    }
}
