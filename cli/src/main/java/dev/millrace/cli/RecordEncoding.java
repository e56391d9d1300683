package dev.millrace.cli;

import dev.millrace.cli.io.BadInputException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** How the bytes of a record are written in a file. */
enum RecordEncoding {
    /** Raw if they begin with the magic bytes or are no text of the other kinds; hex before base64. */
    AUTO,
    RAW,
    BASE64,
    HEX;

    private static final byte FIRST_MAGIC_BYTE = (byte) 0xF3;
    private static final Pattern HEX_TEXT = Pattern.compile("(\\p{XDigit}{2})+");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern BASE64_TEXT = Pattern.compile("[A-Za-z0-9+/]+={0,2}");

    byte[] decode(byte[] content) {
        String text =
                BLANKS.matcher(new String(content, StandardCharsets.ISO_8859_1)).replaceAll("");
        RecordEncoding encoding = this == AUTO ? guess(content, text) : this;
        try {
            return switch (encoding) {
                case HEX -> HexFormat.of().parseHex(text);
                case BASE64 -> Base64.getDecoder().decode(text);
                default -> content;
            };
        } catch (IllegalArgumentException e) {
            throw new BadInputException(
                    "record is not written in " + name().toLowerCase(Locale.ROOT) + ": " + e.getMessage());
        }
    }

    private static RecordEncoding guess(byte[] content, String text) {
        if (content.length > 0 && content[0] == FIRST_MAGIC_BYTE) {
            return RAW;
        }
        if (HEX_TEXT.matcher(text).matches()) {
            return HEX;
        }
        return text.length() % 4 == 0 && BASE64_TEXT.matcher(text).matches() ? BASE64 : RAW;
    }
}
