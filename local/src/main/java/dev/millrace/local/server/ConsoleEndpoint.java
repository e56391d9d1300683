package dev.millrace.local.server;

import dev.millrace.local.console.Console;
import dev.millrace.local.console.ConsoleReply;
import dev.millrace.local.metrics.Metrics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console and the metrics by HTTP, behind the {@link HostRule}.
 *
 * <p>What may be read, whoever reaches this port may read, but no page of another origin: no answer allows one to. What
 * changes something needs the header {@value ControlAccess#HEADER}, which such a page cannot send. The page itself runs
 * no script but the service's own, and sends nothing anywhere else.
 */
final class ConsoleEndpoint {

    /** Text of a person's, with room for the largest ordinary record in base64. */
    static final int MAX_BODY_LENGTH = 2 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleEndpoint.class);

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private final Console console;
    private final Metrics metrics;
    private final ControlAccess access;
    private final Patience patience;

    ConsoleEndpoint(Console console, Metrics metrics, ControlAccess access, Patience patience) {
        this.access = access;
        this.patience = patience;
        this.console = console;
        this.metrics = metrics;
    }

    /** Takes a request; false if it is none of the console's. */
    boolean handle(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getPath();
        if (HttpMethod.GET.is(request.getMethod())) {
            ConsoleReply reply = read(path, request);
            if (reply != null) {
                send(response, callback, reply);
            }
            return reply != null;
        }
        if (!HttpMethod.POST.is(request.getMethod()) || !console.isForHands(path)) {
            return false;
        }
        if (!mayWrite(request)) {
            send(response, callback, ConsoleReply.error(403, "AccessDeniedException", access.refusal()));
        } else {
            write(path, request, response, callback);
        }
        return true;
    }

    private boolean mayWrite(Request request) {
        return access.allows(request.getHeaders().get(ControlAccess.HEADER));
    }

    private @Nullable ConsoleReply read(String path, Request request) {
        if (path.equals(Metrics.PATH)) {
            String text = metrics.text(openConnections(request));
            return new ConsoleReply(200, Metrics.CONTENT_TYPE, text.getBytes(StandardCharsets.UTF_8));
        }
        // The page itself says nothing; records do, and the loopback's Host rule guards them there.
        if (path.startsWith(Console.API) && access.asksForToken() && !mayWrite(request)) {
            return ConsoleReply.error(403, "AccessDeniedException", access.refusal());
        }
        return guarded(() -> console.get(path, query(request)));
    }

    private static int openConnections(Request request) {
        int count = 0;
        for (Connector connector :
                request.getConnectionMetaData().getConnector().getServer().getConnectors()) {
            count += connector.getConnectedEndPoints().size();
        }
        return count;
    }

    private void write(String path, Request request, Response response, Callback callback) {
        RequestBody.collect(request, response, MAX_BODY_LENGTH, patience.body(), new RequestBody.Outcome() {
            @Override
            public void whole(byte[] body) {
                ConsoleReply reply = guarded(() -> console.post(path, query(request), body));
                send(response, callback, reply == null ? internalFailure() : reply);
            }

            @Override
            public void tooLong() {
                send(response, callback, tooLarge());
            }

            @Override
            public void late() {
                send(response, callback, tooSlow());
            }

            @Override
            public void failed(Throwable failure) {
                callback.failed(failure);
            }
        });
    }

    private interface Work {
        @Nullable
        ConsoleReply run();
    }

    private static @Nullable ConsoleReply guarded(Work work) {
        try {
            return work.run();
        } catch (RuntimeException e) {
            if (e instanceof HttpException) {
                return ConsoleReply.error(400, "ValidationException", "The query cannot be read.");
            }
            LOG.error("the console failed", e);
            return internalFailure();
        }
    }

    /** The first value of each name. */
    private static Map<String, String> query(Request request) {
        Map<String, String> members = new LinkedHashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request)) {
            members.put(field.getName(), field.getValue());
        }
        return members;
    }

    private static ConsoleReply internalFailure() {
        return ConsoleReply.error(500, "InternalFailure", "Something failed; the service's log says what.");
    }

    private static ConsoleReply tooLarge() {
        return ConsoleReply.error(413, "RequestTooLarge", "The console takes up to " + MAX_BODY_LENGTH + " bytes.");
    }

    private static ConsoleReply tooSlow() {
        return ConsoleReply.error(408, "RequestTimeout", "The request's body did not come in time.");
    }

    private static void send(Response response, Callback callback, ConsoleReply reply) {
        HttpFields.Mutable head = response.getHeaders();
        head.put("Content-Security-Policy", POLICY);
        head.put("Cross-Origin-Resource-Policy", "same-origin");
        head.put("Referrer-Policy", "no-referrer");
        head.put("X-Content-Type-Options", "nosniff");
        head.put(HttpHeader.CACHE_CONTROL, "no-store");
        head.put(HttpHeader.CONTENT_TYPE, reply.contentType());
        head.put(HttpHeader.CONTENT_LENGTH, reply.body().length);
        response.setStatus(reply.status());
        response.write(true, ByteBuffer.wrap(reply.body()), callback);
    }
}
