package dev.millrace.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.LocalKinesis;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults by HTTP, and who may not set them. */
class ControlEndpointTest {

    private final LocalKinesis kinesis = LocalKinesis.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        kinesis.close();
    }

    @Test
    void policyIsSetReadAndTakenBack() throws Exception {
        assertThat(send("PUT", "throttle=1,latency=1ms..2ms,seed=4", true).body())
                .isEqualTo("seed=4\nthrottle=1.0 hits=0\nlatency=1ms..2ms hits=0\n");
        HttpResponse<String> refused = client.send(
                HttpRequest.newBuilder(kinesis.endpoint())
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header("X-Amz-Target", "Kinesis_20131202.ListStreams")
                        .header("X-Amz-Date", "20260304T050607Z")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=any/20260304/us-east-1/kinesis/aws4_request,"
                                        + " SignedHeaders=host, Signature=0")
                        .POST(BodyPublishers.ofString("{}"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(refused.body()).contains("ProvisionedThroughputExceededException");
        assertThat(send("GET", "", true).body()).isEqualTo("seed=4\nthrottle=1.0 hits=1\nlatency=1ms..2ms hits=1\n");
        assertThat(send("DELETE", "", true).body()).isEqualTo("seed=0\n");
        assertThat(kinesis.faultHits()).isEmpty();
    }

    @Test
    void wrongPolicyIsRefusedAndChangesNothing() throws Exception {
        send("PUT", "throttle=0.5", true);
        HttpResponse<String> response = send("PUT", "throtle=0.5", true);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("no such fault: 'throtle'");
        assertThat(send("GET", "", true).body()).contains("throttle=0.5");
    }

    @Test
    void withoutTheHeaderNothingIsToldOrChanged() throws Exception {
        assertThat(send("PUT", "throttle=1", false).statusCode()).isEqualTo(403);
        assertThat(send("GET", "", false).statusCode()).isEqualTo(403);
        assertThat(send("POST", "throttle=1", true).statusCode()).isEqualTo(405);
        assertThat(send("GET", "", true).body()).isEqualTo("seed=0\n");
    }

    @Test
    void preflightOfAWebPageIsNotAllowed() throws Exception {
        HttpResponse<String> response = send("OPTIONS", "", true);
        assertThat(response.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
    }

    private HttpResponse<String> send(String method, String body, boolean withHeader) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(kinesis.endpoint() + "/_millrace/faults"))
                .timeout(Duration.ofSeconds(20))
                .method(method, BodyPublishers.ofString(body));
        if (withHeader) {
            request.header("X-Millrace-Control", "test");
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
