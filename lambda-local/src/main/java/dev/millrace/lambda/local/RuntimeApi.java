package dev.millrace.lambda.local;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The side of Lambda's Runtime API that hands out invocations, on the loopback, for one function process. Source: the
 * Lambda developer guide, "Using the Lambda runtime API", version 2018-06-01.
 */
final class RuntimeApi implements AutoCloseable {

    private static final String ROOT = "/2018-06-01/runtime/";
    private static final String INVOCATION = ROOT + "invocation/";
    private static final String NEXT = INVOCATION + "next";
    private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";

    /** An invocation that waits for its answer. */
    private record Pending(
            String id, ByteBuffer event, long deadlineMillis, CompletableFuture<FunctionAnswer> answer) {}

    private final HttpServer server;
    private final ExecutorService threads;
    private final String functionArn;

    /** Bounded by the callers, each of whom waits for an answer. */
    private final LinkedBlockingQueue<Pending> waiting = new LinkedBlockingQueue<>();

    private final Map<String, Pending> pending = new ConcurrentHashMap<>();

    private RuntimeApi(HttpServer server, String functionArn) {
        this.server = server;
        this.functionArn = functionArn;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "millrace-runtime-api");
            thread.setDaemon(true);
            return thread;
        });
    }

    static RuntimeApi start(String functionArn) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        RuntimeApi api = new RuntimeApi(server, functionArn);
        server.setExecutor(api.threads);
        server.createContext("/", api::handle);
        server.start();
        return api;
    }

    /** What the client is told. */
    String hostAndPort() {
        return server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
    }

    /** Hands out an event. */
    CompletableFuture<FunctionAnswer> invoke(byte[] event, Duration timeout) {
        Pending invocation = new Pending(
                UUID.randomUUID().toString(),
                ByteBuffer.wrap(event),
                System.currentTimeMillis() + timeout.toMillis(),
                new CompletableFuture<>());
        pending.put(invocation.id(), invocation);
        waiting.add(invocation);
        return invocation.answer();
    }

    /** Nobody is there any more who would answer. */
    void fail(String errorType, String message) {
        pending.values().forEach(invocation -> answer(invocation.id(), new FunctionAnswer.Failed(errorType, message)));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals(NEXT)) {
                next(exchange);
                return;
            }
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String errorType = exchange.getRequestHeaders().getFirst(ERROR_TYPE);
            String type = errorType == null ? "Unknown" : errorType;
            if (path.startsWith(INVOCATION) && path.endsWith("/response")) {
                answer(id(path, "/response"), new FunctionAnswer.Returned(body));
            } else if (path.startsWith(INVOCATION) && path.endsWith("/error")) {
                answer(id(path, "/error"), new FunctionAnswer.Failed(type, body));
            } else if (path.equals(ROOT + "init/error")) {
                pending.values().forEach(invocation -> answer(invocation.id(), new FunctionAnswer.Failed(type, body)));
            } else {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.sendResponseHeaders(202, -1);
        }
    }

    private static String id(String path, String end) {
        return path.substring(INVOCATION.length(), path.length() - end.length());
    }

    private void answer(String id, FunctionAnswer answer) {
        Pending invocation = pending.remove(id);
        if (invocation != null) {
            invocation.answer().complete(answer);
        }
    }

    private void next(HttpExchange exchange) throws IOException {
        Pending invocation;
        try {
            invocation = waiting.take();
        } catch (InterruptedException e) {
            // The server closes.
            Thread.currentThread().interrupt();
            return;
        }
        Headers headers = exchange.getResponseHeaders();
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id());
        headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(invocation.deadlineMillis()));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
        headers.set("Content-Type", "application/json");
        ByteBuffer event = invocation.event();
        exchange.sendResponseHeaders(200, event.hasRemaining() ? event.remaining() : -1);
        Channels.newChannel(exchange.getResponseBody()).write(event.duplicate());
    }

    /** Ends its threads; who still waits for an answer is told. */
    @Override
    public void close() {
        fail("Runtime.Closed", "the function was ended");
        threads.shutdownNow();
        server.stop(0);
    }
}
