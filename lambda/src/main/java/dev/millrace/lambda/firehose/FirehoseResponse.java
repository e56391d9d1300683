package dev.millrace.lambda.firehose;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a transformation answers, in the shape that Lambda's runtime writes.
 */
public final class FirehoseResponse {

    private @Nullable List<FirehoseResponseRecord> records;

    /** One for each record of the event. */
    public @Nullable List<FirehoseResponseRecord> getRecords() {
        return records;
    }

    public void setRecords(@Nullable List<FirehoseResponseRecord> records) {
        this.records = records;
    }
}
