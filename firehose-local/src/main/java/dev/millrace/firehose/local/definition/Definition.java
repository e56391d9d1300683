package dev.millrace.firehose.local.definition;

import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.MemberType;
import dev.millrace.local.wire.Request;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A delivery stream as the service tells of it. Immutable; every {@code with} method gives a new one.
 *
 * @param version counts changes of the destination, from 1
 * @param updated null if it was never changed
 * @param failure why it could not be created; null if that is not so
 */
public record Definition(
        DeliveryStreamKey key,
        Source source,
        DestinationSettings destination,
        int version,
        Instant created,
        @Nullable Instant updated,
        Status status,
        @Nullable String failure,
        Encryption encryption,
        Map<String, String> tags) {

    public Definition {
        tags = Map.copyOf(tags);
    }

    /** One that is being created. */
    public static Definition created(
            DeliveryStreamKey key,
            Source source,
            DestinationSettings destination,
            Encryption encryption,
            Map<String, String> tags) {
        return new Definition(
                key, source, destination, 1, source.start(), null, Status.CREATING, null, encryption, tags);
    }

    public Definition with(Status next, @Nullable String why) {
        return new Definition(key, source, destination, version, created, updated, next, why, encryption, tags);
    }

    /** The next version. */
    public Definition with(DestinationSettings next, Instant now) {
        return new Definition(key, source, next, version + 1, created, now, status, failure, encryption, tags);
    }

    public Definition with(Encryption next) {
        return new Definition(key, source, destination, version, created, updated, status, failure, next, tags);
    }

    public Definition withTags(Map<String, String> next) {
        return new Definition(key, source, destination, version, created, updated, status, failure, encryption, next);
    }

    /** DeliveryStreamDescription. */
    public Map<String, Object> describe() {
        Map<String, Object> reason = failure == null ? null : Map.of("Type", "UNKNOWN_ERROR", "Details", failure);
        return Answer.create()
                .with("DeliveryStreamName", key.name())
                .with("DeliveryStreamARN", key.arn())
                .with("DeliveryStreamStatus", status.name())
                .with("FailureDescription", reason)
                .with("DeliveryStreamEncryptionConfiguration", encryption.describe())
                .with("DeliveryStreamType", source.type())
                .with("VersionId", Integer.toString(version))
                .with("CreateTimestamp", created)
                .with("LastUpdateTimestamp", updated)
                .with("Source", source.describe())
                .with("Destinations", List.of(destination.describe()))
                .with("HasMoreDestinations", false)
                .members();
    }

    /** The members of {@link #tree}. */
    static List<Member> keptMembers() {
        return List.of(
                Member.string("Account").mandatory(),
                Member.string("Region").mandatory(),
                DeliveryStreamKey.member(),
                Source.keptMember(),
                S3Members.extendedConfiguration(),
                Member.integer("Version", 1, Integer.MAX_VALUE).mandatory(),
                Member.of("Created", MemberType.TIMESTAMP).mandatory(),
                Member.of("Updated", MemberType.TIMESTAMP),
                Member.string("Status").mandatory(),
                Member.string("Failure"),
                Encryption.keptMember(),
                Member.stringMap("Tags", 0, 50, Member.string("key"), Member.string("value")));
    }

    /** As it is kept. */
    Map<String, Object> tree() {
        return Answer.create()
                .with("Account", key.account().id())
                .with("Region", key.account().region())
                .with(DeliveryStreamKey.MEMBER, key.name())
                .with("Source", source.tree())
                .with(S3Members.extendedConfiguration().name(), destination.tree())
                .with("Version", version)
                .with("Created", created)
                .with("Updated", updated)
                .with("Status", status.name())
                .with("Failure", failure)
                .with("Encryption", encryption.describe())
                .with("Tags", tags)
                .members();
    }

    static Definition ofTree(Request kept) {
        return new Definition(
                new DeliveryStreamKey(
                        new Account(kept.requiredText("Account"), kept.requiredText("Region")),
                        kept.requiredText(DeliveryStreamKey.MEMBER)),
                Source.ofTree(kept.requiredStructure("Source")),
                DestinationSettings.ofTree(
                        kept.requiredStructure(S3Members.extendedConfiguration().name())),
                kept.integer("Version", 1),
                Objects.requireNonNull(kept.instant("Created")),
                kept.instant("Updated"),
                Status.valueOf(kept.requiredText("Status")),
                kept.text("Failure"),
                Encryption.ofTree(kept.requiredStructure("Encryption")),
                kept.textMap("Tags"));
    }
}
