package dev.millrace.local.server;

import dev.millrace.local.fault.Fault;
import dev.millrace.local.fault.Faults;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/** Takes requests from Jetty. */
final class KinesisHandler extends Handler.Abstract {

    /** A record of 10 MiB in base64, with its envelope. */
    static final int MAX_BODY_LENGTH = 16 * 1024 * 1024;

    private static final int REQUEST_ID_2_LENGTH = 72;

    private final ApiCall calls;
    private final ControlEndpoint control;
    private final ConsoleEndpoint console;
    private final HostRule hosts;
    private final Patience patience;

    KinesisHandler(ApiCall calls, ControlEndpoint control, ConsoleEndpoint console, HostRule hosts, Patience patience) {
        this.calls = calls;
        this.control = control;
        this.console = console;
        this.hosts = hosts;
        this.patience = patience;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!hosts.allows(Request.getServerName(request))) {
            send(
                    response,
                    callback,
                    text(403, "This service answers to localhost, and to hosts that it was told to allow.\n"));
            return true;
        }
        if (console.handle(request, response, callback)) {
            return true;
        }
        boolean controlled = request.getHttpURI().getPath().equals(ControlEndpoint.PATH);
        if (!controlled && !HttpMethod.POST.is(request.getMethod())) {
            send(response, callback, ApiCall.notAuthorized());
            return true;
        }
        RequestBody.collect(request, response, MAX_BODY_LENGTH, patience.body(), new RequestBody.Outcome() {
            @Override
            public void whole(byte[] body) {
                if (controlled) {
                    String token = request.getHeaders().get(ControlAccess.HEADER);
                    send(response, callback, control.reply(request.getMethod(), token, body));
                } else {
                    answer(request, response, callback, body);
                }
            }

            @Override
            public void tooLong() {
                send(response, callback, new ApiCall.Reply(413, null, new byte[0]));
            }

            @Override
            public void late() {
                send(response, callback, new ApiCall.Reply(408, null, new byte[0]));
            }

            @Override
            public void failed(Throwable failure) {
                callback.failed(failure);
            }
        });
        return true;
    }

    private void answer(Request request, Response response, Callback callback, byte[] body) {
        ApiCall.Reply reply =
                calls.reply(request.getMethod(), request.getHttpURI(), request.getHeaders(), ByteBuffer.wrap(body));
        if (reply.faults().delayNanos() > 0) {
            Scheduler.Task unused = request.getComponents()
                    .getScheduler()
                    .schedule(
                            () -> deliver(request, response, callback, reply),
                            reply.faults().delayNanos(),
                            TimeUnit.NANOSECONDS);
        } else {
            deliver(request, response, callback, reply);
        }
    }

    /** Sends the reply, unless a fault is to happen to it on the way. */
    private static void deliver(Request request, Response response, Callback callback, ApiCall.Reply reply) {
        Faults.Hit hit = reply.faults();
        byte[] body = reply.body();
        if (hit.has(Fault.CUT_BEFORE) || hit.has(Fault.LOST_RESPONSE)) {
            cut(request, callback);
        } else if (hit.has(Fault.CUT_MIDDLE)) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length + 1);
            response.write(
                    false,
                    ByteBuffer.wrap(body, 0, body.length / 2),
                    Callback.from(() -> cut(request, callback), failure -> cut(request, callback)));
        } else {
            send(response, callback, reply);
        }
    }

    private static void cut(Request request, Callback callback) {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        callback.failed(new EOFException("cut on request"));
    }

    private static ApiCall.Reply text(int status, String text) {
        return new ApiCall.Reply(status, "text/plain;charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(Response response, Callback callback, ApiCall.Reply reply) {
        byte[] id2 = new byte[REQUEST_ID_2_LENGTH];
        ThreadLocalRandom random = ThreadLocalRandom.current();
        random.nextBytes(id2);
        HttpFields.Mutable head = response.getHeaders();
        // A random UUID from the thread's own generator: ids need be distinct, not secret.
        head.put("x-amzn-RequestId", new UUID(random.nextLong(), random.nextLong()).toString());
        head.put("x-amz-id-2", Base64.getEncoder().encodeToString(id2));
        if (reply.contentType() != null) {
            head.put(HttpHeader.CONTENT_TYPE, reply.contentType());
        }
        response.setStatus(reply.status());
        if (reply.events() != null) {
            reply.events().start(new ResponseEvents(response, callback));
            return;
        }
        head.put(HttpHeader.CONTENT_LENGTH, reply.body().length);
        response.write(true, ByteBuffer.wrap(reply.body()), callback);
    }
}
