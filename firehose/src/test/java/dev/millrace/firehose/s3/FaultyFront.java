package dev.millrace.firehose.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Stands before an S3 service, and spoils requests that put something: PutObject and the requests of parts. Its port is the
 * same all the time, so the service may be another one, behind another port, when it comes back.
 */
public final class FaultyFront implements AutoCloseable {

    /** What becomes of a request that puts. */
    public enum Fault {
        NONE,
        /** Answered with 500, and not passed on. */
        SERVER_ERROR,
        /** Passed on, and the answer is thrown away. */
        LOST_ANSWER,
        /** Passed on, and answered only when the front is closed. */
        NO_ANSWER
    }

    private static final Set<String> OWN_HEADERS =
            Set.of("host", "content-length", "connection", "expect", "transfer-encoding", "upgrade");

    private final HttpServer server;
    private volatile URI target;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Supplier<Fault> faults;
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final Queue<String> stored = new ConcurrentLinkedQueue<>();

    private FaultyFront(HttpServer server, URI target, Supplier<Fault> faults) {
        this.server = server;
        this.target = target;
        this.faults = faults;
    }

    /** @param faults asked for each request that puts */
    public static FaultyFront start(URI target, Supplier<Fault> faults) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FaultyFront front = new FaultyFront(server, target, faults);
        server.setExecutor(front.threads);
        server.createContext("/", front::handle);
        server.start();
        return front;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The service is there from now on. */
    public void target(URI endpoint) {
        target = endpoint;
    }

    /** Paths of the requests of PutObject that the service answered with success. */
    public List<String> stored() {
        return List.copyOf(stored);
    }

    /** Method and path of each request that was passed on, in their order. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean puts = !exchange.getRequestMethod().equals("HEAD");
            Fault fault = puts ? faults.get() : Fault.NONE;
            String request =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            if (fault == Fault.SERVER_ERROR) {
                exchange.sendResponseHeaders(500, -1);
                return;
            }
            requests.add(request);
            HttpResponse<byte[]> answer = client.send(request(exchange, body), HttpResponse.BodyHandlers.ofByteArray());
            if (exchange.getRequestMethod().equals("PUT") && answer.statusCode() == 200) {
                stored.add(exchange.getRequestURI().getPath());
            }
            if (fault == Fault.LOST_ANSWER) {
                return;
            }
            if (fault == Fault.NO_ANSWER) {
                closed.await();
                return;
            }
            answer.headers().map().forEach((name, values) -> {
                if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            if (exchange.getRequestMethod().equals("HEAD")) {
                answer.headers()
                        .firstValue("content-length")
                        .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
            }
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(HttpExchange exchange, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(target + exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
