package dev.millrace.firehose.local.definition;

import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import java.util.regex.Pattern;

/**
 * Which delivery stream is meant.
 *
 * @param account whose it is, and in which region
 * @param name 1 to 64 of letters, digits and {@code _.-}
 */
public record DeliveryStreamKey(Account account, String name) {

    /** The member that says the name. */
    public static final String MEMBER = "DeliveryStreamName";

    /** The name's shape. */
    public static Member member() {
        return Member.string(MEMBER)
                .between(1, 64)
                .matching(Pattern.compile("[a-zA-Z0-9_.-]+"))
                .mandatory();
    }

    /** The one that a request names. */
    public static DeliveryStreamKey of(Request request, Account caller) {
        return new DeliveryStreamKey(caller, request.requiredText(MEMBER));
    }

    public String arn() {
        return "arn:aws:firehose:" + account.region() + ":" + account.id() + ":deliverystream/" + name;
    }
}
