package dev.millrace.lambda.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.local.LocalKinesis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * A target in another account: a stand-in for the security token service hands out a key, and the target takes nothing that
 * is not signed with it.
 */
@Isolated("sets system properties that the SDK reads")
final class AssumedRoleTest {

    private static final String ROLE = "arn:aws:iam::210987654321:role/writer";
    private static final String ROLE_KEY = "ROLEKEY";
    private static final String ROLE_SECRET = "secret of the role";

    private final Map<String, String> propertiesBefore = new HashMap<>();
    private final BlockingQueue<Map<String, String>> asked = new LinkedBlockingQueue<>();
    private final LocalKinesis target =
            LocalKinesis.builder().credentials(ROLE_KEY, ROLE_SECRET).start();
    private final HttpServer tokens = startTokens();

    private HttpServer startTokens() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::assumeRole);
            server.start();
            return server;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void setProperties() {
        set("aws.endpointUrlSts", "http://127.0.0.1:" + tokens.getAddress().getPort());
        set("aws.region", "us-east-1");
        set("aws.accessKeyId", "FUNCTIONKEY");
        set("aws.secretAccessKey", "secret of the function");
    }

    private void set(String name, String value) {
        String before = System.getProperty(name);
        if (before != null) {
            propertiesBefore.put(name, before);
        } else {
            propertiesBefore.remove(name);
        }
        System.setProperty(name, value);
    }

    @AfterEach
    void end() {
        for (String name : List.of("aws.endpointUrlSts", "aws.region", "aws.accessKeyId", "aws.secretAccessKey")) {
            String before = propertiesBefore.get(name);
            if (before == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, before);
            }
        }
        tokens.stop(0);
        target.close();
    }

    private void assumeRole(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> form = new HashMap<>();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            for (String member : body.split("&", -1)) {
                int equals = member.indexOf('=');
                form.put(
                        member.substring(0, equals),
                        URLDecoder.decode(member.substring(equals + 1), StandardCharsets.UTF_8));
            }
            form.put("signature", String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            asked.add(form);
            byte[] answer = """
                    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                      <AssumeRoleResult>
                        <Credentials>
                          <AccessKeyId>%s</AccessKeyId>
                          <SecretAccessKey>%s</SecretAccessKey>
                          <SessionToken>token</SessionToken>
                          <Expiration>%s</Expiration>
                        </Credentials>
                      </AssumeRoleResult>
                    </AssumeRoleResponse>
                    """.formatted(
                            ROLE_KEY,
                            ROLE_SECRET,
                            Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(3600))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private StreamsEventResponse forward(Map<String, String> more) {
        target.createStream("us-east-1", "far", 1);
        Map<String, String> environment = new HashMap<>(more);
        environment.put("MILLRACE_FORWARD_STREAM", "far");
        environment.put("MILLRACE_FORWARD_REGION", "us-east-1");
        environment.put("MILLRACE_FORWARD_ENDPOINT", target.endpoint().toString());
        ForwarderSettings settings = ForwarderSettings.of(environment);
        try (KinesisAsyncClient client = TargetClient.of(settings);
                Forwarder forwarder = new Forwarder(client, settings)) {
            return forwarder.forward(
                    Streams.event(List.of(Streams.eventRecord(
                            "shardId-000000000000", "1", "key", "text".getBytes(StandardCharsets.UTF_8)))),
                    new FunctionContext(30_000).context());
        }
    }

    @Test
    void recordsArePutWithTheKeyOfTheRole() throws Exception {
        StreamsEventResponse response =
                forward(Map.of("MILLRACE_FORWARD_ROLE_ARN", ROLE, "MILLRACE_FORWARD_EXTERNAL_ID", "shared word"));

        assertThat(response.getBatchItemFailures()).isEmpty();
        Map<String, String> request = asked.take();
        assertThat(request)
                .containsEntry("Action", "AssumeRole")
                .containsEntry("RoleArn", ROLE)
                .containsEntry("ExternalId", "shared word")
                .containsEntry("RoleSessionName", "millrace-forwarder");
        assertThat(request.get("signature")).contains("Credential=FUNCTIONKEY/");
    }

    @Test
    void externalIdIsNotSentWhereThereIsNone() throws Exception {
        assertThat(forward(Map.of("MILLRACE_FORWARD_ROLE_ARN", ROLE)).getBatchItemFailures())
                .isEmpty();
        assertThat(asked.take()).doesNotContainKey("ExternalId");
    }

    /** The function's own key is not the target's. */
    @Test
    void withoutARoleTheRecordFails() {
        assertThat(forward(Map.of()).getBatchItemFailures()).hasSize(1);
        assertThat(asked).isEmpty();
    }
}
