package dev.millrace.firehose.local.definition;

import dev.millrace.local.wire.Member;
import dev.millrace.local.wire.MemberType;
import dev.millrace.local.wire.Request;
import dev.millrace.local.wire.ServiceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is done to records on their way, of a ProcessingConfiguration that is enabled.
 *
 * @param delimiter behind each record; empty for none
 */
public record Processors(String delimiter) {

    /** What a ProcessingConfiguration that is missing, or not enabled, means. */
    static final Processors NONE = new Processors("");

    private static final String APPEND_DELIMITER = "AppendDelimiterToRecord";

    static Member member() {
        Member type = Member.string("Type")
                .oneOf(
                        "RecordDeAggregation",
                        "Decompression",
                        "CloudWatchLogProcessing",
                        "Lambda",
                        "MetadataExtraction",
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

    /** @throws ServiceException for what cannot be run here, by its name */
    static Processors of(Request configuration) {
        Processors all = NONE;
        for (Request processor : configuration.structures("Processors")) {
            String type = processor.requiredText("Type");
            if (!type.equals(APPEND_DELIMITER)) {
                throw ServiceException.invalidArgument("Processor " + type + " cannot be run here.");
            }
            all = new Processors(delimiter(parameters(processor)));
        }
        return all;
    }

    private static Map<String, String> parameters(Request processor) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Request parameter : processor.structures("Parameters")) {
            String name = parameter.requiredText("ParameterName");
            if (parameters.put(name, parameter.requiredText("ParameterValue")) != null) {
                throw ServiceException.invalidArgument("Processor parameter " + name + " is there twice.");
            }
        }
        return parameters;
    }

    /** The service takes a line break as a backslash and an n, which is also the default. */
    private static String delimiter(Map<String, String> parameters) {
        return parameters
                .getOrDefault("Delimiter", "\\n")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\t", "\t");
    }
}
