package dev.millrace.firehose.local.definition;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The function that transforms records. An interval of its own means nothing here: what has come is transformed at once, so
 * none waits for longer.
 *
 * @param arn with or without a version
 * @param retries of an invocation that failed
 * @param bufferBytes of records in one invocation, about
 */
public record LambdaProcessor(String arn, int retries, int bufferBytes) {

    private static final Pattern ARN =
            Pattern.compile("arn:[^:]*:lambda:[^:]*:\\d{12}:function:([a-zA-Z0-9_-]{1,64})(:[a-zA-Z0-9$_-]{1,128})?");
    private static final BigDecimal BYTES_PER_MEGABYTE = BigDecimal.valueOf(1 << 20);

    static LambdaProcessor of(ProcessorParameters parameters) {
        parameters.checkNames(
                List.of("LambdaArn", "NumberOfRetries", "RoleArn", "BufferSizeInMBs", "BufferIntervalInSeconds"));
        String arn = parameters.required("LambdaArn");
        if (!ARN.matcher(arn).matches()) {
            throw parameters.wrong("LambdaArn", "is no ARN of a function: " + arn);
        }
        var unused = parameters.number("BufferIntervalInSeconds", "60", "0", "900");
        return new LambdaProcessor(
                arn,
                parameters.number("NumberOfRetries", "3", "0", "300").intValue(),
                parameters
                        .number("BufferSizeInMBs", "1", "0.2", "3")
                        .multiply(BYTES_PER_MEGABYTE)
                        .setScale(0, RoundingMode.FLOOR)
                        .intValueExact());
    }

    /** The function's name. */
    public String name() {
        Matcher matcher = ARN.matcher(arn);
        return matcher.matches() ? matcher.group(1) : arn;
    }
}
