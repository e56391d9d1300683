package dev.millrace.firehose.local.definition;

import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encryption at rest as the service tells of it. Nothing is encrypted here.
 *
 * @param enabled or disabled
 * @param keyType AWS_OWNED_CMK or CUSTOMER_MANAGED_CMK; null if it was never enabled
 * @param key the customer's key
 */
public record Encryption(
        boolean enabled, @Nullable String keyType, @Nullable String key) {

    /** Of a delivery stream for which nobody asked. */
    public static final Encryption NEVER = new Encryption(false, null, null);

    /** With the key that the service has for all. */
    public static final Encryption SERVICES_KEY = new Encryption(true, "AWS_OWNED_CMK", null);

    private static final String MEMBER = "DeliveryStreamEncryptionConfigurationInput";
    private static final String CUSTOMERS = "CUSTOMER_MANAGED_CMK";

    /** The structure in requests. */
    public static Member member() {
        return Member.structure(MEMBER, List.of(S3Members.key(), keyTypeMember().mandatory()));
    }

    private static Member keyTypeMember() {
        return Member.string("KeyType").oneOf("AWS_OWNED_CMK", CUSTOMERS);
    }

    /**
     * What a request wants, or otherwise.
     *
     * @throws ServiceException if key and its type contradict each other, or there are no puts to be encrypted
     */
    public static Encryption of(Request request, Source source, Encryption otherwise) {
        Request asked = request.structure(MEMBER);
        boolean wanted = asked != null || otherwise.enabled();
        if (wanted && source.stream() != null) {
            throw ServiceException.invalidArgument(
                    "Encryption is not allowed when DeliveryStreamType is " + source.type() + ".");
        }
        if (asked == null) {
            return otherwise;
        }
        String type = asked.requiredText("KeyType");
        if (type.equals(CUSTOMERS) != asked.has("KeyARN")) {
            throw ServiceException.invalidArgument(
                    "KeyARN is required when KeyType is " + CUSTOMERS + ", and not allowed otherwise.");
        }
        return new Encryption(true, type, asked.text("KeyARN"));
    }

    /** The same key, no longer in use. */
    public Encryption disabled() {
        return new Encryption(false, keyType, key);
    }

    /** DeliveryStreamEncryptionConfiguration. */
    Map<String, Object> describe() {
        return Answer.create()
                .with("KeyARN", key)
                .with("KeyType", keyType)
                .with("Status", enabled ? "ENABLED" : "DISABLED")
                .members();
    }

    static Member keptMember() {
        return Member.structure(
                "Encryption",
                List.of(
                        Member.string("KeyARN"),
                        keyTypeMember(),
                        Member.string("Status").oneOf("ENABLED", "DISABLED").mandatory()));
    }

    static Encryption ofTree(Request kept) {
        return new Encryption(kept.requiredText("Status").equals("ENABLED"), kept.text("KeyType"), kept.text("KeyARN"));
    }
}
