package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error that the service's public model documents for an operation comes, or there is a reason why it cannot. */
class DocumentedErrorsTest {

    private static final String ACTIVE = "a change has happened when its answer is sent: all are ACTIVE at all times";
    private static final String SHAPE = "what can be wrong in a request of this one is told by ValidationException";

    private static final Map<String, String> NEVER = Map.of(
            "AccessDeniedException", "there are no permissions: who signs with a key may do everything",
            "KMSAccessDeniedException", "nothing is encrypted: there is no key service, and any key will do",
            "KMSDisabledException", "as above",
            "KMSInvalidStateException", "as above",
            "KMSNotFoundException", "as above",
            "KMSOptInRequired", "as above",
            "KMSThrottlingException", "as above");

    private static final Map<DocumentedError, String> NOT_OF_THESE = new HashMap<>();

    static {
        notOf(
                "ResourceInUseException",
                ACTIVE,
                "AddTagsToStream",
                "DecreaseStreamRetentionPeriod",
                "DeleteResourcePolicy",
                "DisableEnhancedMonitoring",
                "EnableEnhancedMonitoring",
                "GetResourcePolicy",
                "IncreaseStreamRetentionPeriod",
                "ListShards",
                "ListStreamConsumers",
                "ListTagsForResource",
                "MergeShards",
                "PutResourcePolicy",
                "RemoveTagsFromStream",
                "SplitShard",
                "StartStreamEncryption",
                "StopStreamEncryption",
                "TagResource",
                "UntagResource",
                "UpdateChannel",
                "UpdateMaxRecordSize",
                "UpdateShardCount",
                "UpdateStreamMode",
                "UpdateStreamRecordDistributionStrategy",
                "UpdateStreamWarmThroughput");
        notOf(
                "InvalidArgumentException",
                SHAPE,
                "DeleteChannel",
                "DeleteResourcePolicy",
                "DescribeChannel",
                "GetResourcePolicy",
                "ListTagsForResource",
                "PutResourcePolicy",
                "UpdateAccountSettings",
                "UpdateStreamMode");
    }

    private static void notOf(String error, String reason, String... operations) {
        for (String operation : operations) {
            NOT_OF_THESE.put(new DocumentedError(operation, error), reason);
        }
    }

    private static boolean hasReason(DocumentedError error) {
        return NEVER.containsKey(error.error()) || NOT_OF_THESE.containsKey(error);
    }

    static Stream<Arguments> errorsThatCome() {
        return DocumentedError.all().stream()
                .filter(error -> !hasReason(error))
                .flatMap(error -> Arrays.stream(RawForm.values()).map(form -> Arguments.of(error, form)));
    }

    @ParameterizedTest
    @MethodSource("errorsThatCome")
    void theErrorComes(DocumentedError expected, RawForm form) throws Exception {
        ErrorCauses.Cause cause = ErrorCauses.of(expected);
        assertThat(cause).as("a cause or a reason: %s", expected).isNotNull();
        boolean strict = expected.error().equals("LimitExceededException")
                || expected.error().equals("ProvisionedThroughputExceededException");
        try (ErrorScene scene = new ErrorScene(form, strict)) {
            RawForm.Reply reply = cause.occur(scene, expected);
            assertThat(reply.error()).as(() -> reply.members().toString()).isEqualTo(expected.error());
            assertThat(reply.status()).isEqualTo(expected.status());
            assertThat(reply.members().get("message")).asString().isNotBlank();
        }
    }

    @Test
    void causesAndReasonsAreForWhatIsDocumented() {
        List<DocumentedError> documented = DocumentedError.all();
        assertThat(documented).hasSizeGreaterThan(200).containsAll(NOT_OF_THESE.keySet());
        assertThat(documented).extracting(DocumentedError::error).containsAll(NEVER.keySet());
        Set<String> expected = new TreeSet<>();
        documented.stream().filter(error -> !hasReason(error)).forEach(error -> expected.add(error.toString()));
        assertThat(expected).containsAll(ErrorCauses.ofOperations());
    }
}
