package dev.millrace.lambda.samples;

import com.amazonaws.services.lambda.runtime.Context;
import dev.millrace.lambda.LambdaUserRecord;
import dev.millrace.lambda.UserRecordsHandler;
import java.util.List;

/** Gets all user records of an event at once. */
public final class BulkHandler extends UserRecordsHandler {

    @Override
    protected void handle(List<LambdaUserRecord> records, Context context) {
        for (LambdaUserRecord record : records) {
            context.getLogger().log(record.idempotencyKey() + " " + record.partitionKey() + "\n");
        }
        context.getLogger().log("Successfully processed " + records.size() + " records.\n");
    }
}
