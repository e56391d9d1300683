package dev.millrace.local;

import static dev.millrace.local.RawHttp.CBOR;
import static dev.millrace.local.RawHttp.JSON;
import static dev.millrace.local.RawHttp.header;
import static dev.millrace.local.RawHttp.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

    private static final String NOT_AUTHORIZED = """
            <AccessDeniedException>
              <Message>Unable to determine service/operation name to be authorized</Message>
            </AccessDeniedException>
            """;
    private static final String LIST_STREAMS = "Kinesis_20131202.ListStreams";

    private static LocalKinesis kinesis;
    private static RawHttp http;

    @BeforeAll
    static void start() {
        kinesis = LocalKinesis.start();
        http = new RawHttp(kinesis.endpoint());
    }

    @AfterAll
    static void stop() {
        kinesis.close();
    }

    @Test
    void theRootAnswersTheConsole() {
        HttpResponse<byte[]> response = http.send(http.request());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo("text/html;charset=utf-8");
        assertThat(text(response)).contains("<title>Millrace local</title>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "PATCH"})
    void otherMethodsAreNotAuthorized(String method) {
        assertNotAuthorized(
                http.send(http.signed().header("X-Amz-Target", LIST_STREAMS).method(method, BodyPublishers.noBody())));
    }

    @Test
    void otherPathsAreNotThere() {
        assertNotAuthorized(http.send(http.request("/favicon.ico")));
    }

    @Test
    void anUnknownContentTypeIsAnUnknownOperation() {
        for (String contentType : List.of("text/plain", "application/xml", "application/x-amz-json-1.0", "")) {
            HttpRequest.Builder request = http.signed().POST(BodyPublishers.ofString("{}"));
            if (!contentType.isEmpty()) {
                request.header("Content-Type", contentType);
            }
            assertNotAuthorized(http.send(request));
            HttpResponse<byte[]> response = http.send(request.header("X-Amz-Target", LIST_STREAMS));
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(text(response)).isEqualTo("<UnknownOperationException/>\n");
        }
    }

    @Test
    void parametersOfTheContentTypeAreIgnored() {
        HttpResponse<byte[]> response = http.call(JSON + " ; charset=utf-8", "ListStreams", utf8("{}"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo(JSON);
    }

    @Test
    void anUnknownOperationIsToldInTheCodecOfTheRequest() {
        HttpResponse<byte[]> json = http.json("MakeCoffee", "{}");
        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(header(json, "Content-Type")).isEqualTo(JSON);
        assertThat(text(json)).isEqualTo("{\"__type\":\"UnknownOperationException\"}");
        HttpResponse<byte[]> cbor =
                http.call(CBOR, "MakeCoffee", new CborBytes().map().end().bytes());
        assertThat(cbor.statusCode()).isEqualTo(400);
        assertThat(header(cbor, "Content-Type")).isEqualTo(CBOR);
        assertThat(cbor.body()).isEqualTo(error("UnknownOperationException"));
    }

    @Test
    void aTargetOfAnotherServiceOrNoneIsAnUnknownOperation() {
        for (String target : List.of("DynamoDB_20120810.ListTables", "ListStreams", "Kinesis_20131202.", "")) {
            HttpRequest.Builder request =
                    http.signed().header("Content-Type", JSON).POST(BodyPublishers.ofString("{}"));
            if (!target.isEmpty()) {
                request.header("X-Amz-Target", target);
            }
            HttpResponse<byte[]> response = http.send(request);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(text(response)).isEqualTo("{\"__type\":\"UnknownOperationException\"}");
        }
    }

    @Test
    void missingAuthenticationIsTold() {
        HttpResponse<byte[]> response = http.send(http.request()
                .header("Content-Type", JSON)
                .header("X-Amz-Target", LIST_STREAMS)
                .POST(BodyPublishers.ofString("{}")));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(text(response))
                .isEqualTo("{\"__type\":\"MissingAuthenticationTokenException\","
                        + "\"message\":\"Missing Authentication Token\"}");
    }

    @Test
    void everythingThatAnAuthorizationLacksIsTold() {
        HttpResponse<byte[]> response = http.send(http.request()
                .header("Authorization", "AWS4-HMAC-SHA256")
                .header("Content-Type", JSON)
                .header("X-Amz-Target", LIST_STREAMS)
                .POST(BodyPublishers.ofString("{}")));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(text(response))
                .isEqualTo("{\"__type\":\"IncompleteSignatureException\",\"message\":\""
                        + "Authorization header requires 'Credential' parameter. "
                        + "Authorization header requires 'Signature' parameter. "
                        + "Authorization header requires 'SignedHeaders' parameter. "
                        + "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
                        + "Authorization=AWS4-HMAC-SHA256\"}");
    }

    @Test
    void aSignedQueryStandsForTheHeader() {
        HttpResponse<byte[]> response = listStreams(http.request("/?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=any%2F20260304%2Fus-east-1%2Fkinesis%2Faws4_request&X-Amz-Date=20260304T050607Z"
                + "&X-Amz-SignedHeaders=host&X-Amz-Signature=0123"));
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void everythingThatASignedQueryLacksIsTold() {
        HttpResponse<byte[]> response = listStreams(http.request("/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date="));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(text(response))
                .isEqualTo("{\"__type\":\"IncompleteSignatureException\",\"message\":\""
                        + "AWS query-string parameters must include 'X-Amz-Credential'. "
                        + "AWS query-string parameters must include 'X-Amz-Signature'. "
                        + "AWS query-string parameters must include 'X-Amz-SignedHeaders'. "
                        + "AWS query-string parameters must include 'X-Amz-Date'. "
                        + "Re-examine the query-string parameters.\"}");
    }

    @Test
    void aSignatureInHeadAndQueryIsOneTooMany() {
        HttpResponse<byte[]> response =
                listStreams(http.request("/?X-Amz-Algorithm=AWS4-HMAC-SHA256").header("Authorization", RawHttp.SIGNED));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(text(response))
                .isEqualTo("{\"__type\":\"InvalidSignatureException\",\"message\":\"Found both 'X-Amz-Algorithm' as a"
                        + " query-string param and 'Authorization' as HTTP header.\"}");
    }

    private static HttpResponse<byte[]> listStreams(HttpRequest.Builder request) {
        return http.send(request.header("Content-Type", JSON)
                .header("X-Amz-Target", LIST_STREAMS)
                .POST(BodyPublishers.ofString("{}")));
    }

    @Test
    void everyAnswerHasIdsOfItsOwn() {
        Set<String> ids = new HashSet<>();
        Set<String> extendedIds = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            for (HttpResponse<byte[]> response : List.of(
                    http.json("ListStreams", "{}"),
                    http.json("MakeCoffee", "{}"),
                    http.send(http.request("/favicon.ico")))) {
                String id = header(response, "x-amzn-RequestId");
                String extendedId = header(response, "x-amz-id-2");
                assertThat(id).isNotNull();
                assertThat(extendedId).isNotNull();
                assertThat(UUID.fromString(id)).hasToString(id);
                assertThat(Base64.getDecoder().decode(extendedId)).hasSize(72);
                ids.add(id);
                extendedIds.add(extendedId);
            }
        }
        assertThat(ids).hasSize(15);
        assertThat(extendedIds).hasSize(15);
    }

    @Test
    void unknownMembersAndNullsAreIgnored() {
        HttpResponse<byte[]> response = http.json(
                "ListStreams",
                "{\"Coffee\":{\"Sugar\":[1,2,{\"Milk\":null}]},\"NextToken\":null,\"StreamId\":\"x\",\"Limit\":1}");
        assertThat(response.statusCode()).isEqualTo(200);
        HttpResponse<byte[]> cbor = http.call(
                CBOR,
                "ListStreams",
                new CborBytes()
                        .map()
                        .text("Coffee")
                        .list()
                        .integer(1)
                        .end()
                        .text("NextToken")
                        .raw(0xF6)
                        .end()
                        .bytes());
        assertThat(cbor.statusCode()).isEqualTo(200);
    }

    @Test
    void anAnswerWithoutMembersHasNoBody() {
        for (String contentType : List.of(JSON, CBOR)) {
            byte[] body = contentType.equals(JSON)
                    ? utf8("{\"StreamName\":\"json\",\"ShardCount\":1}")
                    : new CborBytes()
                            .map()
                            .text("StreamName")
                            .text("cbor")
                            .text("ShardCount")
                            .integer(1)
                            .end()
                            .bytes();
            HttpResponse<byte[]> response = http.call(contentType, "CreateStream", body);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEmpty();
            assertThat(header(response, "Content-Type")).isEqualTo(contentType);
            assertThat(header(response, "Content-Length")).isEqualTo("0");
        }
    }

    private static void assertNotAuthorized(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(text(response)).isEqualTo(NOT_AUTHORIZED);
        assertThat(header(response, "Content-Type")).isNull();
    }

    private static byte[] error(String name) {
        return new CborBytes().map().text("__type").text(name).end().bytes();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
