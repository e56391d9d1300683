package dev.millrace.record;

import java.nio.ByteBuffer;

/**
 * Shows the user records of Kinesis records to a visitor, without making an object of each: what a scanner allocates
 * does not grow with the number of user records, once it has seen as many. Own hash keys of the callers' are the
 * exception.
 *
 * <p>It keeps its tables from one Kinesis record to the next, so it is not safe for use by several threads at once,
 * nor for use by its own visitor.
 */
public final class UserRecordScanner {

    private final RecordDeaggregator deaggregator;
    private final MessageParts parts = new MessageParts(0);
    private boolean scanning;

    UserRecordScanner(RecordDeaggregator deaggregator) {
        this.deaggregator = deaggregator;
    }

    /**
     * Shows what is in a Kinesis record. All of it is checked before the first user record is shown. An exception of
     * the visitor ends the scan and is passed on.
     *
     * @param data position and limit are respected and left alone
     * @throws IllegalStateException if a visitor of this scanner calls it
     */
    public void scan(ByteBuffer data, UserRecordVisitor visitor) {
        if (scanning) {
            throw new IllegalStateException("the scanner is in use by the caller of this visitor");
        }
        scanning = true;
        try {
            RecordBytes record = new RecordBytes(data);
            try {
                if (deaggregator.open(record, parts) == null) {
                    visitor.plain(record.readOnly());
                    return;
                }
            } catch (CorruptMessageException e) {
                visitor.corrupt(record.readOnly(), e.reason(), e.offset());
                return;
            }
            show(record, visitor);
        } finally {
            scanning = false;
        }
    }

    private void show(RecordBytes record, UserRecordVisitor visitor) {
        int count = parts.recordCount();
        if (count == 0) {
            visitor.empty();
            return;
        }
        UserRecordView view = new UserRecordView(record, parts);
        for (int i = 0; i < count; i++) {
            view.moveTo(i);
            if (deaggregator.accepts(view)) {
                visitor.userRecord(view);
            } else {
                visitor.leftOut(view);
            }
        }
    }
}
