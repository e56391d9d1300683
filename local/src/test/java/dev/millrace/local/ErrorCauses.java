package dev.millrace.local;

import dev.millrace.local.fault.Fault;
import dev.millrace.local.fault.FaultPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What brings each documented error about. */
final class ErrorCauses {

    /** What is done in a scene, and the answer that has the error. */
    interface Cause {
        RawForm.Reply occur(ErrorScene scene, DocumentedError expected) throws IOException;
    }

    /** One more than the highest rate of all calls, and of records of a shard. */
    private static final int TOO_MANY = 1_001;

    private static final Duration PAST_EVERY_LIFETIME = Duration.ofSeconds(301);
    private static final Map<String, String> ILLEGAL_TAG = Map.of("100%", "blue");

    /** What holds for an error where nothing is said about an operation. */
    private static final Map<String, Cause> USUAL = Map.of(
            "DryRunOperationException", change(Map.of("DryRun", true)),
            "ExpiredIteratorException", ErrorCauses::expiredIterator,
            "ExpiredNextTokenException", ErrorCauses::expiredNextToken,
            "InternalFailureException", fault(Fault.INTERNAL_FAILURE),
            "InvalidArgumentException", ErrorCauses::unnamedStream,
            "LimitExceededException", ErrorCauses::tooMany,
            "ProvisionedThroughputExceededException", ErrorCauses::tooMany,
            "ResourceNotFoundException", ErrorCauses::missingResource,
            "ValidationException", (scene, expected) -> scene.attempt(expected.operation(), Map.of()));

    private static final Map<DocumentedError, Cause> OF_OPERATION = new HashMap<>();

    static {
        invalid("CreateChannel", Map.of("S3TablesDestinationConfiguration", tables()));
        invalid("CreateStream", Map.of("RecordDistributionStrategy", "AUTO"));
        invalid("GetRecords", Map.of("ShardIterator", "garbage"));
        invalid("ListChannels", Map.of("NextToken", "garbage"));
        invalid("ListStreamConsumers", Map.of("NextToken", "garbage"));
        invalid("ListStreams", Map.of("NextToken", "garbage"));
        invalid("RegisterStreamConsumer", Map.of("Tags", ILLEGAL_TAG));
        invalid("SubscribeToShard", Map.of("StartingPosition", Map.of("Type", "AT_SEQUENCE_NUMBER")));
        invalid("TagResource", Map.of("Tags", ILLEGAL_TAG));
        invalid("UntagResource", Map.of("TagKeys", List.copyOf(ILLEGAL_TAG.keySet())));
        invalid("UpdateChannel", Map.of("S3TablesDestinationConfiguration", Map.of("DataFreshnessInSeconds", 900)));
        invalid("UpdateStreamRecordDistributionStrategy", Map.of("StreamARN", ErrorScene.ORDERS));

        add("GetRecords", "ResourceNotFoundException", ErrorCauses::iteratorOfADeletedStream);
        add("PutRecords", "ProvisionedThroughputExceededException", fault(Fault.THROTTLE));
        add("SubscribeToShard", "LimitExceededException", ErrorCauses::subscribedAlready);

        add("CreateChannel", "ResourceInUseException", change(Map.of("ChannelName", "lake")));
        add("CreateStream", "ResourceInUseException", change(Map.of("StreamName", "orders")));
        add("DeleteStream", "ResourceInUseException", change(Map.of()));
        add("RegisterStreamConsumer", "ResourceInUseException", change(Map.of("ConsumerName", "reader")));
        add("SubscribeToShard", "ResourceInUseException", ErrorCauses::subscribedAlready);

        add("ListChannels", "ValidationException", change(Map.of("MaxResults", 0)));
        for (String operation : List.of("MergeShards", "SplitShard", "UpdateShardCount")) {
            add(operation, "ValidationException", change(Map.of("StreamName", "demand")));
        }
    }

    private ErrorCauses() {}

    /** Null if there is none. */
    static @Nullable Cause of(DocumentedError error) {
        Cause own = OF_OPERATION.get(error);
        return own == null ? USUAL.get(error.error()) : own;
    }

    /** Those that are about one operation each. */
    static Set<String> ofOperations() {
        return OF_OPERATION.keySet().stream().map(DocumentedError::toString).collect(Collectors.toSet());
    }

    private static void invalid(String operation, Map<String, ?> members) {
        add(operation, "InvalidArgumentException", change(members));
    }

    private static void add(String operation, String error, Cause cause) {
        OF_OPERATION.put(new DocumentedError(operation, error), cause);
    }

    private static Cause change(Map<String, ?> members) {
        return (scene, expected) -> scene.attempt(expected.operation(), scene.change(expected.operation(), members));
    }

    private static Cause fault(Fault fault) {
        return (scene, expected) -> {
            Map<String, Object> request = scene.request(expected.operation());
            scene.kinesis().faults(FaultPolicy.builder().rule(fault, 1).build());
            return scene.attempt(expected.operation(), request);
        };
    }

    /** Other errors may come before. */
    private static RawForm.Reply tooMany(ErrorScene scene, DocumentedError expected) {
        Map<String, Object> request = scene.request(expected.operation());
        RawForm.Reply last = scene.attempt(expected.operation(), request);
        for (int i = 1; i < TOO_MANY && !expected.error().equals(last.error()); i++) {
            last = scene.attempt(expected.operation(), request);
        }
        return last;
    }

    private static RawForm.Reply missingResource(ErrorScene scene, DocumentedError expected) {
        Map<String, Object> request = new LinkedHashMap<>();
        scene.request(expected.operation()).forEach((name, value) -> request.put(name, renamed(value)));
        return scene.attempt(expected.operation(), request);
    }

    private static Object renamed(Object value) {
        if (value instanceof List<?> elements) {
            return elements.stream().map(ErrorCauses::renamed).toList();
        }
        if (value instanceof Map<?, ?> members) {
            return members.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, member -> renamed(member.getValue())));
        }
        return value instanceof String text
                ? text.replaceFirst("^orders$|(?<=stream/)(orders|demand)|(?<=channel/)lake", "missing")
                : value;
    }

    private static RawForm.Reply unnamedStream(ErrorScene scene, DocumentedError expected) {
        Map<String, Object> request = new LinkedHashMap<>(scene.request(expected.operation()));
        request.keySet().removeAll(List.of("StreamName", "StreamARN"));
        return scene.attempt(expected.operation(), request);
    }

    private static RawForm.Reply iteratorOfADeletedStream(ErrorScene scene, DocumentedError expected) {
        Map<String, Object> request = scene.request(expected.operation());
        scene.call("DeleteStream", Map.of("StreamName", "orders", "EnforceConsumerDeletion", true));
        return scene.attempt(expected.operation(), request);
    }

    private static RawForm.Reply expiredIterator(ErrorScene scene, DocumentedError expected) {
        Map<String, Object> request = scene.request(expected.operation());
        scene.advance(PAST_EVERY_LIFETIME);
        return scene.attempt(expected.operation(), request);
    }

    private static RawForm.Reply expiredNextToken(ErrorScene scene, DocumentedError expected) {
        String operation = expected.operation();
        scene.call("RegisterStreamConsumer", scene.request("RegisterStreamConsumer"));
        scene.call("CreateChannel", scene.request("CreateChannel"));
        String limit = operation.equals("ListStreams") ? "Limit" : "MaxResults";
        Map<String, Object> first = scene.call(operation, scene.change(operation, Map.of(limit, 1)));
        scene.advance(PAST_EVERY_LIFETIME);
        Map<String, Object> next = scene.change(operation, Map.of("NextToken", RawForm.text(first, "NextToken")));
        next.remove("StreamName");
        return scene.attempt(operation, next);
    }

    private static RawForm.Reply subscribedAlready(ErrorScene scene, DocumentedError expected) throws IOException {
        InputStream first = scene.subscribe();
        try {
            return scene.attempt(expected.operation(), scene.request(expected.operation()));
        } finally {
            first.close();
        }
    }

    private static Map<String, Object> tables() {
        Map<String, String> bucket = Map.of("BucketARN", "arn:aws:s3:::lake", "ExpectedBucketOwner", "000000000000");
        return Map.of(
                "DeadLetterQueueS3Configuration",
                bucket,
                "S3TablesConfigurationList",
                List.of(Map.of(
                        "TableBucketARN", "arn:aws:s3tables:us-east-1:000000000000:bucket/lake",
                        "Namespace", "sales",
                        "TableName", "orders",
                        "CompressionType", "NONE")));
    }
}
