package dev.millrace.local.signature;

import dev.millrace.local.stream.Account;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, and what for: {@code ID/20260304/us-east-1/kinesis/aws4_request}.
 *
 * @param accessKeyId which key signs
 * @param day of the signature, in UTC, such as {@code 20260304}
 * @param region whose streams are meant
 * @param service the name of the service
 * @param terminator the last part
 */
record CredentialScope(String accessKeyId, String day, String region, String service, String terminator) {

    private static final Pattern ACCOUNT_ID = Pattern.compile("\\d{12}");

    /** Null if it is none. */
    static @Nullable CredentialScope parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 5) {
            return null;
        }
        for (String part : parts) {
            if (part.isBlank()) {
                return null;
            }
        }
        return new CredentialScope(parts[0], parts[1], parts[2], parts[3], parts[4]);
    }

    /** An access key id of twelve digits is the account. */
    Account account() {
        boolean isAccount = ACCOUNT_ID.matcher(accessKeyId).matches();
        return new Account(isAccount ? accessKeyId : Account.DEFAULT_ID, region);
    }

    /** As the text that is signed names it. */
    String withoutKey() {
        return String.join("/", day, region, service, terminator);
    }
}
