package dev.millrace.cli.put;

import dev.millrace.cli.io.BadInputException;
import dev.millrace.text.SafeText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Says which partition key a line has. */
public interface KeyRule {

    /** The key of this line, or a {@link BadInputException} that says why it has none. */
    String keyOf(byte[] line);

    /** Every line has a key of its own, which the same bytes have again: spreads lines over the shards. */
    static KeyRule hash() {
        return line -> HexFormat.of().formatHex(Arrays.copyOf(Digests.sha256(line), 16));
    }

    /** All lines have this key. */
    static KeyRule constant(String key) {
        return line -> key;
    }

    /**
     * The key is a field of the line.
     *
     * @param number of the field, from 1
     * @param delimiter between fields; there is no quoting
     */
    static KeyRule field(int number, String delimiter) {
        if (number < 1) {
            throw new BadInputException("field of the key out of range: " + number + " (at least 1)");
        }
        if (delimiter.isEmpty()) {
            throw new BadInputException("delimiter is empty");
        }
        byte[] separator = delimiter.getBytes(StandardCharsets.UTF_8);
        return line -> fieldOf(line, number, separator);
    }

    /**
     * The key is a field of the line, which is a JSON object.
     *
     * @param path names, separated by dots, that lead through nested objects to a text or a number
     */
    static KeyRule json(String path) {
        return JsonPath.parse(path)::valueIn;
    }

    private static String fieldOf(byte[] line, int number, byte[] separator) {
        int from = 0;
        for (int field = 1; field < number; field++) {
            int at = indexOf(line, separator, from);
            if (at < 0) {
                throw new BadInputException("it has no field " + number + " for the key: fields=" + field);
            }
            from = at + separator.length;
        }
        int end = indexOf(line, separator, from);
        String key = SafeText.utf8OrNull(ByteBuffer.wrap(line, from, (end < 0 ? line.length : end) - from));
        if (key == null) {
            throw new BadInputException("field " + number + " for the key is not UTF-8");
        }
        if (key.isEmpty()) {
            throw new BadInputException("field " + number + " for the key is empty");
        }
        return key;
    }

    private static int indexOf(byte[] line, byte[] separator, int from) {
        for (int i = from; i <= line.length - separator.length; i++) {
            if (Arrays.equals(line, i, i + separator.length, separator, 0, separator.length)) {
                return i;
            }
        }
        return -1;
    }
}
