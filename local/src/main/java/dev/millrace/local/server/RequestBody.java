package dev.millrace.local.server;

import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Promise;

/**
 * Collects the body of a request, without holding a thread: with many HTTP/2 streams in flight, threads that wait for
 * bodies would use up the session's window between them and never get the rest.
 */
final class RequestBody {

    private RequestBody() {}

    /** What comes of it: one of these, once. */
    interface Outcome {

        void whole(byte[] body);

        /** It is longer than allowed. */
        void tooLong();

        /** Its time was over. The connection ends with the answer, unless other requests share it. */
        void late();

        /** The client has gone, or what it sent was no body. */
        void failed(Throwable failure);
    }

    static void collect(Request request, Response response, int maxLength, Duration limit, Outcome outcome) {
        if (request.getLength() > maxLength) {
            outcome.tooLong();
            return;
        }
        BodyTime time = new BodyTime();
        Content.Source.asByteArrayAsync(request, maxLength, new Promise.Invocable<>() {
            @Override
            public void succeeded(byte[] body) {
                if (time.end()) {
                    outcome.whole(body);
                }
            }

            @Override
            public void failed(Throwable failure) {
                if (!time.end()) {
                    return;
                }
                if (failure instanceof IllegalStateException) {
                    outcome.tooLong();
                } else {
                    outcome.failed(failure);
                }
            }
        });
        time.begin(request.getComponents().getScheduler(), limit, () -> {
            if (request.getConnectionMetaData().getHttpVersion().getVersion() <= HttpVersion.HTTP_1_1.getVersion()) {
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
            }
            outcome.late();
        });
    }
}
