package dev.millrace.local.stream;

import java.util.List;

/**
 * The records that a shard keeps, by their indexes, which count up from 1. Not safe for use by many threads: its shard
 * asks one question at a time.
 */
public interface RecordLog {

    /** Index of the oldest record that is kept; {@link #nextIndex} if none is. */
    long firstIndex();

    /** Index that the next record will have. */
    long nextIndex();

    /** Bytes of payloads and partition keys that are kept. */
    long byteCount();

    /** When the latest record came, kept or not, in milliseconds since 1970; 0 if none ever did. */
    long lastArrivalMillis();

    /** When a record that is kept came, in milliseconds since 1970. Ascends along the log. */
    long arrivalMillis(long index);

    /**
     * Adds records, all or none.
     *
     * @throws java.io.UncheckedIOException if they cannot be stored
     */
    void append(List<StoredRecord> records);

    /**
     * Records from an index that is kept on: at least one, at most so many, and no more than the byte limit beyond the
     * first.
     *
     * @throws java.io.UncheckedIOException if they cannot be read
     */
    List<StoredRecord> read(long fromIndex, int maxCount, long maxBytes);

    /** Forgets all before the index, which is kept or the next one. */
    void dropBefore(long index);

    /** Gives back what is only held for speed. */
    void rest();
}
