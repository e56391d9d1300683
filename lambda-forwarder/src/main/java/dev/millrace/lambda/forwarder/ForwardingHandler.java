package dev.millrace.lambda.forwarder;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.millrace.lambda.KinesisEventHandler;

/**
 * A Lambda function that forwards the user records of a Kinesis mapping. Its environment says where to, see
 * {@link ForwarderSettings#of}. The mapping has to list {@code ReportBatchItemFailures}.
 */
public final class ForwardingHandler extends KinesisEventHandler {

    private final Forwarder forwarder;

    /**
     * As the function's environment says.
     *
     * @throws IllegalArgumentException if that is wrong, so that the function does not start
     */
    public ForwardingHandler() {
        ForwarderSettings settings = ForwarderSettings.of(System.getenv());
        this.forwarder = new Forwarder(TargetClient.of(settings), settings);
    }

    @Override
    public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
        return forwarder.forward(event, context);
    }
}
