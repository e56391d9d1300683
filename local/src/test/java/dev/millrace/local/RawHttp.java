package dev.millrace.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Requests over HTTP/1.1 whose heads and bodies a test writes itself. */
final class RawHttp {

    static final String JSON = "application/x-amz-json-1.1";
    static final String CBOR = "application/x-amz-cbor-1.1";
    static final String SIGNED = "AWS4-HMAC-SHA256 Credential=any/20260304/us-east-1/kinesis/aws4_request,"
            + " SignedHeaders=host;x-amz-date, Signature=0123";

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final URI endpoint;

    RawHttp(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** A call that has all that it needs. */
    HttpResponse<byte[]> call(String contentType, String operation, byte[] body) {
        return send(calling(contentType, operation, body));
    }

    /** The same, answered as soon as the answer has begun. */
    HttpResponse<InputStream> open(String contentType, String operation, byte[] body) {
        return send(calling(contentType, operation, body), BodyHandlers.ofInputStream());
    }

    private HttpRequest.Builder calling(String contentType, String operation, byte[] body) {
        return signed().header("Content-Type", contentType)
                .header("X-Amz-Target", "Kinesis_20131202." + operation)
                .POST(BodyPublishers.ofByteArray(body));
    }

    HttpResponse<byte[]> json(String operation, String body) {
        return call(JSON, operation, body.getBytes(StandardCharsets.UTF_8));
    }

    HttpRequest.Builder request() {
        return request("/");
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(endpoint.resolve(path)).timeout(LIMIT);
    }

    HttpRequest.Builder signed() {
        return request().header("Authorization", SIGNED).header("X-Amz-Date", "20260304T050607Z");
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofByteArray());
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
        try {
            return client.send(request.build(), body);
        } catch (IOException e) {
            throw new IllegalStateException("request failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static @Nullable String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse(null);
    }
}
