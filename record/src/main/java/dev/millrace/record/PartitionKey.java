package dev.millrace.record;

import java.nio.charset.StandardCharsets;

/**
 * The rule for partition keys: 1 to 256 characters, counted in UTF-16 units, that have a UTF-8 form.
 *
 * <p>The service documents "Unicode characters, with a maximum length limit of 256 characters". A key of at most 256
 * UTF-16 units is within the limit however characters are counted.
 */
final class PartitionKey {

    static final int MAX_CHARACTERS = 256;

    private PartitionKey() {}

    /** The UTF-8 bytes of a key that keeps the rule. */
    static byte[] checkedUtf8(String partitionKey) {
        int length = partitionKey.length();
        if (length == 0) {
            throw new IllegalArgumentException("partition key is empty: characters=0 (allowed 1 to 256)");
        }
        if (length > MAX_CHARACTERS) {
            throw new IllegalArgumentException("partition key too long: characters=" + length + " (max 256)");
        }
        Text.checkSurrogates("partition key", partitionKey);
        return utf8(partitionKey);
    }

    static byte[] utf8(String partitionKey) {
        return partitionKey.getBytes(StandardCharsets.UTF_8);
    }

    static int utf8Length(String partitionKey) {
        int bytes = partitionKey.length();
        for (int i = 0; i < partitionKey.length(); i++) {
            char unit = partitionKey.charAt(i);
            if (unit >= 0x80) {
                // A surrogate pair has two units and four bytes, so each half adds one.
                bytes += unit < 0x800 || Character.isSurrogate(unit) ? 1 : 2;
            }
        }
        return bytes;
    }
}
