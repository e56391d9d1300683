package dev.millrace.firehose.subrecord;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Finds what is between delimiters. */
final class DelimitedRecords implements RecordSplitter {

    private final ByteBuffer delimiter;

    DelimitedRecords(byte[] delimiter) {
        if (delimiter.length == 0 || delimiter.length > MOST_DELIMITER_BYTES) {
            throw new IllegalArgumentException("delimiter out of range: bytes=" + delimiter.length + " (allowed 1 to "
                    + MOST_DELIMITER_BYTES + ")");
        }
        this.delimiter = ByteBuffer.wrap(delimiter.clone()).asReadOnlyBuffer();
    }

    @Override
    public List<ByteBuffer> split(ByteBuffer data) {
        List<ByteBuffer> records = new ArrayList<>();
        int begin = data.position();
        while (begin < data.limit()) {
            int end = nextDelimiter(data, begin);
            if (end > begin) {
                if (records.size() == MOST_RECORDS) {
                    return List.of(data);
                }
                records.add(data.slice(begin, end - begin));
            }
            begin = end + delimiter.remaining();
        }
        return records.isEmpty() ? List.of(data) : records;
    }

    /** Where the next one begins, or the data end. */
    private int nextDelimiter(ByteBuffer data, int begin) {
        int length = delimiter.remaining();
        byte first = delimiter.get(0);
        for (int at = begin; at <= data.limit() - length; at++) {
            if (data.get(at) == first && data.slice(at, length).equals(delimiter)) {
                return at;
            }
        }
        return data.limit();
    }

    @Override
    public String toString() {
        return "delimited";
    }
}
