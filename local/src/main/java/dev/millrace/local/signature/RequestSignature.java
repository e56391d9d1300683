package dev.millrace.local.signature;

import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.ServiceException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The signature that a request carries, in its head or in its query: complete, and not yet checked.
 *
 * @param algorithm how it was made
 * @param credential who made it, as it came
 * @param signedHeaders names of the headers that it covers, in lower case
 * @param digest the signature itself, in hexadecimal
 * @param date when it was made, as it came
 * @param expirySeconds for how long it holds; null if it came in the head
 */
public record RequestSignature(
        String algorithm,
        String credential,
        List<String> signedHeaders,
        String digest,
        String date,
        @Nullable String expirySeconds) {

    static final String QUERY_SIGNATURE = "X-Amz-Signature";

    private static final String DEFAULT_REGION = "us-east-1";
    private static final String[] QUERY_PARTS = {
        "X-Amz-Algorithm", "X-Amz-Credential", QUERY_SIGNATURE, "X-Amz-SignedHeaders", "X-Amz-Date"
    };
    private static final String[] HEADER_PARTS = {"Credential", "Signature", "SignedHeaders"};

    /**
     * Reads it.
     *
     * @throws ServiceException if there is none, or parts are missing
     */
    public static RequestSignature read(RequestHead head) {
        String header = head.first("Authorization");
        boolean inHeader = header != null && !header.isBlank();
        QueryText query = new QueryText(head.query());
        boolean inQuery = query.first(QUERY_PARTS[0]) != null;
        if (inHeader && inQuery) {
            throw ServiceException.invalidSignature(
                    "Found both 'X-Amz-Algorithm' as a query-string param and" + " 'Authorization' as HTTP header.");
        }
        if (inQuery) {
            return ofQuery(query);
        }
        if (header == null || !inHeader) {
            throw ServiceException.missingAuthenticationToken();
        }
        return ofHeader(header.strip(), head);
    }

    /** Whom the credential stands for; what is no credential at all stands for the default account. */
    public Account account() {
        CredentialScope scope = CredentialScope.parse(credential);
        return scope == null ? new Account(Account.DEFAULT_ID, DEFAULT_REGION) : scope.account();
    }

    private static RequestSignature ofHeader(String header, RequestHead head) {
        int blank = header.indexOf(' ');
        String first = blank < 0 ? header : header.substring(0, blank);
        // Without an algorithm the parameters come first.
        String algorithm = first.contains("=") ? "" : first;
        Map<String, String> parts = new HashMap<>();
        for (String part : header.substring(algorithm.length()).split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals >= 0) {
                parts.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            }
        }
        StringBuilder missing = new StringBuilder();
        for (String part : HEADER_PARTS) {
            if (!parts.containsKey(part)) {
                missing.append("Authorization header requires '").append(part).append("' parameter. ");
            }
        }
        String amzDate = head.first("X-Amz-Date");
        String date = amzDate == null ? head.first("Date") : amzDate;
        if (date == null) {
            missing.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        }
        if (date == null || missing.length() > 0) {
            throw ServiceException.incompleteSignature(missing + "Authorization=" + header);
        }
        return new RequestSignature(
                algorithm,
                parts.getOrDefault("Credential", ""),
                names(parts.getOrDefault("SignedHeaders", "")),
                parts.getOrDefault("Signature", ""),
                date.strip(),
                null);
    }

    private static RequestSignature ofQuery(QueryText query) {
        StringBuilder missing = new StringBuilder();
        String[] values = new String[QUERY_PARTS.length];
        for (int i = 0; i < QUERY_PARTS.length; i++) {
            String value = query.first(QUERY_PARTS[i]);
            if (value == null || value.isEmpty()) {
                missing.append("AWS query-string parameters must include '")
                        .append(QUERY_PARTS[i])
                        .append("'. ");
            } else {
                values[i] = value;
            }
        }
        if (missing.length() > 0) {
            throw ServiceException.incompleteSignature(missing + "Re-examine the query-string parameters.");
        }
        String expiry = query.first("X-Amz-Expires");
        return new RequestSignature(
                values[0], values[1], names(values[3]), values[2], values[4], expiry == null ? "" : expiry);
    }

    private static List<String> names(String joined) {
        return List.of(joined.toLowerCase(Locale.ROOT).split(";", -1));
    }

    boolean isInQuery() {
        return expirySeconds != null;
    }
}
