package dev.millrace.firehose.subrecord;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Takes a user record apart that holds several records, one after the other. That is Firehose's processor {@code
 * RecordDeAggregation}; it has nothing to do with aggregated records, which are taken apart before. See "Apply dynamic
 * partitioning to aggregated data" in Firehose's developer guide. Immutable.
 */
public sealed interface RecordSplitter permits DelimitedRecords, JsonObjects {

    /** Most records in one; one with more is not taken apart. */
    int MOST_RECORDS = 500;

    /** Most bytes of a delimiter. */
    int MOST_DELIMITER_BYTES = 64;

    /**
     * Objects of JSON, with nothing or white space between them, which is left out. A record that is anything else, an array
     * for example, is not taken apart.
     */
    static RecordSplitter json() {
        return JsonObjects.INSTANCE;
    }

    /**
     * Bytes with a delimiter between them, which is left out, and so are records without any byte. One that has nothing else is
     * not taken apart.
     *
     * @param delimiter 1 to {@value #MOST_DELIMITER_BYTES} bytes
     */
    static RecordSplitter delimited(byte[] delimiter) {
        return new DelimitedRecords(delimiter);
    }

    /**
     * The records in one, at least one, in their order: slices of it.
     *
     * @param data its position stays what it is
     * @return the record alone if it cannot be taken apart, or would become more than {@value #MOST_RECORDS}
     */
    List<ByteBuffer> split(ByteBuffer data);
}
