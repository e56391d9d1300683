package dev.millrace.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A Lambda function for events of a Kinesis mapping with a tumbling window. It reads and writes the JSON itself. */
public abstract class WindowEventHandler implements RequestStreamHandler {

    /** Processes an event. */
    public abstract TimeWindowEventResponse handleRequest(KinesisTimeWindowEvent event, Context context);

    /**
     * Processes an event that comes as JSON.
     *
     * @throws IllegalArgumentException if it is none of a Kinesis mapping
     */
    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        TimeWindowEventResponse response = handleRequest(EventReader.window(input), context);
        output.write(ResponseJson.of(response));
    }
}
