package dev.millrace.local.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Who may control the service itself: set faults, write by the console. Asked with the value of the header
 * {@value #HEADER}, which a web page cannot send to another origin, since this service allows none to. On the loopback
 * its being there is enough; beyond it has to be the token. Immutable.
 */
public final class ControlAccess {

    /** The header that every request which controls has to bear. */
    public static final String HEADER = "X-Millrace-Control";

    private static final int RANDOM_LENGTH = 24;

    private final byte @Nullable [] token;

    private ControlAccess(byte @Nullable [] token) {
        this.token = token;
    }

    /** For whoever sends the header, whatever it says. */
    public static ControlAccess byAnyValue() {
        return new ControlAccess(null);
    }

    /** For whoever knows the token, of at least 16 visible ASCII characters. */
    public static ControlAccess byToken(String token) {
        return new ControlAccess(checked(token).getBytes(StandardCharsets.US_ASCII));
    }

    /** The token, if it can be one. */
    public static String checked(String token) {
        if (!token.matches("[!-~]{16,256}")) {
            // Not shown: it may be a good one with a blank behind it.
            throw new IllegalArgumentException(
                    "control token not allowed: characters=" + token.length() + " (16 to 256 of visible ASCII)");
        }
        return token;
    }

    /** A token that nobody can guess. */
    public static String randomToken() {
        byte[] bytes = new byte[RANDOM_LENGTH];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether only those who know a token may. */
    public boolean asksForToken() {
        return token != null;
    }

    /** Whether a request may that has this value in the header; null if it has no such header. */
    public boolean allows(@Nullable String value) {
        if (value == null || token == null) {
            return value != null;
        }
        // Takes as long for a token that is nearly right as for one that is not.
        return MessageDigest.isEqual(token, value.getBytes(StandardCharsets.UTF_8));
    }

    /** What is said to those who may not. */
    public String refusal() {
        return token == null
                ? "The header " + HEADER + " is missing."
                : "The header " + HEADER + " does not bear the control token.";
    }
}
