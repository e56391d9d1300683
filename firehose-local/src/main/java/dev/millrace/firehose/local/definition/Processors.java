package dev.millrace.firehose.local.definition;

import dev.millrace.firehose.subrecord.RecordSplitter;
import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.MemberType;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is done to records on their way, of a ProcessingConfiguration that is enabled.
 *
 * @param splitter that takes records apart before; null for none
 * @param function that transforms them; null for none
 * @param query of jq, for partition keys; null for none
 * @param delimiter behind each record; empty for none
 */
public record Processors(
        @Nullable RecordSplitter splitter,
        @Nullable LambdaProcessor function,
        @Nullable String query,
        String delimiter) {

    /** What a ProcessingConfiguration that is missing, or not enabled, means. */
    static final Processors NONE = new Processors(null, null, null, "");

    private static final String SPLITTING = "RecordDeAggregation";
    private static final String LAMBDA = "Lambda";
    private static final String METADATA_EXTRACTION = "MetadataExtraction";
    private static final String APPEND_DELIMITER = "AppendDelimiterToRecord";
    private static final String PARSING_ENGINE = "JQ-1.6";

    static Member member() {
        Member type = Member.string("Type")
                .oneOf(
                        SPLITTING,
                        "Decompression",
                        "CloudWatchLogProcessing",
                        LAMBDA,
                        METADATA_EXTRACTION,
                        APPEND_DELIMITER)
                .mandatory();
        Member name = Member.string("ParameterName")
                .oneOf(
                        "LambdaArn",
                        "NumberOfRetries",
                        "MetadataExtractionQuery",
                        "JsonParsingEngine",
                        "RoleArn",
                        "BufferSizeInMBs",
                        "BufferIntervalInSeconds",
                        "SubRecordType",
                        "Delimiter",
                        "CompressionFormat",
                        "DataMessageExtraction")
                .mandatory();
        Member value = Member.string("ParameterValue")
                .between(1, 5120)
                .matching(Pattern.compile("^(?!\\s*$).+"))
                .mandatory();
        Member parameters = Member.list("Parameters", List.of(name, value), 0, Integer.MAX_VALUE);
        return Member.structure(
                "ProcessingConfiguration",
                List.of(
                        Member.of("Enabled", MemberType.BOOLEAN),
                        Member.list("Processors", List.of(type, parameters), 0, Integer.MAX_VALUE)));
    }

    /** @throws ServiceException for what is wrong, and what cannot be run here, by its name */
    static Processors of(Request configuration) {
        List<Request> given = configuration.structures("Processors");
        Map<String, ProcessorParameters> byType;
        try {
            byType = given.stream()
                    .collect(Collectors.toMap(processor -> processor.requiredText("Type"), ProcessorParameters::of));
        } catch (IllegalStateException e) {
            throw ServiceException.invalidArgument("Each type of processor is allowed once.");
        }
        byType.keySet().stream()
                .filter(type -> !List.of(SPLITTING, LAMBDA, METADATA_EXTRACTION, APPEND_DELIMITER)
                        .contains(type))
                .forEach(type -> {
                    throw ServiceException.invalidArgument("Processor " + type + " cannot be run here.");
                });
        ProcessorParameters splitting = byType.get(SPLITTING);
        ProcessorParameters lambda = byType.get(LAMBDA);
        ProcessorParameters extraction = byType.get(METADATA_EXTRACTION);
        ProcessorParameters delimiter = byType.get(APPEND_DELIMITER);
        return new Processors(
                splitting == null ? null : splitter(splitting),
                lambda == null ? null : LambdaProcessor.of(lambda),
                extraction == null ? null : query(extraction),
                delimiter == null ? "" : delimiter(delimiter));
    }

    private static RecordSplitter splitter(ProcessorParameters parameters) {
        parameters.checkNames(List.of("SubRecordType", "Delimiter"));
        return switch (parameters.required("SubRecordType")) {
            case "JSON" -> {
                if (parameters.text("Delimiter") != null) {
                    throw parameters.wrong("Delimiter", "is not allowed with SubRecordType JSON");
                }
                yield RecordSplitter.json();
            }
            case "DELIMITED" -> delimited(parameters);
            default ->
                throw parameters.wrong(
                        "SubRecordType", "is neither JSON nor DELIMITED: " + parameters.text("SubRecordType"));
        };
    }

    private static RecordSplitter delimited(ProcessorParameters parameters) {
        try {
            return RecordSplitter.delimited(Base64.getDecoder().decode(parameters.required("Delimiter")));
        } catch (IllegalArgumentException e) {
            throw parameters.wrong(
                    "Delimiter", "is no base64 of 1 to " + RecordSplitter.MOST_DELIMITER_BYTES + " bytes");
        }
    }

    private static String query(ProcessorParameters parameters) {
        parameters.checkNames(List.of("MetadataExtractionQuery", "JsonParsingEngine"));
        if (!parameters.required("JsonParsingEngine").equals(PARSING_ENGINE)) {
            throw ServiceException.invalidArgument(
                    "JsonParsingEngine is not " + PARSING_ENGINE + ": " + parameters.required("JsonParsingEngine"));
        }
        return parameters.required("MetadataExtractionQuery");
    }

    /** The service takes a line break as a backslash and an n, which is also the default. */
    private static String delimiter(ProcessorParameters parameters) {
        parameters.checkNames(List.of("Delimiter"));
        return Objects.requireNonNullElse(parameters.text("Delimiter"), "\\n")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\t", "\t");
    }
}
