package dev.millrace.system;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The records of a KCL 1, which also stand in what was built on it. */
final class KclOneRecords {

    private KclOneRecords() {}

    /** Gives a record its data, and a partition key and a sequence number that tell it from its user records. */
    static Object fill(Object record, ByteBuffer data) throws Exception {
        ForeignClasses.show(record, "setPartitionKey", "outer");
        ForeignClasses.show(record, "setSequenceNumber", "1");
        ForeignClasses.show(record, "setData", data);
        return record;
    }

    static List<ShownRecord> shown(Object userRecords) throws Exception {
        List<ShownRecord> shown = new ArrayList<>();
        for (Object one : (List<?>) userRecords) {
            shown.add(new ShownRecord(
                    (String) ForeignClasses.call(one, "getPartitionKey"),
                    (ByteBuffer) ForeignClasses.call(one, "getData"),
                    (String) ForeignClasses.show(one, "getExplicitHashKey"),
                    (long) ForeignClasses.call(one, "getSubSequenceNumber")));
        }
        return shown;
    }
}
