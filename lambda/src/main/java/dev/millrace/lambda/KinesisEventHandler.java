package dev.millrace.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A Lambda function for events of a Kinesis mapping. It reads and writes the JSON itself: for this event the runtime's own
 * serialization wants joda-time in the zip, which is larger than all the rest.
 */
public abstract class KinesisEventHandler implements RequestStreamHandler {

    /** Processes an event. */
    public abstract StreamsEventResponse handleRequest(KinesisEvent event, Context context);

    /**
     * Processes an event that comes as JSON.
     *
     * @throws IllegalArgumentException if it is none of a Kinesis mapping
     */
    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        StreamsEventResponse response = handleRequest(EventReader.kinesis(input), context);
        output.write(ResponseJson.of(response));
    }
}
