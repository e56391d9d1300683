package dev.millrace.lambda.firehose;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Firehose invokes a transformation with, and Kinesis Data Analytics its preprocessing, in the shape in which
 * Lambda's runtime fills it in. {@link FirehoseRecord} is the convenient view of a record.
 */
public final class FirehoseEvent {

    private @Nullable String invocationId;
    private @Nullable String deliveryStreamArn;
    private @Nullable String sourceKinesisStreamArn;
    private @Nullable String sourceMSKArn;
    private @Nullable String region;
    private @Nullable String applicationArn;
    private @Nullable String streamArn;
    private @Nullable List<FirehoseEventRecord> records;

    public @Nullable String getInvocationId() {
        return invocationId;
    }

    public void setInvocationId(@Nullable String invocationId) {
        this.invocationId = invocationId;
    }

    /** Firehose only. */
    public @Nullable String getDeliveryStreamArn() {
        return deliveryStreamArn;
    }

    public void setDeliveryStreamArn(@Nullable String deliveryStreamArn) {
        this.deliveryStreamArn = deliveryStreamArn;
    }

    /** Only if the delivery stream reads a Kinesis stream. */
    public @Nullable String getSourceKinesisStreamArn() {
        return sourceKinesisStreamArn;
    }

    public void setSourceKinesisStreamArn(@Nullable String sourceKinesisStreamArn) {
        this.sourceKinesisStreamArn = sourceKinesisStreamArn;
    }

    /** Only if the delivery stream reads a topic of Amazon MSK. Spelt as the service does. */
    public @Nullable String getSourceMSKArn() {
        return sourceMSKArn;
    }

    public void setSourceMSKArn(@Nullable String sourceMSKArn) {
        this.sourceMSKArn = sourceMSKArn;
    }

    /** Firehose only. */
    public @Nullable String getRegion() {
        return region;
    }

    public void setRegion(@Nullable String region) {
        this.region = region;
    }

    /** Analytics only. */
    public @Nullable String getApplicationArn() {
        return applicationArn;
    }

    public void setApplicationArn(@Nullable String applicationArn) {
        this.applicationArn = applicationArn;
    }

    /** Analytics only. */
    public @Nullable String getStreamArn() {
        return streamArn;
    }

    public void setStreamArn(@Nullable String streamArn) {
        this.streamArn = streamArn;
    }

    public @Nullable List<FirehoseEventRecord> getRecords() {
        return records;
    }

    public void setRecords(@Nullable List<FirehoseEventRecord> records) {
        this.records = records;
    }
}
