package dev.millrace.benchmarks.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests as JSON over HTTP/1.1 with connections that are kept, which every peer understands. Bodies are made once and
 * answers are not taken apart, so that little of what is measured is the client's.
 */
final class KinesisHttp {

    private static final Pattern NEXT_ITERATOR = Pattern.compile("\"NextShardIterator\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern ITERATOR = Pattern.compile("\"ShardIterator\"\\s*:\\s*\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI endpoint;

    KinesisHttp(URI endpoint) {
        this.endpoint = endpoint;
    }

    URI endpoint() {
        return endpoint;
    }

    boolean answers() {
        try {
            return call("ListStreams", "{}").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The body of an answer that must be a success. */
    String body(String operation, String request) throws IOException {
        HttpResponse<String> response = call(operation, request);
        if (response.statusCode() != 200) {
            throw new IOException(operation + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    String iterator(String stream, String shardId) throws IOException {
        return only(ITERATOR, body("GetShardIterator", """
                        {"StreamName": "%s", "ShardId": "%s", "ShardIteratorType": "TRIM_HORIZON"}
                        """.formatted(stream, shardId)));
    }

    static String nextIterator(String records) {
        return only(NEXT_ITERATOR, records);
    }

    private static String only(Pattern pattern, String body) {
        Matcher found = pattern.matcher(body);
        if (!found.find()) {
            throw new IllegalStateException("not found: " + pattern + " in " + body);
        }
        return found.group(1);
    }

    private HttpResponse<String> call(String operation, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "Kinesis_20131202." + operation)
                .header("X-Amz-Date", "20260304T050607Z")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=any/20260304/us-east-1/kinesis/aws4_request,"
                                + " SignedHeaders=host;x-amz-date, Signature=0123")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
