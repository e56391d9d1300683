package dev.millrace.firehose.local.definition;

import dev.millrace.local.wire.Answer;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.MemberType;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where records come from.
 *
 * @param stream a Kinesis stream's ARN; null if records are put
 * @param role that would be allowed to read it; null if records are put
 * @param throughputHint in megabytes a second, of puts; kept and nothing else
 * @param start from when on the stream is read
 */
public record Source(
        @Nullable String stream,
        @Nullable String role,
        @Nullable Integer throughputHint,
        Instant start) {

    private static final String DIRECT_PUT = "DirectPut";
    private static final String FROM_STREAM = "KinesisStreamAsSource";
    private static final String STREAM_MEMBER = "KinesisStreamSourceConfiguration";
    private static final String PUT_MEMBER = "DirectPutSourceConfiguration";
    private static final Pattern STREAM_ARN =
            Pattern.compile("arn:.*:kinesis:[a-zA-Z0-9\\-]+:\\d{12}:stream/[a-zA-Z0-9_.-]+");

    /** DeliveryStreamType. */
    public static Member typeMember() {
        return Member.string("DeliveryStreamType").oneOf(DIRECT_PUT, FROM_STREAM, "MSKAsSource", "DatabaseAsSource");
    }

    /** The structures that describe sources, also those that cannot be run here. */
    public static List<Member> members() {
        return List.of(
                Member.structure(
                        PUT_MEMBER,
                        List.of(Member.integer("ThroughputHintInMBs", 1, 100).mandatory())),
                Member.structure(
                        STREAM_MEMBER,
                        List.of(
                                Member.string("KinesisStreamARN")
                                        .between(1, 512)
                                        .matching(STREAM_ARN)
                                        .mandatory(),
                                S3Members.role(true))),
                Member.structure("MSKSourceConfiguration", List.of()),
                Member.structure("DatabaseSourceConfiguration", List.of()));
    }

    /**
     * The source that a request wants.
     *
     * @throws ServiceException if its members contradict each other, or it cannot be run here
     */
    public static Source of(Request request, Instant now) {
        String type = Objects.requireNonNullElse(request.text("DeliveryStreamType"), DIRECT_PUT);
        if (!type.equals(DIRECT_PUT) && !type.equals(FROM_STREAM)) {
            throw ServiceException.invalidArgument("DeliveryStreamType " + type + " cannot be run here.");
        }
        Instant start = now.truncatedTo(ChronoUnit.MILLIS);
        Request stream = request.structure(STREAM_MEMBER);
        Request put = request.structure(PUT_MEMBER);
        if (type.equals(DIRECT_PUT)) {
            allowed(stream == null, STREAM_MEMBER, type);
            return new Source(null, null, put == null ? null : put.integer("ThroughputHintInMBs", 0), start);
        }
        allowed(put == null, PUT_MEMBER, type);
        if (stream == null) {
            throw ServiceException.invalidArgument(
                    STREAM_MEMBER + " is required when DeliveryStreamType is " + FROM_STREAM + ".");
        }
        return new Source(stream.requiredText("KinesisStreamARN"), stream.requiredText("RoleARN"), null, start);
    }

    private static void allowed(boolean condition, String member, String type) {
        if (!condition) {
            throw ServiceException.invalidArgument(member + " is not allowed when DeliveryStreamType is " + type + ".");
        }
    }

    /** The service's word for it. */
    public String type() {
        return stream == null ? DIRECT_PUT : FROM_STREAM;
    }

    /** SourceDescription; null if there is nothing to say. */
    @Nullable
    Map<String, Object> describe() {
        if (stream != null) {
            return Answer.create()
                    .with(
                            "KinesisStreamSourceDescription",
                            Answer.create()
                                    .with("KinesisStreamARN", stream)
                                    .with("RoleARN", role)
                                    .with("DeliveryStartTimestamp", start))
                    .members();
        }
        return throughputHint == null
                ? null
                : Map.of("DirectPutSourceDescription", Map.of("ThroughputHintInMBs", throughputHint));
    }

    static Member keptMember() {
        return Member.structure(
                "Source",
                List.of(
                        Member.string("Stream"),
                        Member.string("Role"),
                        Member.integer("ThroughputHint", 1, 100),
                        Member.of("Start", MemberType.TIMESTAMP).mandatory()));
    }

    Map<String, Object> tree() {
        return Answer.create()
                .with("Stream", stream)
                .with("Role", role)
                .with("ThroughputHint", throughputHint)
                .with("Start", start)
                .members();
    }

    static Source ofTree(Request kept) {
        return new Source(
                kept.text("Stream"),
                kept.text("Role"),
                kept.has("ThroughputHint") ? kept.integer("ThroughputHint", 0) : null,
                Objects.requireNonNull(kept.instant("Start")));
    }
}
