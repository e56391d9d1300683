package dev.millrace.samples.firehose;

import dev.millrace.lambda.firehose.FirehoseRecord;
import dev.millrace.lambda.firehose.Transformed;

/** What the records of the sample are, and what the transformation makes of them. */
final class Order {

    /** Of so many records one cannot be transformed. */
    private static final int BAD_IN = 10;

    private Order() {}

    static boolean isBad(long id) {
        return id % BAD_IN == BAD_IN - 1;
    }

    /** As it is put. A bad one has no amount. */
    static String json(long id) {
        String amount = isBad(id) ? "" : ",\"amount\":" + (id * 7 % 1000);
        return "{\"id\":" + id + ",\"customer\":\"customer-" + id % 17 + "\"" + amount + "}";
    }

    /** With a tax behind the amount; what has no amount fails. */
    static Transformed transform(FirehoseRecord record) {
        String text = record.text();
        int amount = text.indexOf("\"amount\":");
        if (amount < 0) {
            return Transformed.failed("no amount");
        }
        long net = Long.parseLong(text.substring(amount + "\"amount\":".length(), text.length() - 1));
        return Transformed.ok(text.substring(0, text.length() - 1) + ",\"tax\":" + net / 5 + "}");
    }
}
