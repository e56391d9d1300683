package dev.millrace.lambda.samples;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import dev.millrace.lambda.LambdaUserRecord;
import dev.millrace.lambda.WindowUserRecordHandler;
import java.util.Map;

/** Counts the user records of each partition key in a tumbling window. */
public final class CountingWindowHandler extends WindowUserRecordHandler {

    @Override
    protected void handle(LambdaUserRecord record, Map<String, String> state, Context context) {
        state.merge(record.partitionKey(), "1", (count, one) -> Integer.toString(Integer.parseInt(count) + 1));
    }

    @Override
    protected void windowEnded(Map<String, String> state, KinesisTimeWindowEvent event, Context context) {
        context.getLogger().log("counts of the window: " + state + "\n");
    }
}
