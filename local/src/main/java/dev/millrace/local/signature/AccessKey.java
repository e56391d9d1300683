package dev.millrace.local.signature;

import java.util.regex.Pattern;

/**
 * What a caller signs with.
 *
 * @param id says which key it is; travels with each request
 * @param secret known to both sides, and never told
 */
public record AccessKey(String id, String secret) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_]{1,128}");

    public AccessKey {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "access key id not allowed: '" + id + "' (1 to 128 characters of a-z A-Z 0-9 _)");
        }
        if (secret.isBlank()) {
            throw new IllegalArgumentException("secret access key is empty: accessKeyId=" + id);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AccessKey[id=" + id + "]";
    }
}
