package dev.millrace.kcl;

import dev.millrace.record.AggregationLayout;
import dev.millrace.record.HashKey;
import dev.millrace.record.RecordAggregator;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Aggregated records that trip readers up. */
final class Aggregates {

    /** In the upper half of all hash keys; {@code 0} is in the lower. */
    static final String UPPER = "255211775190703847597530955573826158592";

    private Aggregates() {}

    /** One as the KPL makes it, of texts with hash keys: {@code text@hashKey}. */
    static ByteBuffer of(String... records) {
        RecordAggregator aggregator =
                RecordAggregator.builder().layout(AggregationLayout.KPL).build();
        for (String record : records) {
            String[] parts = record.split("@");
            aggregator.addUserRecord("key", HashKey.parse(parts[1]), parts[0]);
        }
        return aggregator.clearAndGet().get(0).data();
    }

    /** One whose only user record names the tenth partition key of a table that has one. */
    static ByteBuffer withBadTableIndex() {
        byte[] message = HexFormat.of().parseHex("0a0161" + "1a05" + "0809" + "1a0178");
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(HexFormat.of().parseHex("f3899ac2"));
        record.writeBytes(message);
        try {
            record.writeBytes(MessageDigest.getInstance("MD5").digest(message));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        return ByteBuffer.wrap(record.toByteArray());
    }
}
