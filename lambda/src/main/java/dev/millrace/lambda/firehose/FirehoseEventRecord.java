package dev.millrace.lambda.firehose;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A record of a {@link FirehoseEvent}.
 */
public final class FirehoseEventRecord {

    private @Nullable String recordId;
    private @Nullable Object approximateArrivalTimestamp;
    private @Nullable ByteBuffer data;
    private @Nullable ByteBuffer kafkaRecordValue;
    private @Nullable MskRecordMetadata mskRecordMetadata;
    private @Nullable FirehoseSourceMetadata kinesisRecordMetadata;
    private @Nullable FirehoseSourceMetadata kinesisStreamRecordMetadata;
    private @Nullable FirehoseSourceMetadata kinesisFirehoseRecordMetadata;

    /** What the answer has to name, exactly once. */
    public @Nullable String getRecordId() {
        return recordId;
    }

    public void setRecordId(@Nullable String recordId) {
        this.recordId = recordId;
    }

    /** Milliseconds since 1970 as a number, or a time in ISO 8601 or as digits as text. */
    public @Nullable Object getApproximateArrivalTimestamp() {
        return approximateArrivalTimestamp;
    }

    public void setApproximateArrivalTimestamp(@Nullable Object approximateArrivalTimestamp) {
        this.approximateArrivalTimestamp = approximateArrivalTimestamp;
    }

    /** The payload; base64 in JSON. */
    public @Nullable ByteBuffer getData() {
        return data;
    }

    public void setData(@Nullable ByteBuffer data) {
        this.data = data;
    }

    /** The payload of a record of Amazon MSK, which has it in place of {@link #getData}; base64 in JSON. */
    public @Nullable ByteBuffer getKafkaRecordValue() {
        return kafkaRecordValue;
    }

    public void setKafkaRecordValue(@Nullable ByteBuffer kafkaRecordValue) {
        this.kafkaRecordValue = kafkaRecordValue;
    }

    /** Only if the delivery stream reads a topic of Amazon MSK. */
    public @Nullable MskRecordMetadata getMskRecordMetadata() {
        return mskRecordMetadata;
    }

    public void setMskRecordMetadata(@Nullable MskRecordMetadata mskRecordMetadata) {
        this.mskRecordMetadata = mskRecordMetadata;
    }

    /** Only if the delivery stream reads a Kinesis stream. */
    public @Nullable FirehoseSourceMetadata getKinesisRecordMetadata() {
        return kinesisRecordMetadata;
    }

    public void setKinesisRecordMetadata(@Nullable FirehoseSourceMetadata kinesisRecordMetadata) {
        this.kinesisRecordMetadata = kinesisRecordMetadata;
    }

    /** Analytics with a Kinesis stream. */
    public @Nullable FirehoseSourceMetadata getKinesisStreamRecordMetadata() {
        return kinesisStreamRecordMetadata;
    }

    public void setKinesisStreamRecordMetadata(@Nullable FirehoseSourceMetadata kinesisStreamRecordMetadata) {
        this.kinesisStreamRecordMetadata = kinesisStreamRecordMetadata;
    }

    /** Analytics with a delivery stream. */
    public @Nullable FirehoseSourceMetadata getKinesisFirehoseRecordMetadata() {
        return kinesisFirehoseRecordMetadata;
    }

    public void setKinesisFirehoseRecordMetadata(@Nullable FirehoseSourceMetadata kinesisFirehoseRecordMetadata) {
        this.kinesisFirehoseRecordMetadata = kinesisFirehoseRecordMetadata;
    }
}
