package dev.millrace.firehose;

import java.nio.ByteBuffer;
import java.util.List;

/** What one put may have. */
final class PutLimits {

    private PutLimits() {}

    static void check(List<ByteBuffer> records) {
        if (records.isEmpty() || records.size() > DeliveryStream.MOST_RECORDS) {
            throw new IllegalArgumentException("records out of range: count=" + records.size() + " (allowed 1 to "
                    + DeliveryStream.MOST_RECORDS + ")");
        }
        long bytes = 0;
        for (ByteBuffer record : records) {
            if (record.remaining() > DeliveryStream.MOST_RECORD_BYTES) {
                throw new IllegalArgumentException("record too large: bytes=" + record.remaining() + " (max "
                        + DeliveryStream.MOST_RECORD_BYTES + ")");
            }
            bytes += record.remaining();
        }
        if (bytes > DeliveryStream.MOST_PUT_BYTES) {
            throw new IllegalArgumentException(
                    "put too large: bytes=" + bytes + " (max " + DeliveryStream.MOST_PUT_BYTES + ")");
        }
    }
}
