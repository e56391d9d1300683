package dev.millrace.lambda.samples;

import com.amazonaws.services.lambda.runtime.Context;
import dev.millrace.lambda.LambdaUserRecord;
import dev.millrace.lambda.UserRecordHandler;

/** Gets user records one by one, each taken out of its aggregate when its turn has come. */
public final class OneByOneHandler extends UserRecordHandler {

    @Override
    protected void handle(LambdaUserRecord record, Context context) {
        if (record.text().contains("poison")) {
            throw new IllegalArgumentException("cannot process " + record);
        }
        context.getLogger().log(record.toJson() + "\n");
    }
}
