package dev.millrace.lambda.samples;

import com.amazonaws.services.lambda.runtime.Context;
import dev.millrace.lambda.firehose.FirehoseOptions;
import dev.millrace.lambda.firehose.FirehoseRecord;
import dev.millrace.lambda.firehose.FirehoseTransformHandler;
import dev.millrace.lambda.firehose.Transformed;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** Squares the numbers of a JSON object, and writes one object a line. */
public final class SquaringTransform extends FirehoseTransformHandler {

    public SquaringTransform() {
        super(FirehoseOptions.defaults().newline(true));
    }

    @Override
    protected Transformed transform(FirehoseRecord record, Context context) {
        if (!(record.json() instanceof Map<?, ?> numbers)) {
            return Transformed.failed("no JSON object");
        }
        Map<String, BigDecimal> squares = new LinkedHashMap<>();
        numbers.forEach((name, number) -> squares.put(name.toString(), new BigDecimal(number.toString()).pow(2)));
        return Transformed.json(squares).partitionKey("members", Integer.toString(squares.size()));
    }
}
