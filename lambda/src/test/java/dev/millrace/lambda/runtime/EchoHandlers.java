package dev.millrace.lambda.runtime;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import dev.millrace.lambda.firehose.FirehoseEvent;
import dev.millrace.lambda.firehose.FirehoseResponse;

/** Handlers that give back what they got, so that only the runtime's serialization is at work. */
public final class EchoHandlers {

    public KinesisEvent kinesis(KinesisEvent event) {
        return event;
    }

    public KinesisTimeWindowEvent window(KinesisTimeWindowEvent event) {
        return event;
    }

    public FirehoseEvent firehose(FirehoseEvent event) {
        return event;
    }

    public FirehoseResponse response(FirehoseResponse response) {
        return response;
    }
}
