package dev.millrace.local.server;

import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.ServiceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who calls. Signatures are not verified; the credential's scope says the region, and an access key id of twelve
 * digits says the account.
 */
final class Authorization {

    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/,\\s]+)/[^/,\\s]+/([^/,\\s]+)/");
    private static final Pattern ACCOUNT_ID = Pattern.compile("\\d{12}");
    private static final String DEFAULT_REGION = "us-east-1";

    private Authorization() {}

    static Account caller(@Nullable String header, boolean signedQuery, boolean dated) {
        if (header == null || header.isBlank()) {
            if (signedQuery) {
                return new Account(Account.DEFAULT_ID, DEFAULT_REGION);
            }
            throw ServiceException.missingAuthenticationToken();
        }
        StringBuilder missing = new StringBuilder();
        for (String part : new String[] {"Credential", "Signature", "SignedHeaders"}) {
            if (!header.contains(part + "=")) {
                missing.append("Authorization header requires '").append(part).append("' parameter. ");
            }
        }
        if (!dated) {
            missing.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        }
        if (missing.length() > 0) {
            throw ServiceException.incompleteSignature(missing + "Authorization=" + header);
        }
        Matcher credential = CREDENTIAL.matcher(header);
        if (!credential.find()) {
            return new Account(Account.DEFAULT_ID, DEFAULT_REGION);
        }
        String accessKeyId = credential.group(1);
        boolean isAccount = ACCOUNT_ID.matcher(accessKeyId).matches();
        return new Account(isAccount ? accessKeyId : Account.DEFAULT_ID, credential.group(2));
    }
}
