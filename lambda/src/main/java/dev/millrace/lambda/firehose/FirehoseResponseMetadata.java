package dev.millrace.lambda.firehose;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a transformed record goes.
 */
public final class FirehoseResponseMetadata {

    private @Nullable Map<String, String> partitionKeys;
    private @Nullable OtfMetadata otfMetadata;

    /** For prefixes with {@code !{partitionKeyFromLambda:NAME}}. */
    public @Nullable Map<String, String> getPartitionKeys() {
        return partitionKeys;
    }

    public void setPartitionKeys(@Nullable Map<String, String> partitionKeys) {
        this.partitionKeys = partitionKeys;
    }

    /** For Apache Iceberg tables. */
    public @Nullable OtfMetadata getOtfMetadata() {
        return otfMetadata;
    }

    public void setOtfMetadata(@Nullable OtfMetadata otfMetadata) {
        this.otfMetadata = otfMetadata;
    }
}
