package dev.millrace.local.stream;

/**
 * Whose streams are meant: two accounts, or one account in two regions, see nothing of each other.
 *
 * @param id 12 digits
 * @param region such as {@code us-east-1}
 */
public record Account(String id, String region) {

    /** The account of callers whose access key id is not itself an account id. */
    public static final String DEFAULT_ID = "000000000000";
}
