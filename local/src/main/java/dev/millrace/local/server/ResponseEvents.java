package dev.millrace.local.server;

import dev.millrace.local.subscription.EventSink;
import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The events of an answer, written to the client as they come. */
final class ResponseEvents implements EventSink {

    private final Response response;
    private final Callback whole;

    ResponseEvents(Response response, Callback whole) {
        this.response = response;
        this.whole = whole;
    }

    @Override
    public void send(ByteBuffer bytes, boolean last, Sent sent) {
        response.write(last, bytes, new Callback() {
            @Override
            public void succeeded() {
                if (last) {
                    whole.succeeded();
                }
                sent.done();
            }

            @Override
            public void failed(Throwable failure) {
                whole.failed(failure);
                sent.failed();
            }
        });
    }
}
