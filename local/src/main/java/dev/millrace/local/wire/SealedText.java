package dev.millrace.local.wire;

import dev.millrace.local.state.SavedPart;
import dev.millrace.local.state.State;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Text that callers carry for the service (iterators, tokens): base64 of the bytes with a nonce and a keyed digest,
 * so that only what this service gave out is accepted, and the same bytes never give the same text.
 *
 * <pre>
 *  +----------------+-----------+------------+----------------------------+
 *  | 00 .. 01       | nonce     | bytes      | HMAC-SHA256 of all before  |
 *  |  8 bytes       |  8 bytes  |            |  32 bytes                  |
 *  +----------------+-----------+------------+----------------------------+
 * </pre>
 */
public final class SealedText {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String SECRET = "secret";
    private static final int MAC_LENGTH = 32;
    private static final int HEAD_LENGTH = 16;
    private static final int MAX_TEXT_LENGTH = 1024;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;

    /** With the secret that was saved, so that what was given out before is accepted, or else a new one. */
    public SealedText(SavedPart saved) {
        State state = saved.saved();
        byte[] secret = new byte[MAC_LENGTH];
        if (state == null) {
            random.nextBytes(secret);
            saved.save(() -> State.create().with(SECRET, Base64.getEncoder().encodeToString(secret)));
            this.key = new SecretKeySpec(secret, ALGORITHM);
        } else {
            this.key = new SecretKeySpec(Base64.getDecoder().decode(state.text(SECRET)), ALGORITHM);
        }
    }

    public String seal(byte[] content) {
        ByteBuffer token = ByteBuffer.allocate(HEAD_LENGTH + content.length + MAC_LENGTH);
        token.putLong(1).putLong(random.nextLong()).put(content);
        token.put(mac(token.array(), token.position()));
        return Base64.getEncoder().encodeToString(token.array());
    }

    /** The bytes that were sealed, or null if the text was not made here. */
    public byte @Nullable [] open(String text) {
        if (text.length() > MAX_TEXT_LENGTH) {
            return null;
        }
        byte[] token;
        try {
            token = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
        int signed = token.length - MAC_LENGTH;
        if (signed < HEAD_LENGTH
                || !MessageDigest.isEqual(mac(token, signed), Arrays.copyOfRange(token, signed, token.length))) {
            return null;
        }
        return Arrays.copyOfRange(token, HEAD_LENGTH, signed);
    }

    private byte[] mac(byte[] bytes, int length) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(bytes, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
        }
    }
}
