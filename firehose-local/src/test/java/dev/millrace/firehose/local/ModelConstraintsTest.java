package dev.millrace.firehose.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.local.stream.Account;
import dev.millrace.local.wire.Codec;
import dev.millrace.local.wire.ServiceException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The constraints of the service's model, of the members that mean something here: a request that is as it should be but
 * for one member is refused as the service refuses it. The interop tests walk through the model itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelConstraintsTest {

    private static final Account CALLER = new Account("000000000000", "us-east-1");

    private static final Pattern LONG_TEXT = Pattern.compile("\"(.*)\"\\+(\\d+)");
    private static final Pattern COPIES = Pattern.compile("list\\*(\\d+)");

    private final LocalServices services;

    ModelConstraintsTest(@TempDir Path folder) {
        services = LocalServices.start(folder);
    }

    @AfterAll
    void stop() {
        services.close();
    }

    @Test
    void requestsBreakNoConstraintBeforeOneIsBroken() {
        assertThat(ModelConstraints.REQUESTS.keySet())
                .containsExactlyInAnyOrderElementsOf(services.service().operationNames());
        ModelConstraints.REQUESTS.forEach((operation, json) -> {
            if (!operation.equals("ListDeliveryStreams")) {
                assertThat(refusal(operation, tree(json)).name())
                        .as(operation)
                        .isIn("ResourceNotFoundException", "InvalidArgumentException");
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> brokenConstraintsAreTold() {
        Stream<DynamicTest> names = ModelConstraints.REQUESTS.keySet().stream()
                .filter(operation -> !operation.equals("ListDeliveryStreams"))
                .flatMap(operation -> tests(operation, "", ModelConstraints.NAME_TABLE));
        return Stream.of(
                        names,
                        tests("CreateDeliveryStream", "", ModelConstraints.CREATE_TABLE),
                        tests("CreateDeliveryStream", "", ModelConstraints.TAGS_TABLE),
                        tests(
                                "CreateDeliveryStream",
                                "DeliveryStreamEncryptionConfigurationInput.",
                                ModelConstraints.ENCRYPTION_TABLE),
                        tests(
                                "CreateDeliveryStream",
                                "S3DestinationConfiguration.",
                                ModelConstraints.MANDATORY_TABLE + ModelConstraints.BUCKET_TABLE),
                        tests(
                                "CreateDeliveryStream",
                                "ExtendedS3DestinationConfiguration.",
                                ModelConstraints.MANDATORY_TABLE + ModelConstraints.EXTENDED_TABLE),
                        tests(
                                "CreateDeliveryStream",
                                "ExtendedS3DestinationConfiguration.S3BackupConfiguration.",
                                ModelConstraints.MANDATORY_TABLE + ModelConstraints.BUCKET_TABLE),
                        tests("UpdateDestination", "", ModelConstraints.UPDATE_TABLE),
                        tests("UpdateDestination", "S3DestinationUpdate.", ModelConstraints.BUCKET_TABLE),
                        tests("UpdateDestination", "ExtendedS3DestinationUpdate.", ModelConstraints.EXTENDED_TABLE),
                        tests(
                                "UpdateDestination",
                                "ExtendedS3DestinationUpdate.S3BackupUpdate.",
                                ModelConstraints.BUCKET_TABLE),
                        tests("DescribeDeliveryStream", "", ModelConstraints.DESCRIBE_TABLE),
                        tests("ListDeliveryStreams", "", ModelConstraints.LIST_TABLE),
                        tests("ListTagsForDeliveryStream", "", ModelConstraints.LIST_TAGS_TABLE),
                        tests(
                                "StartDeliveryStreamEncryption",
                                "DeliveryStreamEncryptionConfigurationInput.",
                                ModelConstraints.ENCRYPTION_TABLE),
                        tests(
                                "TagDeliveryStream",
                                "",
                                "Tags | null | must not be null\n" + ModelConstraints.TAGS_TABLE),
                        tests("UntagDeliveryStream", "", ModelConstraints.UNTAG_TABLE),
                        tests(
                                "PutRecord",
                                "",
                                "Record | null | must not be null\nRecord.Data | null | must not be null"),
                        tests("PutRecordBatch", "", """
                                Records | null | must not be null
                                Records | list*0 | length greater than or equal to 1
                                Records | list*501 | length less than or equal to 500
                                Records[0].Data | null | must not be null
                                """))
                .flatMap(all -> all);
    }

    private Stream<DynamicTest> tests(String operation, String begin, String table) {
        return table.lines().map(line -> {
            List<String> columns =
                    Stream.of(line.split("\\|", 3)).map(String::strip).toList();
            String path = begin + columns.get(0);
            return DynamicTest.dynamicTest(
                    operation + " " + path + " " + columns.get(1), () -> check(operation, path, columns));
        });
    }

    private void check(String operation, String path, List<String> columns) {
        Map<String, Object> request = tree(Objects.requireNonNull(ModelConstraints.REQUESTS.get(operation)));
        List<String> steps = List.of(path.replace("[", ".[").split("\\."));
        Object parent = request;
        for (String step : steps.subList(0, steps.size() - 1)) {
            parent = Objects.requireNonNull(
                    parent instanceof List<?> list ? list.get(0) : ((Map<?, ?>) parent).get(step), step);
        }
        String last = steps.get(steps.size() - 1);
        @SuppressWarnings("unchecked") // As a codec reads it.
        Map<String, Object> structure = (Map<String, Object>) parent;
        Object value = value(columns.get(1), structure.get(last));
        if (value == null) {
            structure.remove(last);
        } else {
            structure.put(last, value);
        }

        ServiceException refusal = refusal(operation, request);

        assertThat(refusal.name()).isEqualTo("ValidationException");
        assertThat(refusal.text())
                .contains("at '" + wirePath(steps) + "' failed to satisfy constraint: Member")
                .contains(columns.get(2));
    }

    private static @Nullable Object value(String text, @Nullable Object before) {
        Matcher longText = LONG_TEXT.matcher(text);
        if (longText.matches()) {
            return longText.group(1) + "1".repeat(Integer.parseInt(longText.group(2)));
        }
        Matcher copies = COPIES.matcher(text);
        if (copies.matches()) {
            return new ArrayList<>(Collections.nCopies(
                    Integer.parseInt(copies.group(1)), ((List<?>) Objects.requireNonNull(before)).get(0)));
        }
        return tree("{\"value\": " + text + "}").get("value");
    }

    /** As the service writes it. */
    private static String wirePath(List<String> steps) {
        return steps.stream()
                .map(step -> step.startsWith("[")
                        ? "1.member"
                        : step.substring(0, 1).toLowerCase(Locale.ROOT) + step.substring(1))
                .collect(Collectors.joining("."));
    }

    private static Map<String, Object> tree(String json) {
        return Objects.requireNonNull(Codec.JSON.read(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8))));
    }

    private ServiceException refusal(String operation, Map<String, Object> request) {
        return Objects.requireNonNull(catchThrowableOfType(
                ServiceException.class, () -> services.service().call(operation, request, CALLER)));
    }
}
