package dev.millrace.record;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tag of a user record in an aggregated record, which other readers pass over. A plain record has none.
 *
 * @param key any text but {@code pin}, which marks pinned aggregates
 * @param value any text, or null for none
 */
public record RecordTag(String key, @Nullable String value) {

    /**
     * @throws IllegalArgumentException if the key is {@code pin}, or a text has no UTF-8 form
     */
    public RecordTag {
        Objects.requireNonNull(key, "key");
        if (key.equals(AggregatedRecordFormat.PIN_TAG_KEY)) {
            throw new IllegalArgumentException("tag key is taken: key=pin (it marks pinned aggregates)");
        }
        Text.checkSurrogates("tag key", key);
        if (value != null) {
            Text.checkSurrogates("tag value", value);
        }
    }
}
