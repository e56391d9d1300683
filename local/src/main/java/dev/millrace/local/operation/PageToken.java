package dev.millrace.local.operation;

import dev.millrace.local.wire.SealedText;
import dev.millrace.local.wire.ServiceException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The next token of a listing by name: which listing it is, the last name that was given, and when. It expires. */
final class PageToken {

    private static final long LIFETIME_MILLIS = 300_000;

    private PageToken() {}

    /**
     * A token to go on with.
     *
     * @param listing what is listed, for which alone the token is good; without the character zero
     */
    static String seal(String listing, String last, SealedText texts, long nowMillis) {
        byte[] names = (listing + '\0' + last).getBytes(StandardCharsets.UTF_8);
        return texts.seal(ByteBuffer.allocate(Long.BYTES + names.length)
                .putLong(nowMillis)
                .put(names)
                .array());
    }

    /** The last name that was given; null if there is no token. */
    static @Nullable String open(String listing, @Nullable String token, SealedText texts, long nowMillis) {
        if (token == null) {
            return null;
        }
        byte[] content = texts.open(token);
        if (content == null || content.length < Long.BYTES) {
            throw invalid();
        }
        ByteBuffer fields = ByteBuffer.wrap(content);
        long issuedMillis = fields.getLong();
        String[] names = StandardCharsets.UTF_8.decode(fields).toString().split("\0", -1);
        if (names.length != 2 || !names[0].equals(listing)) {
            throw invalid();
        }
        checkAge(issuedMillis, nowMillis);
        return names[1];
    }

    /** Refuses a token that was given out too long ago. */
    static void checkAge(long issuedMillis, long nowMillis) {
        long ageMillis = nowMillis - issuedMillis;
        if (ageMillis > LIFETIME_MILLIS) {
            throw ServiceException.expiredNextToken("NextToken expired: it was given out " + ageMillis
                    + " milliseconds ago, and lives " + LIFETIME_MILLIS + ".");
        }
    }

    static ServiceException invalid() {
        return ServiceException.invalidArgument("Invalid NextToken.");
    }
}
