package dev.millrace.lambda.firehose;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What became of a record of a {@link FirehoseEvent}.
 */
public final class FirehoseResponseRecord {

    private @Nullable String recordId;
    private @Nullable String result;
    private @Nullable ByteBuffer data;
    private @Nullable ByteBuffer kafkaRecordValue;
    private @Nullable FirehoseResponseMetadata metadata;

    public @Nullable String getRecordId() {
        return recordId;
    }

    public void setRecordId(@Nullable String recordId) {
        this.recordId = recordId;
    }

    /** {@code Ok}, {@code Dropped} or {@code ProcessingFailed}. */
    public @Nullable String getResult() {
        return result;
    }

    public void setResult(@Nullable String result) {
        this.result = result;
    }

    /** The transformed payload; base64 in JSON. None unless the result is {@code Ok}. */
    public @Nullable ByteBuffer getData() {
        return data;
    }

    public void setData(@Nullable ByteBuffer data) {
        this.data = data;
    }

    /** The transformed payload of a record of Amazon MSK, in place of {@link #getData}; base64 in JSON. */
    public @Nullable ByteBuffer getKafkaRecordValue() {
        return kafkaRecordValue;
    }

    public void setKafkaRecordValue(@Nullable ByteBuffer kafkaRecordValue) {
        this.kafkaRecordValue = kafkaRecordValue;
    }

    /** None if there is nothing to say. */
    public @Nullable FirehoseResponseMetadata getMetadata() {
        return metadata;
    }

    public void setMetadata(@Nullable FirehoseResponseMetadata metadata) {
        this.metadata = metadata;
    }
}
