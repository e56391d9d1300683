package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.wire.Codec;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Asks what the console's page asks. */
final class ConsoleClient {

    static final String HEADER = "X-Millrace-Control";

    final RawHttp http;

    ConsoleClient(URI endpoint) {
        this.http = new RawHttp(endpoint);
    }

    static String arn(String name) {
        return "arn:aws:kinesis:us-east-1:000000000000:stream/" + name;
    }

    HttpResponse<byte[]> get(String path) {
        return http.send(http.request(path));
    }

    /** A view with parameters: name, value, name, value. It must be there. */
    Map<String, Object> view(String name, String... parameters) {
        HttpResponse<byte[]> response = get(path(name, parameters));
        assertThat(response.statusCode()).as(RawHttp.text(response)).isEqualTo(200);
        return tree(response);
    }

    HttpResponse<byte[]> operate(String operation, String body, String... parameters) {
        return http.send(post(operation, body, parameters).header(HEADER, "test"));
    }

    /** Without the header that makes it allowed. */
    HttpRequest.Builder post(String operation, String body, String... parameters) {
        return http.request(path("operations/" + operation, parameters))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    static String path(String name, String... parameters) {
        StringBuilder path = new StringBuilder("/_millrace/api/" + name);
        for (int i = 0; i < parameters.length; i += 2) {
            path.append(i == 0 ? '?' : '&').append(parameters[i]).append('=');
            path.append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        return path.toString();
    }

    static Map<String, Object> tree(HttpResponse<byte[]> response) {
        return Objects.requireNonNull(Codec.JSON.read(ByteBuffer.wrap(response.body())), "no JSON");
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(Map<String, Object> tree, String name) {
        return (List<Map<String, Object>>) Objects.requireNonNull(tree.get(name), name);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> part(Map<String, Object> tree, String name) {
        return (Map<String, Object>) Objects.requireNonNull(tree.get(name), name);
    }

    static long number(Map<String, Object> tree, String name) {
        return ((Number) Objects.requireNonNull(tree.get(name), name)).longValue();
    }
}
