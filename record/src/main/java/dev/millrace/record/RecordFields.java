package dev.millrace.record;

/** What one Record of a message says, before its indexes are followed. Filled again for each. */
final class RecordFields {

    boolean hasPartitionKeyIndex;
    int partitionKeyIndex;
    boolean hasHashKeyIndex;
    int hashKeyIndex;
    boolean hasData;
    int dataOffset;
    int dataLength;
    boolean pinTag;

    /** Where the first tag that is no mark begins; 0 if there is none. */
    int tagsOffset;

    /** From there to the end of the record. */
    int tagsLength;

    void clear() {
        hasPartitionKeyIndex = false;
        hasHashKeyIndex = false;
        hasData = false;
        pinTag = false;
        tagsOffset = 0;
    }
}
