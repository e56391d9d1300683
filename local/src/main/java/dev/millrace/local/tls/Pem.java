package dev.millrace.local.tls;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes in base64 between two lines that say what they are (RFC 7468). */
final class Pem {

    private static final int LINE_LENGTH = 64;
    private static final Base64.Encoder ENCODER =
            Base64.getMimeEncoder(LINE_LENGTH, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    static String write(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n" + ENCODER.encodeToString(bytes) + "\n-----END " + label + "-----\n";
    }

    /**
     * The first block with this label.
     *
     * @throws IllegalArgumentException if there is none, or it is not base64
     */
    static byte[] read(String label, String text) {
        Matcher block = Pattern.compile("-----BEGIN " + label + "-----([^-]*)-----END " + label + "-----")
                .matcher(text);
        if (!block.find()) {
            throw new IllegalArgumentException("no block of this kind: label='" + label + "'");
        }
        return Base64.getMimeDecoder().decode(block.group(1));
    }
}
