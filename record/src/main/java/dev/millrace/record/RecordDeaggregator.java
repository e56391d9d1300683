package dev.millrace.record;

import java.nio.ByteBuffer;

/** Takes Kinesis records apart into user records. Immutable, for use by any number of threads. */
public final class RecordDeaggregator {

    private static final RecordDeaggregator DEFAULT = new RecordDeaggregator();

    private RecordDeaggregator() {}

    /** A deaggregator with all defaults. */
    public static RecordDeaggregator create() {
        return DEFAULT;
    }

    /**
     * Says what the bytes of a Kinesis record are. Any bytes are accepted, memory stays within a small multiple of
     * them, and time grows with their number.
     *
     * @param data position and limit are respected and left alone; results are slices of these bytes, not copies
     */
    public Deaggregation deaggregate(ByteBuffer data) {
        return AggregatedRecordReader.read(data);
    }

    /** Says what the bytes of a Kinesis record are. */
    public Deaggregation deaggregate(byte[] data) {
        return AggregatedRecordReader.read(ByteBuffer.wrap(data));
    }

    /** Whether a reader would open these bytes: magic and digest match. */
    static boolean readsAsAggregate(ByteBuffer data) {
        return AggregatedRecordReader.isFramed(data.slice());
    }
}
